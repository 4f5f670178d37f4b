using System.Text;
using System.Text.Json;
using CodexLsp.Engine.Documents;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;
using CodexLsp.Host.Serving;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Host.Handlers;

/// <summary>
/// <c>textDocument/didOpen</c>, <c>didChange</c>, <c>didClose</c>: functions over the snapshot. A change that cannot be read puts its
/// document out of step, because from then on nobody knows its text.
/// </summary>
internal static class DocumentHandlers
{
    public static ServerState Open(ServerState state, DidOpenTextDocumentParams parameters)
    {
        var item = parameters.TextDocument;
        return DocumentUri.TryParse(item.Uri, out var uri)
            ? With(state, new OpenDocument(uri, new TextVersion(item.Version), SourceText.From(item.Text, EncodingOnDisk(uri)), item.LanguageId))
            : state;
    }

    public static ServerState Change(ServerState state, DidChangeTextDocumentParams parameters)
    {
        if (!DocumentUri.TryParse(parameters.TextDocument.Uri, out var uri) || state.Snapshot.Find(uri) is not { } document)
        {
            return state;
        }

        // Some clients leave the version out; the count of changes still tells texts apart.
        var version = new TextVersion(parameters.TextDocument.Version ?? document.Version.Value + 1);
        return With(state, document with { Text = FromWire.Apply(document.Text, parameters.ContentChanges), Version = version });
    }

    public static ServerState Close(ServerState state, DidCloseTextDocumentParams parameters) =>
        DocumentUri.TryParse(parameters.TextDocument.Uri, out var uri)
            ? state with { Snapshot = state.Snapshot.Without(uri) }
            : state;

    /// <summary>A change could not be read: the document it names, if it names one, is out of step.</summary>
    public static ServerState OutOfStep(ServerState state, string? spelling, string why)
    {
        if (spelling is null
            || !DocumentUri.TryParse(spelling, out var uri)
            || state.Snapshot.Find(uri) is not { } document)
        {
            return state;
        }

        return With(state, document with { OutOfStep = why });
    }

    /// <summary>The URI in params of a change that could not be read; null when not even that is there.</summary>
    public static string? UriOf(JsonElement parameters) =>
        parameters.ValueKind == JsonValueKind.Object
        && parameters.TryGetProperty("textDocument", out var document)
        && document.ValueKind == JsonValueKind.Object
        && document.TryGetProperty("uri", out var uri)
        && uri.ValueKind == JsonValueKind.String
            ? uri.GetString()
            : null;

    private static ServerState With(ServerState state, OpenDocument document) => state with { Snapshot = state.Snapshot.With(document) };

    // An editor sends no byte order mark; who writes the file for it must keep the one it has.
    private static Encoding? EncodingOnDisk(DocumentUri uri)
    {
        try
        {
            return uri.Path is { } path && File.Exists(path.Value) ? FileText.Decode(File.ReadAllBytes(path.Value)).Encoding : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The buffer is the truth; whoever writes to the disk later hears of its state then.
            return null;
        }
    }
}
