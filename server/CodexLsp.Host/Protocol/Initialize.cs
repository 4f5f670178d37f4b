using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodexLsp.Host.Protocol;

/// <summary>
/// Params of <c>initialize</c>, as far as we read them. Read by <see cref="InitializeParamsReader"/>; absent and null are the same.
/// </summary>
/// <param name="Capabilities">What the client can do.</param>
/// <param name="WorkspaceFolders">The URIs of the workspace's folders.</param>
/// <param name="ProcessId">The client's process.</param>
/// <param name="RootUri">The folder of clients that know no workspace folders.</param>
/// <param name="RootPath">The same, as a path, of older ones.</param>
/// <param name="Trace">Which messages the client wants to see.</param>
/// <param name="Codex">What a client of ours adds as <c>initializationOptions.codex</c>.</param>
[JsonConverter(typeof(InitializeParamsReader))]
internal sealed record InitializeParams(
    ClientCapabilities Capabilities,
    ImmutableArray<string> WorkspaceFolders,
    int? ProcessId = null,
    string? RootUri = null,
    string? RootPath = null,
    string? Trace = null,
    CodexClientOptions? Codex = null);

/// <summary>A folder of the workspace.</summary>
internal sealed record WorkspaceFolder(string Uri, string? Name = null);

/// <summary>Marks a client of ours.</summary>
/// <param name="Version">The version of this protocol the client speaks.</param>
/// <param name="Trusted">Whether the user trusts the workspace.</param>
/// <param name="Settings">The user's settings, keys without the <c>codexLsp.</c> prefix.</param>
/// <param name="OtherCSharpServer">Whether another C# server already shows compiler diagnostics.</param>
internal sealed record CodexClientOptions(int Version, bool? Trusted = null, JsonElement? Settings = null, bool? OtherCSharpServer = null);

/// <summary>What the client can do, as far as it matters to us.</summary>
/// <param name="AppliesEdits"><c>workspace.applyEdit</c></param>
/// <param name="Configuration"><c>workspace.configuration</c></param>
/// <param name="WatchesFiles"><c>workspace.didChangeWatchedFiles.dynamicRegistration</c></param>
/// <param name="WorkDoneProgress"><c>window.workDoneProgress</c></param>
/// <param name="AnnotatesChanges">Whether there is a <c>workspace.workspaceEdit.changeAnnotationSupport</c>.</param>
/// <param name="ResourceOperations"><c>workspace.workspaceEdit.resourceOperations</c></param>
internal sealed record ClientCapabilities(
    bool AppliesEdits,
    bool Configuration,
    bool WatchesFiles,
    bool WorkDoneProgress,
    bool AnnotatesChanges,
    ImmutableArray<string> ResourceOperations);

/// <summary>The answer to <c>initialize</c>. Written by <see cref="InitializeResultWriter"/>.</summary>
[JsonConverter(typeof(InitializeResultWriter))]
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

/// <summary>What our own protocol has here.</summary>
/// <param name="Version">The version the host speaks.</param>
/// <param name="Methods">Our own methods, by name: only those that work.</param>
/// <param name="Log">The URI of the host's log, for people; the file is there once something was logged.</param>
/// <param name="Approvals">The URI of what is always approved, for people to see and take back; it is there with the first.</param>
internal sealed record CodexServerCapabilities(int Version, IReadOnlyList<string> Methods, string Log, string Approvals);
