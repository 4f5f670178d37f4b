using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Verification;

/// <summary>A solution before and after a change. Nothing is written: both share everything the change does not touch.</summary>
/// <param name="Before">With the texts the change was made for.</param>
/// <param name="After">With the change.</param>
/// <param name="Files">The C# files that change and are compiled.</param>
/// <param name="Unplaced">C# files that change and belong to no loaded project.</param>
/// <param name="BuildFiles">Files that change and say how to build: only a reload can tell what they do.</param>
/// <param name="Others">How many files change that are not C#.</param>
internal sealed record SolutionFork(
    Solution Before,
    Solution After,
    ImmutableArray<ChangedFile> Files,
    ImmutableArray<AbsolutePath> Unplaced,
    ImmutableArray<AbsolutePath> BuildFiles,
    ImmutableArray<AbsolutePath> Others)
{
    private static readonly ImmutableHashSet<string> BuildExtensions =
        [".csproj", ".props", ".targets", ".sln", ".slnx", ".editorconfig", ".globalconfig", ".ruleset", ".shproj", ".projitems"];

    private static readonly ImmutableHashSet<string> BuildNames =
        ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "global.json", "nuget.config", "packages.lock.json", "Directory.Build.rsp");

    /// <summary>New files of which only a reload can tell whether they are compiled, each with the reason.</summary>
    public ImmutableArray<(AbsolutePath Path, string Why)> Doubtful { get; init; } = [];

    /// <summary>The projects whose documents change, in either solution.</summary>
    public ImmutableHashSet<ProjectId> Projects => [.. Files.SelectMany(f => f.Projects)];

    /// <summary>Whether a file says how to build.</summary>
    public static bool IsBuildFile(AbsolutePath path) => BuildExtensions.Contains(path.Extension) || BuildNames.Contains(path.Name);

    /// <summary>Applies <paramref name="changes"/> to <paramref name="solution"/>.</summary>
    public static async Task<SolutionFork> CreateAsync(Solution solution, ChangeSet changes, CancellationToken cancellationToken)
    {
        var before = solution;
        foreach (var change in changes.Files)
        {
            if (change.Before is { } text)
            {
                before = await WithTextAsync(before, change.Path, text, cancellationToken);
            }
        }

        var fork = new SolutionFork(before, before, [], [], [], []);
        foreach (var change in changes.Files)
        {
            fork = await fork.WithAsync(change, cancellationToken);
        }

        return fork;
    }

    /// <summary>Replaces the text of a document, wherever it is compiled, unless it has that text already.</summary>
    public static async Task<Solution> WithTextAsync(
        Solution solution, AbsolutePath path, SourceText text, CancellationToken cancellationToken)
    {
        foreach (var id in solution.GetDocumentIdsWithFilePath(path.Value))
        {
            if (solution.GetDocument(id) is { } document)
            {
                // A text with the same characters must not make a new version: every compilation above it would be made again.
                var known = await document.GetTextAsync(cancellationToken);
                solution = known.ContentEquals(text) ? solution : solution.WithDocumentText(id, text);
            }
            else if (solution.GetAdditionalDocument(id) is not null)
            {
                solution = solution.WithAdditionalDocumentText(id, text);
            }
        }

        return solution;
    }

    private async Task<SolutionFork> WithAsync(FileChange change, CancellationToken cancellationToken)
    {
        if (IsBuildFile(change.Path) || IsBuildFile(change.FinalPath))
        {
            return this with { BuildFiles = BuildFiles.Add(change.FinalPath) };
        }

        if (change.Path.Extension != ".cs" && change.FinalPath.Extension != ".cs")
        {
            var after = change.After is { } text ? await WithTextAsync(After, change.Path, text, cancellationToken) : After;
            return this with { After = after, Others = Others.Add(change.FinalPath) };
        }

        var old = change.Kind == FileChangeKind.Create ? [] : After.GetDocumentIdsWithFilePath(change.Path.Value);
        return change.Kind switch
        {
            FileChangeKind.Delete => Removed(change, old),
            FileChangeKind.Create => Added(change, this, []),
            FileChangeKind.Rename => Added(change, Removed(change, old), old),
            _ when old.IsEmpty => this with { Unplaced = Unplaced.Add(change.Path) },
            _ => this with
            {
                After = await WithTextAsync(After, change.Path, change.After!, cancellationToken),
                Files = Files.Add(new ChangedFile(
                    change.Path, change.Path, TextAnchors.Of(change), [.. old.Select(id => id.ProjectId)])),
            },
        };
    }

    private SolutionFork Removed(FileChange change, ImmutableArray<DocumentId> old) => this with
    {
        After = After.RemoveDocuments(old),
        Files = change.Kind == FileChangeKind.Rename || old.IsEmpty
            ? Files
            : Files.Add(new ChangedFile(change.Path, null, TextAnchors.Unchanged, [.. old.Select(id => id.ProjectId)])),
    };

    private static SolutionFork Added(FileChange change, SolutionFork fork, ImmutableArray<DocumentId> old)
    {
        var path = change.FinalPath;
        var targets = path.Extension == ".cs" ? ProjectsAround(fork.After, path) : [];
        if (targets.IsEmpty)
        {
            return fork with { Unplaced = fork.Unplaced.Add(path) };
        }

        // What the projects compiled before is the evidence: a file that moves within its folder stays what it was.
        var doubts = targets.ToLookup(t => DefaultCompileItems.DoubtOf(fork.Before.GetProject(t)!, path));
        targets = [.. doubts[null]];
        if (targets.IsEmpty)
        {
            return fork with { Doubtful = fork.Doubtful.Add((path, doubts.First().Key!)) };
        }

        var after = fork.After;
        foreach (var id in after.GetDocumentIdsWithFilePath(path.Value))
        {
            after = after.RemoveDocument(id);
        }

        foreach (var project in targets)
        {
            after = after.AddDocument(DocumentId.CreateNewId(project), path.Name, change.After!, filePath: path.Value);
        }

        AbsolutePath? origin = change.Kind == FileChangeKind.Rename ? change.Path : null;
        return fork with
        {
            After = after,
            Files = fork.Files.Add(new ChangedFile(
                origin, path, TextAnchors.Of(change), [.. targets, .. old.Select(id => id.ProjectId)])),
        };
    }

    /// <summary>
    /// The projects that would compile a new file: those of the nearest project folder above it, as the default globs of SDK
    /// projects have it (everything below but the output folders).
    /// </summary>
    private static ImmutableArray<ProjectId> ProjectsAround(Solution solution, AbsolutePath path)
    {
        var byFolder = solution.Projects
            .Where(p => p.FilePath is not null && Path.IsPathFullyQualified(p.FilePath))
            .ToLookup(p => new AbsolutePath(p.FilePath!).Parent!.Value);
        for (var folder = path.Parent; folder is { } f; folder = f.Parent)
        {
            if (byFolder.Contains(f))
            {
                var relative = path.RelativeTo(f).Split('/');
                return relative[0] is "bin" or "obj" ? [] : [.. byFolder[f].Select(p => p.Id)];
            }
        }

        return [];
    }
}

/// <summary>A C# file that changes.</summary>
/// <param name="Old">Where it was; null when it is new.</param>
/// <param name="New">Where it is; null when it goes.</param>
/// <param name="Anchors">From its text before to its text after.</param>
/// <param name="Projects">The projects that compile it, before or after.</param>
internal sealed record ChangedFile(AbsolutePath? Old, AbsolutePath? New, TextAnchors Anchors, ImmutableHashSet<ProjectId> Projects);
