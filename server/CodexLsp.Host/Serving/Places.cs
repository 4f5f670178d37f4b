using CodexLsp.Engine;
using CodexLsp.Engine.Documents;
using CodexLsp.Host.Composition;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Handlers;
using CodexLsp.Host.Protocol;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Serving;

/// <summary>Finds what a request points at.</summary>
internal static class Places
{
    /// <summary>The place a request points at. Positions past the end are clamped.</summary>
    /// <exception cref="RpcException">The document is not there, is no file, is out of step, or is outside the workspace and not open.</exception>
    public static EditPlace Find(ServerState state, TextDocumentIdentifier document, Protocol.Range range)
    {
        var path = PathOf(document.Uri);
        RequireInStep(state.Snapshot, [path]);
        if (state.Snapshot.FolderOf(path) is null && state.Snapshot.Find(path) is null)
        {
            throw Requests.Failed(new Failure(
                "policy.outside", $"{path.Value} is outside the workspace's folders and not open in the editor.", "Open the file, or add its folder to the workspace."));
        }

        if (state.Snapshot.Read(path) is not { } read)
        {
            throw Requests.Failed(new Failure("document.unknown", $"There is no file {path.Value}.", "Save the document, or check its name."));
        }

        var folder = state.Snapshot.FolderOf(path) ?? path.Parent ?? path;
        return new EditPlace(state.Snapshot, folder, path, read.Text, FromWire.Span(read.Text, range));
    }

    /// <summary>Files whose text we know: none of them is out of step with the editor.</summary>
    /// <exception cref="RpcException">One is.</exception>
    public static void RequireInStep(Snapshot snapshot, IEnumerable<AbsolutePath> paths)
    {
        foreach (var path in paths)
        {
            if (snapshot.Find(path) is { OutOfStep: { } why })
            {
                throw Requests.Failed(new Failure(
                    "document.outOfStep", $"{path.Value} is out of step with the editor: {why}.", "Close the document and open it again."));
            }
        }
    }

    /// <summary>The file a URI names.</summary>
    /// <exception cref="RpcException">It is no URI, or not of a file.</exception>
    public static AbsolutePath PathOf(string uri)
    {
        if (!DocumentUri.TryParse(uri, out var parsed))
        {
            throw new RpcException(RpcErrorCodes.InvalidParams, $"'{uri}' is no URI of a document.");
        }

        return parsed.Path ?? throw Requests.Failed(new Failure(
            "document.notAFile", $"{uri} exists only in the editor.", "Save it to a file first: only files can be changed and compiled."));
    }
}
