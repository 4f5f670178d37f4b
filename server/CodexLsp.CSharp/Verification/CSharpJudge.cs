using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis;

namespace CodexLsp.CSharp.Verification;

/// <summary>
/// Compiles a change on a fork of an immutable solution and tells what is new. Pure: nothing is written, nothing is remembered
/// but diagnostics of compilations that are still alive.
/// </summary>
public static class CSharpJudge
{
    /// <summary>
    /// Judges a change by compiling the smallest set of documents that it can reach: the changed ones, and, when declarations
    /// change, those that name or otherwise bind to what changed, in every project that sees it.
    /// </summary>
    /// <param name="baseline">The solution as the user sees it, open buffers applied (<see cref="OpenBuffers"/>).</param>
    /// <param name="changes">The change; its texts before are taken for the baseline's.</param>
    /// <param name="options">What limits the judgement.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static Task<Verdict> JudgeAsync(
        Solution baseline, ChangeSet changes, JudgeOptions options, CancellationToken cancellationToken) =>
        WithinTimeAsync(options, token => JudgeAsync(baseline, changes, options, everything: false, token), cancellationToken);

    /// <summary>Judges a change by compiling every document of the changed projects and of all that depend on them.</summary>
    public static Task<Verdict> JudgeEverythingAsync(
        Solution baseline, ChangeSet changes, JudgeOptions options, CancellationToken cancellationToken) =>
        WithinTimeAsync(options, token => JudgeAsync(baseline, changes, options, everything: true, token), cancellationToken);

    /// <summary>Compiles the solution as it is: every error and warning counts as introduced.</summary>
    public static Task<Verdict> JudgeAsItIsAsync(Solution solution, JudgeOptions options, CancellationToken cancellationToken) =>
        WithinTimeAsync(
            options,
            async token =>
            {
                var findings = new FindingList();
                await Parallel.ForEachAsync(solution.Projects, token, async (project, cancel) =>
                {
                    var compilation = await project.RequireCompilationAsync(cancel);
                    findings.Add(project, CompilerDiagnostics.Of(compilation, cancel));
                });
                var introduced = findings.ToImmutable();
                return new Verdict
                {
                    Status = Status(introduced),
                    Introduced = introduced,
                    Notes = ["analyzers not run: the whole workspace was compiled without them"],
                    Scope = new(options.Solution, Names(solution.Projects), solution.Projects.Sum(p => p.DocumentIds.Count), Analyzers: false),
                };
            },
            cancellationToken);

    /// <summary>Broken when there is an error among what is new.</summary>
    internal static VerificationStatus Status(ImmutableArray<Finding> introduced) =>
        introduced.Any(f => f.Severity == FindingSeverity.Error) ? VerificationStatus.Broken : VerificationStatus.Verified;

    /// <summary>The projects' names in order, each once.</summary>
    internal static ImmutableArray<string> Names(IEnumerable<Project> projects) =>
        [.. projects.Select(p => p.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static async Task<Verdict> JudgeAsync(
        Solution baseline, ChangeSet changes, JudgeOptions options, bool everything, CancellationToken cancellationToken)
    {
        var fork = await SolutionFork.CreateAsync(baseline, changes, cancellationToken);
        if (!fork.BuildFiles.IsEmpty)
        {
            return Verdict.Unverified(
                $"{Name(fork.BuildFiles)} says how to build, so the change can only be compiled once it is accepted and the solution is loaded again");
        }

        if (fork.Doubtful is [var (path, why), ..])
        {
            return Verdict.Unverified(
                $"it is not known whether {path.Name} is compiled: {why}. The change can only be compiled once it is accepted and the solution is loaded again");
        }

        if (fork.Files.IsEmpty && fork.Unplaced.IsEmpty && !fork.Others.IsEmpty)
        {
            return Verdict.Unverified($"no checker for {string.Join(", ", fork.Others.Select(o => o.Extension is "" ? o.Name : o.Extension).Distinct().Order())}");
        }

        var verdict = fork.Files.IsEmpty
            ? new Verdict { Status = VerificationStatus.Verified, Scope = VerificationScope.Nothing with { Solution = options.Solution } }
            : await new Judgement(fork, options, cancellationToken).RunAsync(everything);
        if (!fork.Others.IsEmpty)
        {
            var files = fork.Others.Length == 1 ? "1 file" : $"{fork.Others.Length} files";
            verdict = verdict with { Notes = verdict.Notes.Add($"{files} not checked: not C#") };
        }

        return fork.Unplaced.IsEmpty || verdict.Status == VerificationStatus.Broken
            ? verdict
            : verdict with { Status = VerificationStatus.Unverified, Reason = $"{Name(fork.Unplaced)} is in no project that is loaded" };
    }

    private static string Name(ImmutableArray<AbsolutePath> paths) => string.Join(", ", paths.Select(p => p.Name));

    private static async Task<Verdict> WithinTimeAsync(
        JudgeOptions options, Func<CancellationToken, Task<Verdict>> judge, CancellationToken cancellationToken)
    {
        var start = options.Clock.GetTimestamp();
        using var timeout = new CancellationTokenSource(options.Timeout, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        Verdict verdict;
        try
        {
            verdict = await judge(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            verdict = Verdict.Unverified($"timed out: compiling took longer than {options.Timeout.TotalSeconds:0} s (setting verify.timeoutSeconds)");
        }

        return verdict with { Duration = options.Clock.GetElapsedTime(start) };
    }
}
