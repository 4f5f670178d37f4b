using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;

namespace CodexLsp.Engine.Verification;

/// <summary>Chooses who judges a change, and lets them mend what has one right answer.</summary>
public static class Verifiers
{
    /// <summary>The verdict on a change as it is.</summary>
    public static async Task<Verdict> VerifyAsync(
        this ImmutableArray<IVerifier> verifiers, Snapshot snapshot, ChangeSet changes, CancellationToken cancellationToken) =>
        Of(verifiers, changes) is { } verifier ? await verifier.VerifyAsync(snapshot, changes, cancellationToken) : NobodyChecks(changes);

    /// <summary>The change, mended where exactly one answer was right, with its verdict.</summary>
    public static async Task<(ChangeSet Changes, Verdict Verdict)> JudgeAsync(
        this ImmutableArray<IVerifier> verifiers, Snapshot snapshot, ChangeSet changes, CancellationToken cancellationToken)
    {
        if (Of(verifiers, changes) is not { } verifier)
        {
            return (changes, NobodyChecks(changes));
        }

        var verdict = await verifier.VerifyAsync(snapshot, changes, cancellationToken);
        if (verdict.Status == VerificationStatus.Broken
            && await verifier.RepairAsync(snapshot, changes, verdict, cancellationToken) is { } repair)
        {
            return (repair.Changes, repair.Verdict);
        }

        return (changes, verdict);
    }

    private static IVerifier? Of(ImmutableArray<IVerifier> verifiers, ChangeSet changes) =>
        verifiers.FirstOrDefault(v => changes.Files.Any(f => v.Handles(f.FinalPath) || v.Handles(f.Path)));

    private static Verdict NobodyChecks(ChangeSet changes)
    {
        var kinds = string.Join(", ", changes.Files.Select(f => f.FinalPath.Extension).Where(e => e.Length > 0).Distinct(StringComparer.Ordinal));
        return Verdict.Unverified($"nothing here can check {(kinds.Length == 0 ? "this kind of file" : kinds)}");
    }
}
