using System.Collections.Concurrent;
using CodexLsp.Host.Protocol;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Serving;

/// <summary>
/// Tells a client that turned it on with <c>$/setTrace</c> what it cannot see from its side: how long each request took here, and
/// how long its own answers took to arrive. The messages themselves it can log itself, so no content, and no key, is ever in it.
/// </summary>
internal sealed class MessageTrace(RpcConnection<ServerState> connection, TimeProvider time)
{
    private readonly Lazy<ConcurrentDictionary<(string Method, RequestId Id), long>> _open = new(() => new());

    /// <summary>Sees a message. The first with a method and an id is the request, the second its answer, whoever asked whom.</summary>
    public void See(RpcTraceEntry entry)
    {
        if (entry is not { Method: { } method, Id: { } id } || connection.State.Trace is "off")
        {
            return;
        }

        if (!_open.Value.TryRemove((method, id), out var since))
        {
            _open.Value[(method, id)] = time.GetTimestamp();
            return;
        }

        var who = entry.Direction == RpcDirection.Out ? "the host" : "the client";
        var verbose = connection.State.Trace is "verbose" ? $"{entry.Body.Length} bytes" : null;
        connection.Notify(
            "$/logTrace",
            WireJson.Default.LogTraceParams,
            new LogTraceParams($"{who} answered {method} ({id}) after {time.GetElapsedTime(since).TotalMilliseconds:0} ms", verbose));
    }
}
