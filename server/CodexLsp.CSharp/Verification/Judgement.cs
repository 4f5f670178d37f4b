using System.Collections.Concurrent;
using System.Collections.Immutable;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis;

namespace CodexLsp.CSharp.Verification;

/// <summary>One judgement of one change: which documents it can reach, what is said of them before and after, the difference.</summary>
internal sealed class Judgement(SolutionFork fork, JudgeOptions options, CancellationToken cancellationToken)
{
    // What the compiler only says once every body of the project is bound.
    private static readonly ImmutableHashSet<string> OnlyKnownAtTheEnd = ["CS0067", "CS0169", "CS0414", "CS0649", "CS0017", "CS5001", "CS8892"];

    private readonly ConcurrentDictionary<ProjectId, Task<ProjectPair>> _pairs = new();
    private readonly FindingList _introduced = new();
    private readonly FindingList _resolved = new();
    private readonly ILookup<string, ChangedFile> _filesByOldPath = fork.Files.Where(f => f.Old is not null).ToLookup(f => f.Old!.Value.Value);

    /// <summary>Judges by the documents the change can reach, or by everything in the projects it can reach.</summary>
    public async Task<Verdict> RunAsync(bool everything)
    {
        var changed = await ChangedAsync();
        var work = everything ? await EverythingAsync() : await ReachedAsync(changed);
        await Parallel.ForEachAsync(work, cancellationToken, async (item, _) => await CompareAsync(item));
        var (notes, analyzed) = await AnalyzeAsync(changed);
        var introduced = _introduced.ToImmutable();
        return new Verdict
        {
            Status = CSharpJudge.Status(introduced),
            Introduced = introduced,
            Resolved = _resolved.ToImmutable(),
            Notes = notes,
            Scope = new(options.Solution, CSharpJudge.Names(work.Select(w => w.Pair.Project)), work.Sum(w => w.Documents), analyzed),
        };
    }

    private Task<ProjectPair> PairAsync(ProjectId id) =>
        _pairs.GetOrAdd(id, i => ProjectPair.CreateAsync(fork, i, cancellationToken));

    private async Task<ImmutableArray<Changed>> ChangedAsync()
    {
        var pairs = await Task.WhenAll(fork.Projects.Select(PairAsync));
        return [.. pairs.Select(p => new Changed(p, [.. p.Changed(fork.Files)]))];
    }

    private async Task<List<Work>> ReachedAsync(ImmutableArray<Changed> changed)
    {
        var trees = changed.SelectMany(c => c.Trees).ToList();
        var differing = Reach.Difference(
            trees.SelectMany(t => DocumentIndex.Of(t.Old, cancellationToken).Declarations),
            trees.SelectMany(t => DocumentIndex.Of(t.New, cancellationToken).Declarations));
        var declarations = differing.Where(d => d.Kind != DeclarationKind.Namespace || !IsEverywhere(d.Name, changed)).ToList();

        // Other projects need not even be looked at while only bodies change.
        var baselines = await Task.WhenAll((declarations.Count == 0 ? fork.Projects : Affected()).Select(async id =>
            (Id: id, Compilation: await fork.Before.GetProject(id)!.RequireCompilationAsync(cancellationToken))));
        var reach = Reach.Of(declarations, () =>
            [.. baselines.SelectMany(b => b.Compilation.SyntaxTrees).Concat(trees.Select(t => t.New).OfType<SyntaxTree>())
                .Distinct().Select(t => DocumentIndex.Of(t, cancellationToken))]);

        var work = new List<Work>();
        foreach (var (id, compilation) in baselines)
        {
            var own = changed.FirstOrDefault(c => c.Pair.Project.Id == id);
            if (own is null && !reach.LeavesProject)
            {
                continue;
            }

            var changedTrees = own?.Trees.Select(t => t.Old).OfType<SyntaxTree>().ToHashSet() ?? [];
            var others = reach.IsLocal
                ? []
                : compilation.SyntaxTrees.Where(t => !changedTrees.Contains(t) && reach.Touches(DocumentIndex.Of(t, cancellationToken))).ToList();
            if (own is null && others.Count == 0)
            {
                continue;
            }

            var pair = await PairAsync(id);
            work.AddRange(own?.Trees.Select(t => new Work(pair, t.Old, t.New, 1)) ?? []);
            work.AddRange(others.Select(t => new Work(pair, t, pair.Counterpart(t), 1)));
            if (own is not null && NeedsTheEnd(own))
            {
                work.Add(new Work(pair, null, null, 0) { Only = OnlyKnownAtTheEnd });
            }
        }

        return work;
    }

    private async Task<List<Work>> EverythingAsync()
    {
        var pairs = await Task.WhenAll(Affected().Select(PairAsync));
        return [.. pairs.Select(p => new Work(p, null, null, p.After.SyntaxTrees.Count()))];
    }

    /// <summary>The changed projects and all that depend on them, however far.</summary>
    private ImmutableHashSet<ProjectId> Affected()
    {
        var graph = fork.After.GetProjectDependencyGraph();
        return fork.Projects.Union(fork.Projects.SelectMany(graph.GetProjectsThatTransitivelyDependOnThisProject));
    }

    private bool NeedsTheEnd(Changed own) =>
        own.Trees.Any(t => FieldUse.Differs(t.Old, t.New, cancellationToken)) || EntryPoint(own.Pair.Before) != EntryPoint(own.Pair.After);

