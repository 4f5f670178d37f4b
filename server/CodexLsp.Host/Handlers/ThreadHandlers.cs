using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;
using CodexLsp.Host.Serving;

namespace CodexLsp.Host.Handlers;

/// <summary><c>codex/thread/list</c> and <c>codex/thread/read</c>.</summary>
internal sealed class ThreadHandlers(LanguageServer server)
{
    private const int DefaultLimit = 50;

    public async Task<ThreadListResult> ListAsync(ServerState state, ThreadListParams parameters, CancellationToken cancellationToken)
    {
        var page = Requests.Require(await server.Assistant.Threads.ListAsync(
            parameters.Cursor, Math.Clamp(parameters.Limit ?? DefaultLimit, 1, 500), parameters.Search, parameters.Archived ?? false, cancellationToken));
        return new ThreadListResult([.. page.Threads.Select(ToWire.ThreadInfo)], page.NextCursor);
    }

    public async Task<Protocol.Thread> ReadAsync(ServerState state, ThreadReadParams parameters, CancellationToken cancellationToken)
    {
        var read = await server.Assistant.Threads.ReadThreadAsync(parameters.ThreadId, cancellationToken);
        return ToWire.For(state.Snapshot).Thread(Requests.Require(read).Thread);
    }
}
