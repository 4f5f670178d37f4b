using CodexLsp.Engine.Documents;
using CodexLsp.Host.Protocol;

namespace CodexLsp.Host.Serving;

/// <summary>Hears of files that change on disk: through the client where watchers can be registered with it, else by watching itself.</summary>
internal sealed class FileWatch(LanguageServer server) : IDisposable
{
    private const string Watched = "cs,csproj,sln,slnx,props,targets";

    private static readonly string[] Extensions = [.. Watched.Split(',').Select(e => "." + e)];
    private static readonly string[] Names =
        ["global.json", ".editorconfig", "project.assets.json", "packages.lock.json", ".codex-lsp.json"];

    private readonly List<FileSystemWatcher> _watchers = [];

    /// <summary>Starts to listen.</summary>
    public async Task StartAsync(ClientProfile client, CancellationToken cancellationToken)
    {
        if (!client.WatchesFiles)
        {
            WatchFolders();
            return;
        }

        await server.Connection.RequestAsync(
            "client/registerCapability",
            WireJson.Default.RegistrationParams,
            new RegistrationParams(
            [
                new Registration(
                    "codex-lsp.files",
                    "workspace/didChangeWatchedFiles",
                    new DidChangeWatchedFilesRegistrationOptions(
                        [new FileWatcher($"**/*.{{{Watched}}}"), new FileWatcher($"**/{{{string.Join(',', Names)}}}")])),
            ]),
            WireJson.Default.JsonElement,
            cancellationToken);
    }

    /// <summary>Stops watching. A folder that cannot be watched was never an error: verdicts then see what is saved in the editor.</summary>
    public void Dispose()
    {
        lock (_watchers)
        {
            foreach (var watcher in _watchers)
            {
                watcher.Dispose();
            }

            _watchers.Clear();
        }
    }

    private void WatchFolders()
    {
        foreach (var folder in server.Snapshot.Folders.Where(f => Directory.Exists(f.Value)))
        {
            var watcher = new FileSystemWatcher(folder.Value)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            watcher.Changed += (_, e) => Tell(e.FullPath);
            watcher.Created += (_, e) => Tell(e.FullPath);
            watcher.Deleted += (_, e) => Tell(e.FullPath);
            watcher.Renamed += (_, e) => Tell(e.OldFullPath, e.FullPath);
            watcher.Error += (_, e) => server.Log.Error($"watching {folder.Value} failed", e.GetException());
            lock (_watchers)
            {
                _watchers.Add(watcher);
            }

            watcher.EnableRaisingEvents = true;
        }
    }

    private void Tell(params string[] paths) =>
        server.FilesChanged([.. paths.Where(IsWatched).Select(p => new AbsolutePath(p))]);

    private static bool IsWatched(string path) =>
        Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) || Names.Contains(Path.GetFileName(path));
}
