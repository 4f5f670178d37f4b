using System.Collections.Immutable;
using System.Reflection;
using CodexLsp.Engine.Documents;
using CodexLsp.Host.Protocol;
using CodexLsp.Host.Serving;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Handlers;

/// <summary>
/// <c>initialize</c>, <c>initialized</c>, <c>shutdown</c>, <c>exit</c>: what the specification says, and nothing that takes time. Roslyn,
/// the log and the model's client are loaded after the answer.
/// </summary>
internal static class LifeCycleHandlers
{
    /// <summary>The version of <c>codex/*</c> we speak.</summary>
    public const int ProtocolVersion = 1;

    /// <summary>The product's version, the same as the extension's.</summary>
    public static string Version { get; } =
        typeof(LifeCycleHandlers).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <summary>What may be sent now, by the specification's life cycle.</summary>
    public static RpcError? Admit(ServerState state, string method, bool isRequest) => state.LifeCycle switch
    {
        LifeCycle.Uninitialized when method is not ("initialize" or "exit") =>
            new RpcError(RpcErrorCodes.ServerNotInitialized, $"{method} came before initialize."),
        LifeCycle.Running when method == "initialize" =>
            new RpcError(RpcErrorCodes.InvalidRequest, "initialize came a second time; a session has one."),
        LifeCycle.ShutDown when method != "exit" =>
            new RpcError(RpcErrorCodes.InvalidRequest, $"{method} came after shutdown; only exit may follow."),
        _ => null,
    };

    public static (ServerState State, InitializeResult Result) Initialize(
        ServerState state, InitializeParams parameters, LanguageServer server)
    {
        var client = ClientProfile.From(parameters);
        var after = state with
        {
            LifeCycle = LifeCycle.Running,
            Client = client,
            EditorSettings = parameters.Codex?.Settings,
            Trace = parameters.Trace ?? "off",
            // Whether the user's own configuration trusts the folders is for `initialized`: reading it takes time, and till then nothing is built.
            Snapshot = Snapshot.Empty with { Folders = FoldersOf(parameters), Trusted = parameters.Codex?.Trusted ?? false },
        };
        server.StartWatching(client.ProcessId);
        return (after, new InitializeResult(Capabilities(client, server), new ServerInfo("codex-lsp", Version)));
    }

    /// <summary>What to update when client and host do not speak the same version; null when they do.</summary>
    public static string? VersionProblem(ClientProfile client) => client.ProtocolVersion switch
    {
        null or ProtocolVersion => null,
        > ProtocolVersion and var newer =>
            $"The editor's extension speaks version {newer} of the codex protocol, codex-lsp {Version} only version {ProtocolVersion}. Update codex-lsp.",
        var older =>
            $"The editor's extension speaks version {older} of the codex protocol, codex-lsp {Version} version {ProtocolVersion}. Update the editor's codex-lsp extension.",
    };

    private static ServerCapabilities Capabilities(ClientProfile client, LanguageServer server) => new(
        PositionEncoding: "utf-16",
        TextDocumentSync: new TextDocumentSyncOptions(OpenClose: true, Change: 2, Save: true),
        CodeActionProvider: new CodeActionOptions(["quickfix", "refactor.rewrite"], ResolveProvider: true),
        ExecuteCommandProvider: client.IsOurs ? null : new ExecuteCommandOptions(Commands.Names, WorkDoneProgress: true),
        Workspace: new WorkspaceServerCapabilities(new WorkspaceFoldersServerCapabilities(Supported: true, ChangeNotifications: true)),
        Experimental: new ExperimentalCapabilities(new CodexServerCapabilities(
            ProtocolVersion,
            server.OwnMethods,
            DocumentUri.FromPath(server.Log.File).Spelling,
            DocumentUri.FromPath(server.Approvals).Spelling)));

    private static ImmutableArray<AbsolutePath> FoldersOf(InitializeParams parameters)
    {
        var uris = !parameters.WorkspaceFolders.IsEmpty ? parameters.WorkspaceFolders
            : parameters.RootUri is { } root ? [root] : [];
        if (uris.IsEmpty)
        {
            return parameters.RootPath is { } path && Path.IsPathFullyQualified(path) ? [new AbsolutePath(path)] : [];
        }

        var folders = ImmutableArray.CreateBuilder<AbsolutePath>(uris.Length);
        foreach (var uri in uris)
        {
            if (DocumentUri.TryParse(uri, out var parsed) && parsed.Path is { } path)
            {
                folders.Add(path);
            }
        }

        return folders.DrainToImmutable();
    }
}
