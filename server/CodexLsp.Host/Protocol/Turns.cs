using System.Text.Json.Serialization;

namespace CodexLsp.Host.Protocol;

/// <summary>Params of <c>codex/turn/start</c>.</summary>
internal sealed record TurnStartParams(
    string ThreadId,
    IReadOnlyList<Input> Input,
    TurnMode Mode,
    string? Model = null,
    string? Effort = null,
    Budget? Budget = null,
    ApprovalMode? Approval = null,
    SandboxMode? Sandbox = null);

/// <summary>The answer to <c>codex/turn/start</c>; the turn goes on.</summary>
internal sealed record TurnStartResult(string TurnId);

/// <summary>Params of <c>codex/turn/steer</c>.</summary>
internal sealed record TurnSteerParams(string ThreadId, string TurnId, IReadOnlyList<Input> Input);

/// <summary>Params of <c>codex/turn/interrupt</c>.</summary>
internal sealed record TurnInterruptParams(string ThreadId, string TurnId);

/// <summary>The most a turn may take.</summary>
internal sealed record Budget(long? MaxTokens = null, double? MaxMinutes = null, int? MaxRequests = null, decimal? MaxCostUsd = null);

/// <summary>What a turn may do without asking. Any but the first is acceptance in advance.</summary>
[JsonConverter(typeof(WireWords<ApprovalMode>))]
internal enum ApprovalMode
{
    Suggest,
    AutoEdit,
    FullAuto,
}

/// <summary>What a command may do to the machine.</summary>
[JsonConverter(typeof(WireWords<SandboxMode>))]
internal enum SandboxMode
{
    ReadOnly,
    WorkspaceWrite,
    DangerFullAccess,
}

/// <summary>Params of <c>codex/turn/started</c> and <c>codex/turn/completed</c>.</summary>
internal sealed record TurnParams(string ThreadId, Turn Turn);

/// <summary>Params of <c>codex/item/started</c> and <c>codex/item/completed</c>.</summary>
internal sealed record ItemParams(string ThreadId, string TurnId, Item Item);

/// <summary>Params of <c>codex/item/delta</c>.</summary>
internal sealed record ItemDeltaParams(string ThreadId, string TurnId, string ItemId, string Text);

/// <summary>Params of <c>codex/turn/plan</c>.</summary>
internal sealed record TurnPlanParams(string ThreadId, string TurnId, IReadOnlyList<PlanStep> Steps);

/// <summary>Params of <c>codex/turn/diff</c>: what the turn would change so far, as a unified diff.</summary>
internal sealed record TurnDiffParams(string ThreadId, string TurnId, string Diff);
