using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Verification.Packages;

namespace CodexLsp.Engine.Verification;

/// <summary>Chooses who judges a change, and lets them mend what has one right answer. A change of several languages has several judges.</summary>
public static class Verifiers
{
    // Prose breaks nothing that a compiler would see.
    private static readonly ImmutableArray<string> Prose = ["", ".md", ".txt", ".rst", ".adoc"];

    /// <summary>The verdict on a change as it is.</summary>
    public static async Task<Verdict> VerifyAsync(
        this ImmutableArray<IVerifier> verifiers, Snapshot snapshot, ChangeSet changes, CancellationToken cancellationToken) =>
        WithPackages(
            Join(await Task.WhenAll(Of(verifiers, changes).Select(v => v.VerifyAsync(snapshot, changes, cancellationToken))), NobodyChecks(verifiers, changes)),
            snapshot, changes);

    /// <summary>The verdict on the workspace as it is, of the first that has something to compile in it.</summary>
    public static async Task<Verdict> VerifyWorkspaceAsync(this ImmutableArray<IVerifier> verifiers, Snapshot snapshot, CancellationToken cancellationToken)
    {
        foreach (var verifier in verifiers)
        {
            if (await verifier.VerifyWorkspaceAsync(snapshot, cancellationToken) is { } verdict)
            {
                return verdict;
            }
        }

        return Verdict.Unverified(snapshot.Folders.IsEmpty ? "no folder is open" : "no solution");
    }

    /// <summary>The change, mended where exactly one answer was right, with its verdict.</summary>
    public static async Task<(ChangeSet Changes, Verdict Verdict)> JudgeAsync(
        this ImmutableArray<IVerifier> verifiers, Snapshot snapshot, ChangeSet changes, CancellationToken cancellationToken)
    {
        var judges = Of(verifiers, changes);
        var verdicts = await Task.WhenAll(judges.Select(v => v.VerifyAsync(snapshot, changes, cancellationToken)));
        for (var i = 0; i < judges.Length; i++)
        {
            if (verdicts[i].Status == VerificationStatus.Broken
                && await judges[i].RepairAsync(snapshot, changes, verdicts[i], cancellationToken) is { } repair)
            {
                changes = repair.Changes;
                verdicts[i] = repair.Verdict;
            }
        }

        return (changes, WithPackages(Join(verdicts, NobodyChecks(verifiers, changes)), snapshot, changes));
    }

    /// <summary>No compiler says whether a package is the one that is meant.</summary>
    private static Verdict WithPackages(Verdict verdict, Snapshot snapshot, ChangeSet changes) =>
        NewPackages.Notes(snapshot, changes, Environment.GetEnvironmentVariable) is { IsEmpty: false } notes ? verdict with { Notes = verdict.Notes.AddRange(notes) } : verdict;

    private static ImmutableArray<IVerifier> Of(ImmutableArray<IVerifier> verifiers, ChangeSet changes) =>
        [.. verifiers.Where(v => changes.Files.Any(f => JudgeOf(verifiers, f) == v))];

    /// <summary>Each file has one judge: the first that knows its kind.</summary>
    private static IVerifier? JudgeOf(ImmutableArray<IVerifier> verifiers, FileChange file) =>
        verifiers.FirstOrDefault(v => v.Handles(file.FinalPath) || v.Handles(file.Path));

    private static string? NobodyChecks(ImmutableArray<IVerifier> verifiers, ChangeSet changes)
    {
        var kinds = changes.Files.Where(f => JudgeOf(verifiers, f) is null).Select(f => f.FinalPath.Extension).ToImmutableArray();
        var judged = kinds.Length < changes.Files.Length;
        var named = kinds.Where(k => k.Length > 0 && !(judged && Prose.Contains(k))).Distinct(StringComparer.Ordinal).ToImmutableArray();
        return kinds.IsEmpty || (judged && named.IsEmpty) ? null
            : $"nothing here can check {(named.IsEmpty ? "this kind of file" : string.Join(", ", named))}";
    }

    /// <summary>Broken where one is broken, verified where all are.</summary>
    private static Verdict Join(IReadOnlyList<Verdict> verdicts, string? unjudged)
    {
        if (verdicts.Count == 0)
        {
            return Verdict.Unverified(unjudged ?? "nothing changes");
        }

        if (verdicts is [var only] && unjudged is null)
        {
            return only;
        }

        var reasons = verdicts.Select(v => v.Reason).Append(unjudged).OfType<string>().Distinct(StringComparer.Ordinal).ToImmutableArray();
        var status = verdicts.Any(v => v.Status == VerificationStatus.Broken) ? VerificationStatus.Broken
            : unjudged is not null || verdicts.Any(v => v.Status == VerificationStatus.Unverified) ? VerificationStatus.Unverified
            : VerificationStatus.Verified;
        return new Verdict
        {
            Status = status,
            Reason = status == VerificationStatus.Unverified ? string.Join("; ", reasons) : null,
            Introduced = [.. verdicts.SelectMany(v => v.Introduced)],
            Resolved = [.. verdicts.SelectMany(v => v.Resolved)],
            Notes = [.. verdicts.SelectMany(v => v.Notes).Concat(status == VerificationStatus.Broken ? reasons : []).Distinct(StringComparer.Ordinal)],
            Scope = new VerificationScope(
                verdicts.Select(v => v.Scope.Solution).FirstOrDefault(s => s is not null),
                [.. verdicts.SelectMany(v => v.Scope.Projects)],
                verdicts.Sum(v => v.Scope.Documents),
                verdicts.Any(v => v.Scope.Analyzers)),
            Repaired = [.. verdicts.SelectMany(v => v.Repaired)],
            Duration = verdicts.Max(v => v.Duration),
        };
    }
}
