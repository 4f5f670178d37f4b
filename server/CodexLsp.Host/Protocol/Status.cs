using System.Text.Json.Serialization;

namespace CodexLsp.Host.Protocol;

/// <summary>Params of <c>codex/workspace/status</c>.</summary>
internal sealed record WorkspaceStatusParams(WorkspacePhase Phase, string? Solution, int Projects, int Loaded, string? Message);

/// <summary>Where loading stands.</summary>
[JsonConverter(typeof(WireEnum<WorkspacePhase>))]
internal enum WorkspacePhase
{
    Idle,
    Loading,
    Ready,
    Degraded,
}

/// <summary>Params of <c>codex/workspace/trust</c>.</summary>
internal sealed record WorkspaceTrustParams(bool Trusted);

/// <summary>One prerequisite.</summary>
internal sealed record Check(string Name, bool Ok, string Detail, string? Next);

/// <summary>What <c>doctor</c> prints.</summary>
internal sealed record DoctorResult(IReadOnlyList<Check> Checks);

/// <summary>One configuration value and where it is from.</summary>
internal sealed record ConfigEntry(string Key, string Value, string Source);

/// <summary>What <c>config</c> prints.</summary>
internal sealed record ConfigResult(IReadOnlyList<ConfigEntry> Entries);

/// <summary>What <c>apply-patch</c> prints.</summary>
internal sealed record ApplyPatchResult(bool Applied, IReadOnlyList<string> Files, string? ProposalId, Error? Error);

/// <summary>What the CLI prints when a command failed.</summary>
internal sealed record ErrorResult(Error Error);
