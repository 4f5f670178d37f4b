using System.Text.Json.Serialization;

namespace CodexLsp.Host.Protocol;

/// <summary>A change that waits for the user, with its verdict.</summary>
internal sealed record Proposal(
    string Id,
    string ThreadId,
    string TurnId,
    string? RevisionOf,
    ProposalStatus Status,
    string Title,
    string? Message,
    Error? Error,
    IReadOnlyList<FileChange> Files,
    Verification Verification,
    int Rounds,
    Usage Usage,
    ProposalContext Context);

/// <summary>Where a proposal stands.</summary>
[JsonConverter(typeof(WireEnum<ProposalStatus>))]
internal enum ProposalStatus
{
    Running,
    Ready,
    Empty,
    Failed,
    Refused,
    Stale,
    Accepted,
    Partly,
    Rejected,
}

/// <summary>What was sent beside the selection.</summary>
internal sealed record ProposalContext(int Tokens, int Items);

/// <summary>What a proposal does to one file. Ranges are in the coordinates of <paramref name="Version"/> (absent: the file on disk).</summary>
internal sealed record FileChange(string Uri, FileChangeKind Kind, string? NewUri, int? Version, IReadOnlyList<Hunk> Hunks);

/// <summary>What happens to a file.</summary>
[JsonConverter(typeof(WireEnum<FileChangeKind>))]
internal enum FileChangeKind
{
    Modify,
    Create,
    Delete,
    Rename,
}

/// <summary>A part of a change that can be accepted alone.</summary>
internal sealed record Hunk(string Id, Range Range, string OldText, string NewText, HunkMatch Match, HunkStatus Status);

/// <summary>How the place was found.</summary>
[JsonConverter(typeof(WireEnum<HunkMatch>))]
internal enum HunkMatch
{
    Exact,
    Whitespace,
    Unicode,
    Indent,
    Similar,
}

/// <summary>What became of a hunk.</summary>
[JsonConverter(typeof(WireEnum<HunkStatus>))]
internal enum HunkStatus
{
    Pending,
    Accepted,
    Rejected,
    Conflict,
}

/// <summary>The compiler's word on a change.</summary>
internal sealed record Verification(
    VerificationStatus Status,
    string? Reason,
    IReadOnlyList<Finding> Introduced,
    IReadOnlyList<Finding> Resolved,
    IReadOnlyList<string> Notes,
    VerificationScope Scope,
    IReadOnlyList<string> Repaired,
    long DurationMs);

/// <summary>What came of the check.</summary>
[JsonConverter(typeof(WireEnum<VerificationStatus>))]
internal enum VerificationStatus
{
    Verified,
    Broken,
    Unverified,
}

/// <summary>What was looked at.</summary>
internal sealed record VerificationScope(string? Solution, IReadOnlyList<string> Projects, int Documents, bool Analyzers);

/// <summary>One thing a compiler said.</summary>
internal sealed record Finding(string Uri, Range Range, FindingSeverity Severity, string Code, string Message, string? Project, string? Fix);

/// <summary>How bad it is.</summary>
[JsonConverter(typeof(WireEnum<FindingSeverity>))]
internal enum FindingSeverity
{
    Error,
    Warning,
    Info,
}

/// <summary>What requests to a model cost.</summary>
internal sealed record Usage(
    long InputTokens,
    long CachedInputTokens,
    long OutputTokens,
    long ReasoningTokens,
    int Requests,
    decimal? CostUsd,
    long DurationMs,
    bool Estimated);

/// <summary>What happened, why, and what to do next.</summary>
internal sealed record Error(string Code, string Message, string? Next, bool Retryable);

/// <summary>A hunk the file moved under.</summary>
internal sealed record Conflict(string Uri, string HunkId, string Base, string Ours, string Theirs);
