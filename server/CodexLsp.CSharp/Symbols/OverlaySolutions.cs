using CodexLsp.CSharp.Loading;
using CodexLsp.CSharp.Verification;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.FileGraph;
using Microsoft.CodeAnalysis;

namespace CodexLsp.CSharp.Symbols;

/// <summary>
/// The solutions as a turn sees them: loaded, with the user's open buffers and the turn's edits over them. What was compiled for one
/// question serves the next while nothing changed.
/// </summary>
/// <param name="workspace">Gives the loaded solutions.</param>
/// <param name="files">Lists the C# files where there is none.</param>
internal sealed class OverlaySolutions(CSharpWorkspace workspace, WorkspaceFiles files)
{
    // Without a solution every file of the folder is taken into one project; more than these would not be read in time.
    private const int MostLooseFiles = 2000;

    private volatile Fork? _last;
    private volatile LooseFolder? _lastLoose;

    /// <summary>The solution that a file, or a folder's files, are compiled in.</summary>
    public async Task<TurnSolution> FindAsync(Overlay tree, AbsolutePath path, CancellationToken cancellationToken)
    {
        var home = await workspace.FindAsync(tree.Base, path, cancellationToken);
        if (home is not SolutionOfFile.Ready ready)
        {
            return await LooseAsync(tree, tree.Base.FolderOf(path) ?? path, home, cancellationToken);
        }

        var buffers = await workspace.WithOpenBuffersAsync(ready.Loaded, tree.Base, cancellationToken);
        var last = _last;
        if (last is null || !ReferenceEquals(last.Buffers, buffers) || !ReferenceEquals(last.Changes, tree.Changes))
        {
            var after = tree.Changes.IsEmpty ? buffers : (await SolutionFork.CreateAsync(buffers, tree.Changes, cancellationToken)).After;
            _last = last = new Fork(buffers, tree.Changes, after);
        }

        return new TurnSolution(last.After, IsLoaded: true, IsBound: true);
    }

    private async Task<TurnSolution> LooseAsync(Overlay tree, AbsolutePath folder, SolutionOfFile home, CancellationToken cancellationToken)
    {
        if (_lastLoose is { } last && ReferenceEquals(last.View, tree.View) && last.Folder == folder)
        {
            return last.Solution;
        }

        var references = home is SolutionOfFile.Loose loose ? loose.References : [];
        var found = files.List(tree, folder, "*.cs", MostLooseFiles, cancellationToken);
        var alone = LooseFileProject.Create([.. found], references);
        foreach (var path in found)
        {
            alone = tree.View.Find(path) is { } open ? await SolutionFork.WithTextAsync(alone, path, open.Text, cancellationToken) : alone;
        }

        var solution = new TurnSolution(alone, IsLoaded: false, IsBound: !references.IsEmpty);
        _lastLoose = new LooseFolder(tree.View, folder, solution);
        return solution;
    }

    private sealed record LooseFolder(Snapshot View, AbsolutePath Folder, TurnSolution Solution);

    private sealed record Fork(Solution Buffers, ChangeSet Changes, Solution After);
}

/// <summary>A solution as a turn sees it.</summary>
/// <param name="Solution">With the turn's edits.</param>
/// <param name="IsLoaded">Whether its projects are the user's; else its files were only put together.</param>
/// <param name="IsBound">Whether at least the framework is known, so that errors are real.</param>
internal sealed record TurnSolution(Solution Solution, bool IsLoaded, bool IsBound);
