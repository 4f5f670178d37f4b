using System.Collections.Concurrent;
using CodexLsp.CSharp.Loading;
using CodexLsp.CSharp.Verification;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;

namespace CodexLsp.CSharp;

/// <summary>
/// Owns the loaded solutions: finds the one a file belongs to, loads it once, keeps it true to the disk, and tells how far it is.
/// </summary>
/// <param name="loader">Loads solutions.</param>
/// <param name="locator">Finds the SDK, for files without a project.</param>
/// <param name="options">Asked anew at each use, so that settings are live.</param>
/// <param name="report">Hears every change of status, from any thread.</param>
public sealed class CSharpWorkspace(
    SolutionLoader loader, DotnetLocator locator, Func<WorkspaceOptions> options, Action<WorkspaceStatus> report) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<AbsolutePath, Entry> _entries = new();
    private readonly Lock _adding = new();

    /// <summary>The solution a file is compiled in. Waits while it is loading or being loaded again.</summary>
    /// <param name="snapshot">Says whether the folders are trusted and what they are.</param>
    /// <param name="path">The file, or a folder when the whole workspace is meant; it need not exist.</param>
    /// <param name="cancellationToken">Ends the waiting, not the load.</param>
    public async Task<SolutionOfFile> FindAsync(Snapshot snapshot, AbsolutePath path, CancellationToken cancellationToken)
    {
        if (!snapshot.Trusted)
        {
            report(new(WorkspacePhase.Degraded, null, 0, 0, "not trusted"));
            return new SolutionOfFile.Unavailable("not trusted");
        }

        var now = options();
        var root = snapshot.FolderOf(path) ?? (Directory.Exists(path.Value) ? path : path.Parent ?? path);
        switch (SolutionDiscovery.Find(path, root, now.Solution))
        {
            case SolutionChoice.Found found:
                return await LoadedAsync(found.Path, cancellationToken);
            case SolutionChoice.Ambiguous ambiguous:
                report(new(WorkspacePhase.Degraded, null, 0, 0, ambiguous.Message));
                return new SolutionOfFile.Unavailable(ambiguous.Message);
            case SolutionChoice.None none when !string.IsNullOrWhiteSpace(now.Solution):
                report(new(WorkspacePhase.Degraded, null, 0, 0, none.Reason));
                return new SolutionOfFile.Unavailable(none.Reason);
            default:
                return new SolutionOfFile.Loose(FrameworkReferences.Find(locator.Find(now.Load.Dotnet)));
        }
    }

    /// <summary>A loaded solution with the open buffers over it. What did not change since the last call keeps its compilations.</summary>
    public Task<Solution> WithOpenBuffersAsync(LoadedSolution loaded, Snapshot snapshot, CancellationToken cancellationToken) =>
        _entries.TryGetValue(loaded.Path, out var entry)
            ? entry.Buffers.ApplyAsync(loaded.Solution, snapshot, cancellationToken)
            : new OpenBuffers().ApplyAsync(loaded.Solution, snapshot, cancellationToken);

    /// <summary>
    /// Tells that files changed on disk, appeared or went. Texts are read again; what changes the shape of a project loads its
    /// solution again in the background. Returns when the next <see cref="FindAsync"/> sees it.
    /// </summary>
    public async Task FilesChangedAsync(IReadOnlyCollection<AbsolutePath> paths, CancellationToken cancellationToken)
    {
        foreach (var entry in _entries.Values)
        {
            await entry.RefreshAsync(paths, cancellationToken);
        }
    }

    /// <summary>Loads every solution again, after a change of settings.</summary>
    public void Reload()
    {
        foreach (var entry in _entries.Values)
        {
            entry.Request();
        }
    }

    /// <summary>
    /// Loads the workspace's solution and makes ready what the first edit of an open file needs: the compilations of its
    /// projects and what they said before.
    /// </summary>
    public async Task WarmUpAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        var open = snapshot.Open.Values.Select(o => o.Uri.Path).OfType<AbsolutePath>().Where(p => p.Extension == ".cs").ToList();
        foreach (var path in open.Count == 0 ? snapshot.Folders : [.. open])
        {
            if (await FindAsync(snapshot, path, cancellationToken) is not SolutionOfFile.Ready ready)
            {
                continue;
            }

            var solution = ready.Loaded.Solution;
            foreach (var id in solution.GetDocumentIdsWithFilePath(path.Value))
            {
                var compilation = await solution.GetProject(id.ProjectId)!.RequireCompilationAsync(cancellationToken);
                if (await solution.GetDocument(id)!.GetSyntaxTreeAsync(cancellationToken) is { } tree)
                {
                    CompilerDiagnostics.Of(compilation, tree, cancellationToken);
                }
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var entry in _entries.Values)
        {
            await entry.DisposeAsync();
        }
    }

    private async Task<SolutionOfFile> LoadedAsync(AbsolutePath solution, CancellationToken cancellationToken)
    {
        Entry entry;
        lock (_adding)
        {
            if (!_entries.TryGetValue(solution, out entry!))
            {
                _entries[solution] = entry = new Entry(solution, loader, options, report);
                entry.Request();
            }
        }

        return await entry.CurrentAsync(cancellationToken);
    }

    /// <summary>One solution file: its slot, and what it loaded, kept up to date with the disk.</summary>
    private sealed class Entry : IAsyncDisposable
    {
        private readonly AbsolutePath _path;
        private readonly Action<WorkspaceStatus> _report;
        private readonly SolutionSlot _slot;
        private readonly SemaphoreSlim _refreshing = new(1);
        private volatile LoadedSolution? _current;
        private volatile Exception? _fault;

        public Entry(AbsolutePath path, SolutionLoader loader, Func<WorkspaceOptions> options, Action<WorkspaceStatus> report)
        {
            _path = path;
            _report = report;
            var progress = new Told(message => report(new(WorkspacePhase.Loading, path.Value, 0, 0, message)));
            _slot = new SolutionSlot(
                token => loader.LoadAsync(path, options().Load with { Trusted = true }, progress, token), Publish, Fail);
        }

        public OpenBuffers Buffers { get; } = new();

        public void Request()
        {
            _report(new(WorkspacePhase.Loading, _path.Value, 0, 0, null));
            _slot.Request();
        }

        public async Task<SolutionOfFile> CurrentAsync(CancellationToken cancellationToken)
        {
            await _slot.IdleAsync().WaitAsync(cancellationToken);
            var current = _current;
            return current is null
                ? new SolutionOfFile.Unavailable($"{_path.Name} could not be loaded: {_fault?.Message ?? "the load was ended"}")
                : !current.Failures.IsEmpty
                    ? new SolutionOfFile.Unavailable(string.Join(" ", current.Failures.Select(f => $"{f.Message} {f.Next}".TrimEnd())))
                    : new SolutionOfFile.Ready(current);
        }

        public async Task RefreshAsync(IReadOnlyCollection<AbsolutePath> paths, CancellationToken cancellationToken)
        {
            await _refreshing.WaitAsync(cancellationToken);
            try
            {
                if (_current is not { } current)
                {
                    return;
                }

                var solution = current.Solution;
                var reload = false;
                foreach (var path in paths)
                {
                    var exists = File.Exists(path.Value);
                    var isKnown = !solution.GetDocumentIdsWithFilePath(path.Value).IsEmpty;
                    reload |= current.Inputs.Concern(path, createdOrDeleted: exists != isKnown);
                    if (exists && isKnown)
                    {
                        var text = FileText.Decode(await File.ReadAllBytesAsync(path.Value, cancellationToken));
                        solution = await SolutionFork.WithTextAsync(solution, path, text, cancellationToken);
                    }
                }

                // Only if no load came in between: that one read the disk after these changes.
                Interlocked.CompareExchange(ref _current, current with { Solution = solution }, current);
                if (reload)
                {
                    Request();
                }
            }
            finally
            {
                _refreshing.Release();
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _slot.DisposeAsync();
            _refreshing.Dispose();
        }

        private void Publish(LoadedSolution loaded)
        {
            _current = loaded;
            _fault = null;
            var missing = string.Join(" ", loaded.AllFailures.Select(f => f.Message));
            _report(new(
                loaded.IsComplete ? WorkspacePhase.Ready : WorkspacePhase.Degraded,
                _path.Value,
                loaded.Projects.Length,
                loaded.Projects.Count(p => p.IsLoaded),
                missing.Length == 0 ? null : missing));
        }

        private void Fail(Exception exception)
        {
            _fault = exception;
            _report(new(WorkspacePhase.Degraded, _path.Value, 0, 0, $"{_path.Name} could not be loaded: {exception.Message}"));
        }
    }

    /// <summary>Tells progress at once, in the order it was made.</summary>
    private sealed class Told(Action<string> tell) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => tell(value.Message);
    }
}
