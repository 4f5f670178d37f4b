using System.Text.Json.Serialization;

namespace CodexLsp.Host.Protocol;

/// <summary>A place in a text: zero-based line, and offset in the line in the negotiated encoding.</summary>
internal sealed record Position(int Line, int Character);

/// <summary>From a place up to, and without, another.</summary>
internal sealed record Range(Position Start, Position End);

/// <summary>A range of a document.</summary>
internal sealed record Location(string Uri, Range Range);

/// <summary>Names a document.</summary>
internal sealed record TextDocumentIdentifier(string Uri);

/// <summary>Names a document in one version; the version is null for a file the editor does not have open.</summary>
internal sealed record VersionedTextDocumentIdentifier(
    string Uri, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Version = null);

/// <summary>A document as an editor opens it.</summary>
internal sealed record TextDocumentItem(string Uri, string LanguageId, int Version, string Text);

/// <summary>Params of <c>textDocument/didOpen</c>.</summary>
internal sealed record DidOpenTextDocumentParams(TextDocumentItem TextDocument);

/// <summary>Params of <c>textDocument/didChange</c>: applied one after the other.</summary>
internal sealed record DidChangeTextDocumentParams(
    VersionedTextDocumentIdentifier TextDocument, IReadOnlyList<TextDocumentContentChangeEvent> ContentChanges);

/// <summary>One change: of a range, or of the whole text when there is none.</summary>
internal sealed record TextDocumentContentChangeEvent(string Text, Range? Range = null);

/// <summary>Params of <c>textDocument/didSave</c>.</summary>
internal sealed record DidSaveTextDocumentParams(TextDocumentIdentifier TextDocument);

/// <summary>Params of <c>textDocument/didClose</c>.</summary>
internal sealed record DidCloseTextDocumentParams(TextDocumentIdentifier TextDocument);