    /// <summary>Whether a program has its one entry point; what is no program needs none.</summary>
    private bool EntryPoint(Compilation compilation) =>
        compilation.Options.OutputKind is not (OutputKind.ConsoleApplication or OutputKind.WindowsApplication)
        || compilation.GetEntryPoint(cancellationToken) is not null;

    /// <summary>Whether a namespace is there before and after, whoever else declares it: then it neither came nor went.</summary>
    private static bool IsEverywhere(string name, ImmutableArray<Changed> changed) =>
        changed.All(c => HasNamespace(c.Pair.Before, name) && HasNamespace(c.Pair.After, name));

    private static bool HasNamespace(Compilation compilation, string name)
    {
        INamespaceSymbol? at = compilation.GlobalNamespace;
        foreach (var part in name.Split('.'))
        {
            at = at?.GetNamespaceMembers().FirstOrDefault(n => n.Name == part);
        }

        return at is not null;
    }

    private Task CompareAsync(Work item)
    {
        var before = item.IsWhole ? CompilerDiagnostics.Of(item.Pair.Before, cancellationToken) : Of(item.Pair.Before, item.Old);
        var after = item.IsWhole ? CompilerDiagnostics.Of(item.Pair.After, cancellationToken) : Of(item.Pair.After, item.New);
        if (item.Only is { } only)
        {
            before = before.RemoveAll(d => !only.Contains(d.Id));
            after = after.RemoveAll(d => !only.Contains(d.Id));
        }

        Report(item.Pair.Project, before, after);
        return Task.CompletedTask;
    }

    private ImmutableArray<Diagnostic> Of(Compilation compilation, SyntaxTree? tree) =>
        tree is null ? [] : CompilerDiagnostics.Of(compilation, tree, cancellationToken);

    /// <summary>Compares file by file, a renamed file with what it was.</summary>
    private void Report(Project project, ImmutableArray<Diagnostic> before, ImmutableArray<Diagnostic> after)
    {
        var now = after.GroupBy(PathOf).ToDictionary(g => g.Key, g => g.ToImmutableArray());
        foreach (var old in before.GroupBy(PathOf))
        {
            var file = _filesByOldPath[old.Key].FirstOrDefault();
            ImmutableArray<Diagnostic> same = default;
            if (file is not { New: null })
            {
                now.Remove(file?.New?.Value ?? old.Key, out same);
            }

            var delta = DiagnosticDelta.Between([.. old], same.IsDefault ? [] : same, file?.Anchors ?? TextAnchors.Unchanged);
            _introduced.Add(project, delta.Introduced);
            _resolved.Add(project, delta.Resolved);
        }

        _introduced.Add(project, now.Values.SelectMany(d => d));
    }

    private static string PathOf(Diagnostic diagnostic) => diagnostic.Location.SourceTree?.FilePath ?? "";

    private async Task<(ImmutableArray<string> Notes, bool Ran)> AnalyzeAsync(ImmutableArray<Changed> changed)
    {
        if (!options.Analyzers)
        {
            return (["analyzers not run"], false);
        }

        using var timeout = new CancellationTokenSource(options.AnalyzerTimeout, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var runs = changed.Select(c => (c.Pair, Run: Task.Run(() => AnalyzeAsync(c, either.Token), CancellationToken.None))).ToList();
        try
        {
            // An analyzer need not heed the cancellation, so the wait does.
            var ended = await Task.WhenAll(runs.Select(r => r.Run)).WaitAsync(either.Token);
            foreach (var (pair, before, after) in ended.SelectMany(e => e.Found))
            {
                Report(pair.Project, before, after);
            }

            return ([.. ended.SelectMany(e => e.Notes).Distinct()], ended.All(e => e.IsComplete));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            foreach (var (pair, run) in runs)
            {
                BuildBreakingAnalyzers.GiveUp(pair.Project, run);
            }

            return ([$"analyzers not run: they took longer than {options.AnalyzerTimeout.TotalSeconds:0} s"], false);
        }
    }

    private async Task<Analyzed> AnalyzeAsync(Changed changed, CancellationToken cancel)
    {
        var pair = changed.Pair;
        var trees = changed.Trees.Select(t => t.New).OfType<SyntaxTree>().ToList();
        var after = await BuildBreakingAnalyzers.RunAsync(pair.Project, pair.After, trees, cancel);
        if (after.Errors.IsEmpty)
        {
            return new([], after.Notes, after.IsComplete);
        }

        var old = changed.Trees.Select(t => t.Old).OfType<SyntaxTree>().ToList();
        var before = await BuildBreakingAnalyzers.RunAsync(fork.Before.GetProject(pair.Project.Id)!, pair.Before, old, cancel);
        return new([(pair, before.Errors, after.Errors)], after.Notes, after.IsComplete);
    }

    /// <summary>What analyzers said of a project with changed documents.</summary>
    private sealed record Analyzed(
        ImmutableArray<(ProjectPair Pair, ImmutableArray<Diagnostic> Before, ImmutableArray<Diagnostic> After)> Found,
        ImmutableArray<string> Notes,
        bool IsComplete);

    /// <summary>A project with changed documents.</summary>
    private sealed record Changed(ProjectPair Pair, ImmutableArray<(SyntaxTree? Old, SyntaxTree? New)> Trees);

    /// <summary>A document to compare, or, with neither side, the whole project.</summary>
    private sealed record Work(ProjectPair Pair, SyntaxTree? Old, SyntaxTree? New, int Documents)
    {
        /// <summary>Whether the whole project is compared.</summary>
        public bool IsWhole => Old is null && New is null;

        /// <summary>The codes that count; null for all.</summary>
        public ImmutableHashSet<string>? Only { get; init; }
    }
}
