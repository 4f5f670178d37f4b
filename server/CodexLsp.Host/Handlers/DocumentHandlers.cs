using System.Text.Json;
using CodexLsp.Engine.Documents;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;
using CodexLsp.Host.Serving;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Host.Handlers;

/// <summary>
/// <c>textDocument/didOpen</c>, <c>didChange</c>, <c>didClose</c>: pure functions over the snapshot. A change that cannot be read puts its
/// document out of step, because from then on nobody knows its text.
/// </summary>
internal static class DocumentHandlers
{
    public static ServerState Open(ServerState state, DidOpenTextDocumentParams parameters)
    {
        var item = parameters.TextDocument;
        return DocumentUri.TryParse(item.Uri, out var uri)
            ? With(state, new OpenDocument(uri, new TextVersion(item.Version), SourceText.From(item.Text), item.LanguageId))
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

    /// <summary>Params of a change could not be read: the document they name, if they name one, is out of step.</summary>
    public static ServerState Unreadable(ServerState state, JsonElement parameters, string why)
    {
        if (UriOf(parameters) is not { } spelling
            || !DocumentUri.TryParse(spelling, out var uri)
            || state.Snapshot.Find(uri) is not { } document)
        {
            return state;
        }

        return With(state, document with { OutOfStep = why });
    }

    private static ServerState With(ServerState state, OpenDocument document) => state with { Snapshot = state.Snapshot.With(document) };

    private static string? UriOf(JsonElement parameters) =>
        parameters.ValueKind == JsonValueKind.Object
        && parameters.TryGetProperty("textDocument", out var document)
        && document.ValueKind == JsonValueKind.Object
        && document.TryGetProperty("uri", out var uri)
        && uri.ValueKind == JsonValueKind.String
            ? uri.GetString()
            : null;
}
