using System.Text.Json;

namespace CodexLsp.Host.Protocol;

/// <summary>Params of <c>initialize</c>, as far as we read them.</summary>
internal sealed record InitializeParams(
    ClientCapabilities Capabilities,
    int? ProcessId = null,
    ClientInfo? ClientInfo = null,
    string? RootUri = null,
    string? RootPath = null,
    IReadOnlyList<WorkspaceFolder>? WorkspaceFolders = null,
    InitializationOptions? InitializationOptions = null,
    string? Trace = null);

/// <summary>Who the client is.</summary>
internal sealed record ClientInfo(string Name, string? Version = null);

/// <summary>A folder of the workspace.</summary>
internal sealed record WorkspaceFolder(string Uri, string? Name = null);

/// <summary>What a client of ours adds to <c>initialize</c>.</summary>
internal sealed record InitializationOptions(CodexClientOptions? Codex = null);

/// <summary>Marks a client of ours.</summary>
/// <param name="Version">The version of this protocol the client speaks.</param>
/// <param name="Trusted">Whether the user trusts the workspace.</param>
/// <param name="Settings">The user's settings, keys without the <c>codexLsp.</c> prefix.</param>
/// <param name="OtherCSharpServer">Whether another C# server already shows compiler diagnostics.</param>
internal sealed record CodexClientOptions(int Version, bool? Trusted = null, JsonElement? Settings = null, bool? OtherCSharpServer = null);

/// <summary>What the client can do, as far as it matters to us.</summary>
internal sealed record ClientCapabilities(
    WorkspaceClientCapabilities? Workspace = null, WindowClientCapabilities? Window = null, GeneralClientCapabilities? General = null);

/// <summary>Of its workspace.</summary>
internal sealed record WorkspaceClientCapabilities(
    bool? ApplyEdit = null,
    bool? Configuration = null,
    bool? WorkspaceFolders = null,
    DynamicRegistrationCapability? DidChangeWatchedFiles = null,
    WorkspaceEditClientCapabilities? WorkspaceEdit = null);

/// <summary>Whether something can be registered after <c>initialize</c>.</summary>
internal sealed record DynamicRegistrationCapability(bool? DynamicRegistration = null);

/// <summary>What its edits may contain.</summary>
internal sealed record WorkspaceEditClientCapabilities(
    bool? DocumentChanges = null, IReadOnlyList<string>? ResourceOperations = null, JsonElement? ChangeAnnotationSupport = null);

/// <summary>Of its windows.</summary>
internal sealed record WindowClientCapabilities(bool? WorkDoneProgress = null, JsonElement? ShowMessage = null);

/// <summary>Of positions.</summary>
internal sealed record GeneralClientCapabilities(IReadOnlyList<string>? PositionEncodings = null);

/// <summary>The answer to <c>initialize</c>.</summary>
internal sealed record InitializeResult(ServerCapabilities Capabilities, ServerInfo ServerInfo);

/// <summary>Who we are.</summary>
internal sealed record ServerInfo(string Name, string Version);

/// <summary>What we can do.</summary>
internal sealed record ServerCapabilities(
    string PositionEncoding,
    TextDocumentSyncOptions TextDocumentSync,
    CodeActionOptions CodeActionProvider,
    ExecuteCommandOptions? ExecuteCommandProvider,
    WorkspaceServerCapabilities Workspace,
    ExperimentalCapabilities Experimental);

/// <summary>How we want to hear of documents: 2 is incremental.</summary>
internal sealed record TextDocumentSyncOptions(bool OpenClose, int Change, bool Save);

/// <summary>Which code actions we list.</summary>
internal sealed record CodeActionOptions(IReadOnlyList<string> CodeActionKinds, bool ResolveProvider);

/// <summary>Which commands we run.</summary>
internal sealed record ExecuteCommandOptions(IReadOnlyList<string> Commands, bool WorkDoneProgress);

/// <summary>What we support of the workspace.</summary>
internal sealed record WorkspaceServerCapabilities(WorkspaceFoldersServerCapabilities WorkspaceFolders);

/// <summary>That folders may come and go.</summary>
internal sealed record WorkspaceFoldersServerCapabilities(bool Supported, bool ChangeNotifications);

/// <summary>What is ours alone.</summary>
internal sealed record ExperimentalCapabilities(CodexServerCapabilities Codex);

/// <summary>Our own methods, by name: only those that work.</summary>
internal sealed record CodexServerCapabilities(int Version, IReadOnlyList<string> Methods);
