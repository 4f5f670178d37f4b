using System.Collections.Immutable;
using CodexLsp.CSharp.Verification;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using VerifiedRepair = CodexLsp.Engine.Verification.Repair;

namespace CodexLsp.CSharp.Repair;

/// <summary>Adds the missing usings that have exactly one answer, as long as each makes the change better.</summary>
internal sealed class UsingRepair(Solution baseline, Func<ChangeSet, CancellationToken, Task<Verdict>> judge)
{
    /// <summary>The change with usings added, judged; null when none helps.</summary>
    public async Task<VerifiedRepair?> RunAsync(ChangeSet changes, Verdict verdict, CancellationToken cancellationToken)
    {
        var repair = new VerifiedRepair(changes, verdict);
        var refused = new HashSet<(AbsolutePath, string)>();
        while (await NextAsync(repair, refused, cancellationToken) is { } missing)
        {
            var mended = Apply(repair.Changes, missing.Path, missing.Change);
            var after = await judge(mended, cancellationToken);
            if (IsBetter(after, repair.Verdict))
            {
                repair = new VerifiedRepair(mended, after with { Repaired = repair.Verdict.Repaired.Add($"added using {missing.Namespace}") });
            }
            else
            {
                refused.Add((missing.Path, missing.Namespace));
            }
        }

        return repair.Verdict.Repaired.Length > verdict.Repaired.Length ? repair : null;
    }

    /// <summary>The fixes that are ready for the errors of a change, each with its finding.</summary>
    public static async Task<ImmutableArray<(Finding Finding, MissingUsing Missing)>> MissingAsync(
        Solution after, ChangeSet changes, IEnumerable<Finding> findings, CancellationToken cancellationToken)
    {
        var all = ImmutableArray.CreateBuilder<(Finding, MissingUsing)>();
        foreach (var file in findings.Where(f => MissingUsings.Codes.Contains(f.Code)).GroupBy(f => f.Path))
        {
            if (changes.Find(file.Key)?.After is not { } text || DocumentsAt(after, file.Key).FirstOrDefault() is not { } document)
            {
                continue;
            }

            foreach (var finding in file)
            {
                var span = text.Lines.GetTextSpan(finding.Range);
                var missing = await MissingUsings.FindAsync(document, [(finding.Code, span)], cancellationToken);
                all.AddRange(missing.Select(m => (finding, m)));
            }
        }

        return all.ToImmutable();
    }

    private async Task<(AbsolutePath Path, string Namespace, TextChange Change)?> NextAsync(
        VerifiedRepair repair, HashSet<(AbsolutePath, string)> refused, CancellationToken cancellationToken)
    {
        var fork = await SolutionFork.CreateAsync(baseline, repair.Changes, cancellationToken);
        var missing = await MissingAsync(fork.After, repair.Changes, repair.Verdict.Errors, cancellationToken);
        foreach (var (finding, found) in missing)
        {
            if (found.Candidates is [var only] && !refused.Contains((finding.Path, only.Namespace)))
            {
                return (finding.Path, only.Namespace, only.Change);
            }
        }

        return null;
    }

    /// <summary>Whether there are fewer errors and none that was not there.</summary>
    private static bool IsBetter(Verdict after, Verdict before)
    {
        var old = before.Errors.Select(e => (e.Path, e.Code, e.Message)).ToHashSet();
        return after.Status != VerificationStatus.Unverified
            && after.Errors.Count() < before.Errors.Count()
            && after.Errors.All(e => old.Contains((e.Path, e.Code, e.Message)));
    }

    private static IEnumerable<Document> DocumentsAt(Solution solution, AbsolutePath path) =>
        solution.GetDocumentIdsWithFilePath(path.Value).Select(solution.GetDocument).OfType<Document>();

    /// <summary>Adds a change of a file's text after to the change of the file: a hunk of its own, or part of the one it lies in.</summary>
    private static ChangeSet Apply(ChangeSet changes, AbsolutePath path, TextChange insertion)
    {
        var file = changes.Find(path)!;
        var after = file.After!.WithChanges(insertion);
        var hunks = file.Hunks;
        var shift = 0;
        for (var i = 0; i < hunks.Length; i++)
        {
            var hunk = hunks[i];
            var start = hunk.Span.Start + shift;
            if (insertion.Span.Start < start)
            {
                return With(hunks.Insert(i, Own(shift)));
            }

            if (insertion.Span.Start <= start + hunk.NewText.Length)
            {
                var text = hunk.NewText.Insert(insertion.Span.Start - start, insertion.NewText!);
                return With(hunks.SetItem(i, hunk with { NewText = text }));
            }

            shift += hunk.NewText.Length - hunk.Span.Length;
        }

        return With(hunks.Add(Own(shift)));

        Hunk Own(int shift) => new(
            Guid.CreateVersion7().ToString(), new TextSpan(insertion.Span.Start - shift, 0), "", insertion.NewText!, MatchLevel.Exact);

        ChangeSet With(ImmutableArray<Hunk> mended) =>
            new(changes.Files.Replace(file, file with { After = after, Hunks = mended }));
    }
}
