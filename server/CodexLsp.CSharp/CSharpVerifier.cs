using System.Collections.Immutable;
using CodexLsp.CSharp.Loading;
using CodexLsp.CSharp.Repair;
using CodexLsp.CSharp.Verification;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.FileGraph;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using VerifiedRepair = CodexLsp.Engine.Verification.Repair;

namespace CodexLsp.CSharp;

/// <summary>The C# side of verification: finds the solution, judges, and says honestly what could not be checked.</summary>
/// <param name="workspace">Gives the solutions.</param>
/// <param name="options">Limits of a judgement, asked anew each time; the solution's name is filled in.</param>
public sealed class CSharpVerifier(CSharpWorkspace workspace, Func<JudgeOptions> options) : IVerifier
{
    /// <inheritdoc/>
    public bool Handles(AbsolutePath path) => path.Extension == ".cs" || SolutionFork.IsBuildFile(path);

    /// <inheritdoc/>
    public async Task<Verdict> VerifyAsync(Snapshot snapshot, ChangeSet changes, CancellationToken cancellationToken)
    {
        var (bench, reason) = await BenchAsync(snapshot, changes, cancellationToken);
        if (bench is null)
        {
            return Verdict.Unverified(reason);
        }

        var verdict = await bench.JudgeAsync(changes, cancellationToken);
        return await WithFixesAsync(bench, changes, verdict, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<VerifiedRepair?> RepairAsync(
        Snapshot snapshot, ChangeSet changes, Verdict verdict, CancellationToken cancellationToken)
    {
        if (verdict.Status != VerificationStatus.Broken)
        {
            return null;
        }

        var (bench, _) = await BenchAsync(snapshot, changes, cancellationToken);
        if (bench is null)
        {
            return null;
        }

        var repair = await new UsingRepair(bench.Baseline, bench.JudgeAsync).RunAsync(bench.Comparable(changes), verdict, cancellationToken);
        return repair is null
            ? null
            : repair with { Verdict = await WithFixesAsync(bench, repair.Changes, repair.Verdict, cancellationToken) };
    }

    /// <inheritdoc/>
    public async Task<Verdict?> VerifyWorkspaceAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        var verdicts = new List<Verdict>();
        foreach (var folder in snapshot.Folders)
        {
            Verdict? verdict = await workspace.FindAsync(snapshot, folder, cancellationToken) switch
            {
                SolutionOfFile.Ready ready => await JudgeAsItIsAsync(ready.Loaded, snapshot, cancellationToken),
                SolutionOfFile.Unavailable unavailable => Verdict.Unverified(unavailable.Reason),
                _ when new WorkspaceFiles().List(Overlay.Over(snapshot), folder, "*.cs", 1, cancellationToken) is [_] => Verdict.Unverified("no solution"),
                _ => null,
            };
            verdicts.AddRange(verdict is null ? [] : [verdict]);
        }

        return verdicts.Count == 0 ? null : verdicts.Aggregate(Both);
    }

    private async Task<Verdict> JudgeAsItIsAsync(LoadedSolution loaded, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var solution = await workspace.WithOpenBuffersAsync(loaded, snapshot, cancellationToken);
        var verdict = await CSharpJudge.JudgeAsItIsAsync(solution, options() with { Solution = loaded.Path.Value }, cancellationToken);
        return UnloadedScope.Limit(verdict, loaded, [.. loaded.Projects.Where(p => !p.IsLoaded)]);
    }

    /// <summary>What a change is judged on, or why it cannot be.</summary>
    private async Task<(Bench? Bench, string Reason)> BenchAsync(Snapshot snapshot, ChangeSet changes, CancellationToken cancellationToken)
    {
        var paths = changes.Files.Select(f => Handles(f.Path) ? f.Path : f.FinalPath).Where(Handles).ToList();
        if (paths.Count == 0)
        {
            var kinds = changes.Files.Select(f => f.FinalPath.Extension is "" ? f.FinalPath.Name : f.FinalPath.Extension).Distinct().Order();
            return (null, changes.IsEmpty ? "nothing changes" : $"no checker for {string.Join(", ", kinds)}");
        }

        var homes = new List<SolutionOfFile>();
        foreach (var path in paths)
        {
            var home = await workspace.FindAsync(snapshot, path, cancellationToken);
            if (home is SolutionOfFile.Unavailable unavailable)
            {
                return (null, unavailable.Reason);
            }

            homes.Add(home);
        }

        var solutions = homes.OfType<SolutionOfFile.Ready>().Select(r => r.Loaded).DistinctBy(l => l.Path).ToList();
        return solutions switch
        {
            [] => (Bench.Loose((SolutionOfFile.Loose)homes[0], changes, options()), ""),
            [var loaded] => (await SolutionBenchAsync(loaded, snapshot, cancellationToken), ""),
            _ => (null, $"the change is in several solutions: {string.Join(", ", solutions.Select(s => s.Path.Name).Order())}"),
        };
    }

    private async Task<Bench> SolutionBenchAsync(LoadedSolution loaded, Snapshot snapshot, CancellationToken cancellationToken) => new(
        await workspace.WithOpenBuffersAsync(loaded, snapshot, cancellationToken), loaded, options() with { Solution = loaded.Path.Value });

    private static async Task<Verdict> WithFixesAsync(Bench bench, ChangeSet changes, Verdict verdict, CancellationToken cancellationToken)
    {
        if (!verdict.Errors.Any(e => MissingUsings.Codes.Contains(e.Code)))
        {
            return verdict;
        }

        var fork = await SolutionFork.CreateAsync(bench.Baseline, bench.Comparable(changes), cancellationToken);
        var fixes = (await UsingRepair.MissingAsync(fork.After, changes, verdict.Errors, cancellationToken))
            .Where(f => f.Missing.Candidates.Length == 1)
            .ToDictionary(f => f.Finding, f => MissingUsing.TitleOf(f.Missing.Candidates[0].Namespace));
        return verdict with { Introduced = [.. verdict.Introduced.Select(f => f with { Fix = fixes.GetValueOrDefault(f) })] };
    }

    private static Verdict Both(Verdict one, Verdict other) => one with
    {
        Status = one.Status == VerificationStatus.Broken || other.Status == VerificationStatus.Verified ? one.Status : other.Status,
        Reason = one.Reason ?? other.Reason,
        Introduced = [.. one.Introduced, .. other.Introduced],
        Notes = [.. one.Notes.Union(other.Notes)],
        Scope = new(
            one.Scope.Solution ?? other.Scope.Solution,
            [.. one.Scope.Projects, .. other.Scope.Projects],
            one.Scope.Documents + other.Scope.Documents,
            one.Scope.Analyzers && other.Scope.Analyzers),
        Duration = one.Duration + other.Duration,
    };

    /// <summary>A solution to judge on, and what is missing from it; without <paramref name="Loaded"/> an implicit project of loose files.</summary>
    private sealed record Bench(Solution Baseline, LoadedSolution? Loaded, JudgeOptions Options)
    {
        public static Bench Loose(SolutionOfFile.Loose home, ChangeSet changes, JudgeOptions options)
        {
            var files = changes.Files.Select(f => f.Path).Where(p => p.Extension == ".cs").ToImmutableArray();
            return new Bench(LooseFileProject.Create(files, home.References), null, options);
        }

        /// <summary>The change as the judge takes it: a loose project has every file from the start, so that a new one was empty.</summary>
        public ChangeSet Comparable(ChangeSet changes) => Loaded is not null
            ? changes
            : new([.. changes.Files.Select(f => f.Kind == FileChangeKind.Create
                ? f with { Kind = FileChangeKind.Modify, Before = SourceText.From("") }
                : f)]);

        public async Task<Verdict> JudgeAsync(ChangeSet changes, CancellationToken cancellationToken)
        {
            var verdict = await CSharpJudge.JudgeAsync(Baseline, Comparable(changes), Options, cancellationToken);
            return Loaded is not null ? UnloadedScope.Limit(verdict, Loaded, UnloadedScope.Of(verdict, changes, Loaded))
                : verdict.Status == VerificationStatus.Verified ? verdict with { Status = VerificationStatus.Unverified, Reason = "no solution" }
                : verdict;
        }
    }
}
