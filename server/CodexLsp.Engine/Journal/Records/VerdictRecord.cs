using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Verification;

namespace CodexLsp.Engine.Journal.Records;

/// <summary>A <see cref="Verdict"/>.</summary>
internal sealed record VerdictRecord(
    VerificationStatus Status,
    string? Reason,
    FindingRecord[] Introduced,
    FindingRecord[] Resolved,
    string[] Notes,
    string? Solution,
    string[] Projects,
    int Documents,
    bool Analyzers,
    string[] Repaired,
    TimeSpan Duration)
{
    public static VerdictRecord From(Verdict v) => new(
        v.Status,
        v.Reason,
        [.. v.Introduced.Select(FindingRecord.From)],
        [.. v.Resolved.Select(FindingRecord.From)],
        [.. v.Notes],
        v.Scope.Solution,
        [.. v.Scope.Projects],
        v.Scope.Documents,
        v.Scope.Analyzers,
        [.. v.Repaired],
        v.Duration);

    public Verdict ToVerdict() => new()
    {
        Status = Status,
        Reason = Reason,
        Introduced = Introduced.Each(f => f.ToFinding()),
        Resolved = Resolved.Each(f => f.ToFinding()),
        Notes = Notes.Each(n => n),
        Scope = new VerificationScope(Solution, Projects.Each(p => p), Documents, Analyzers),
        Repaired = Repaired.Each(r => r),
        Duration = Duration,
    };
}

/// <summary>A <see cref="Finding"/>.</summary>
internal sealed record FindingRecord(
    AbsolutePath Path, RangeRecord Range, FindingSeverity Severity, string Code, string Message, string? Project, string? Fix)
{
    public static FindingRecord From(Finding f) => new(
        f.Path, RangeRecord.From(f.Range), f.Severity, f.Code, f.Message, f.Project, f.Fix);

    public Finding ToFinding() => new(Path, Range.ToRange(), Severity, Code, Message, Project, Fix);
}
