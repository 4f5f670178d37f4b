using System.Text.Json.Serialization;

namespace CodexLsp.Host.Protocol;

/// <summary>Params of <c>codex/approval/request</c>; what is approved is what <paramref name="Hash"/> is of.</summary>
internal sealed record ApprovalParams(
    string ApprovalId,
    string ThreadId,
    string TurnId,
    ApprovalKind Kind,
    string Title,
    string Reason,
    IReadOnlyList<string>? Command,
    string? Cwd,
    string? ProposalId,
    string? Host,
    ApprovalRisk Risk,
    string Hash);

/// <summary>The answer to <c>codex/approval/request</c>.</summary>
internal sealed record ApprovalResult(ApprovalDecision Decision, IReadOnlyList<string>? HunkIds = null, string? Note = null);

/// <summary>What is asked for.</summary>
[JsonConverter(typeof(WireEnum<ApprovalKind>))]
internal enum ApprovalKind
{
    Command,
    Edit,
    Network,
    OutsideWorkspace,
    Mcp,
}

/// <summary>How much can go wrong.</summary>
[JsonConverter(typeof(WireEnum<ApprovalRisk>))]
internal enum ApprovalRisk
{
    Low,
    Medium,
    High,
}

/// <summary>Yes, for how long, or no. <c>approveAlways</c> is kept in the user's configuration.</summary>
[JsonConverter(typeof(WireEnum<ApprovalDecision>))]
internal enum ApprovalDecision
{
    Approve,
    ApproveForTurn,
    ApproveForThread,
    ApproveAlways,
    Deny,
    Abort,
}
