using System.Text.Json;

namespace CodexLsp.Host.Protocol;

/// <summary>An edit over several documents.</summary>
/// <param name="Changes">By URI; read from clients, never written.</param>
/// <param name="DocumentChanges">
/// In order: text edits of a document, or a resource operation (<c>create</c>, <c>rename</c>, <c>delete</c>).
/// </param>
/// <param name="ChangeAnnotations">By id.</param>
internal sealed record WorkspaceEdit(
    IReadOnlyDictionary<string, IReadOnlyList<TextEdit>>? Changes = null,
    IReadOnlyList<DocumentChange>? DocumentChanges = null,
    IReadOnlyDictionary<string, ChangeAnnotation>? ChangeAnnotations = null);

/// <summary>
/// One entry of <see cref="WorkspaceEdit.DocumentChanges"/>. The specification's union has no discriminator for text edits, so
/// it is one record: <see cref="Kind"/> is null for a text edit.
/// </summary>
internal sealed record DocumentChange(
    VersionedTextDocumentIdentifier? TextDocument = null,
    IReadOnlyList<TextEdit>? Edits = null,
    string? Kind = null,
    string? Uri = null,
    string? OldUri = null,
    string? NewUri = null,
    string? AnnotationId = null);

/// <summary>One replacement.</summary>
internal sealed record TextEdit(Range Range, string NewText, string? AnnotationId = null);

/// <summary>What a user reads about a part of an edit before it is made.</summary>
internal sealed record ChangeAnnotation(string Label, bool NeedsConfirmation, string? Description = null);

/// <summary>Params of <c>workspace/applyEdit</c>.</summary>
internal sealed record ApplyWorkspaceEditParams(string Label, WorkspaceEdit Edit);

/// <summary>The client's answer to <c>workspace/applyEdit</c>.</summary>
internal sealed record ApplyWorkspaceEditResult(bool Applied, string? FailureReason = null);

/// <summary>Params of <c>workspace/executeCommand</c>.</summary>
internal sealed record ExecuteCommandParams(string Command, IReadOnlyList<JsonElement>? Arguments = null);

/// <summary>Params of <c>workspace/didChangeConfiguration</c>: clients differ in whether they send the values.</summary>
internal sealed record DidChangeConfigurationParams(JsonElement? Settings = null);

/// <summary>Params of <c>workspace/configuration</c>.</summary>
internal sealed record ConfigurationParams(IReadOnlyList<ConfigurationItem> Items);

/// <summary>One section asked for.</summary>
internal sealed record ConfigurationItem(string Section);

/// <summary>Params of <c>workspace/didChangeWorkspaceFolders</c>.</summary>
internal sealed record DidChangeWorkspaceFoldersParams(WorkspaceFoldersChangeEvent Event);

/// <summary>Which folders came and went.</summary>
internal sealed record WorkspaceFoldersChangeEvent(IReadOnlyList<WorkspaceFolder> Added, IReadOnlyList<WorkspaceFolder> Removed);

/// <summary>Params of <c>workspace/didChangeWatchedFiles</c>.</summary>
internal sealed record DidChangeWatchedFilesParams(IReadOnlyList<FileEvent> Changes);

/// <summary>A file changed: 1 created, 2 changed, 3 deleted.</summary>
internal sealed record FileEvent(string Uri, int Type);

/// <summary>Params of <c>workspace/didCreateFiles</c> and <c>didDeleteFiles</c>.</summary>
internal sealed record FileOperationParams(IReadOnlyList<FileOperation> Files);

/// <summary>One file.</summary>
internal sealed record FileOperation(string Uri);

/// <summary>Params of <c>workspace/didRenameFiles</c>.</summary>
internal sealed record RenameFilesParams(IReadOnlyList<FileRename> Files);

/// <summary>One rename.</summary>
internal sealed record FileRename(string OldUri, string NewUri);

/// <summary>Params of <c>client/registerCapability</c>.</summary>
internal sealed record RegistrationParams(IReadOnlyList<Registration> Registrations);

/// <summary>One capability registered late.</summary>
internal sealed record Registration(string Id, string Method, DidChangeWatchedFilesRegistrationOptions RegisterOptions);

/// <summary>Which files to watch.</summary>
internal sealed record DidChangeWatchedFilesRegistrationOptions(IReadOnlyList<FileWatcher> Watchers);

/// <summary>One glob.</summary>
internal sealed record FileWatcher(string GlobPattern);
