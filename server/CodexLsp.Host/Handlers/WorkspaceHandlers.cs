using System.Collections.Immutable;
using System.Text.Json;
using CodexLsp.Engine.Documents;
using CodexLsp.Host.Protocol;
using CodexLsp.Host.Serving;

namespace CodexLsp.Host.Handlers;

/// <summary>What happens to the workspace around the documents: folders, trust, settings, files on disk.</summary>
internal static class WorkspaceHandlers
{
    // Clients that send values send them under our section; others send null and expect to be asked.
    public static ServerState Configuration(ServerState state, DidChangeConfigurationParams parameters, LanguageServer server)
    {
        if (parameters.Settings is not { ValueKind: JsonValueKind.Object } settings)
        {
            server.PullSettings(state.Client);
            return state;
        }

        return state with { EditorSettings = settings.TryGetProperty("codexLsp", out var section) ? section.Clone() : settings.Clone() };
    }

    public static ServerState Folders(ServerState state, DidChangeWorkspaceFoldersParams parameters)
    {
        var removed = Paths(parameters.Event.Removed).ToImmutableHashSet();
        var kept = state.Snapshot.Folders.Where(f => !removed.Contains(f));
        return state with { Snapshot = state.Snapshot with { Folders = [.. kept.Union(Paths(parameters.Event.Added))] } };
    }

    public static ServerState Trust(ServerState state, WorkspaceTrustParams parameters) =>
        state with { Snapshot = state.Snapshot with { Trusted = parameters.Trusted } };

    /// <summary>A saved file is a changed one, for clients that do not tell of it twice.</summary>
    public static ServerState Saved(ServerState state, DidSaveTextDocumentParams parameters, LanguageServer server) =>
        Tell(state, [parameters.TextDocument.Uri], server);

    public static ServerState WatchedFiles(ServerState state, DidChangeWatchedFilesParams parameters, LanguageServer server) =>
        Tell(state, parameters.Changes.Select(c => c.Uri), server);

    public static ServerState FilesChanged(ServerState state, FileOperationParams parameters, LanguageServer server) =>
        Tell(state, parameters.Files.Select(f => f.Uri), server);

    public static ServerState FilesRenamed(ServerState state, RenameFilesParams parameters, LanguageServer server) =>
        Tell(state, parameters.Files.SelectMany(f => new[] { f.OldUri, f.NewUri }), server);

    private static ServerState Tell(ServerState state, IEnumerable<string> uris, LanguageServer server)
    {
        server.FilesChanged([.. uris.Select(PathOf).OfType<AbsolutePath>()]);
        return state;
    }

    private static IEnumerable<AbsolutePath> Paths(IEnumerable<WorkspaceFolder> folders) =>
        folders.Select(f => PathOf(f.Uri)).OfType<AbsolutePath>();

    private static AbsolutePath? PathOf(string uri) => DocumentUri.TryParse(uri, out var parsed) ? parsed.Path : null;
}
