using System.Text;
using CodexLsp.Engine.Policy;
using CodexLsp.Host.Protocol;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Serving;

/// <summary>
/// Tells a client that turned it on with <c>$/setTrace</c> of every message, in <c>$/logTrace</c>: its name, and when asked for
/// everything its body. What answers for keys is left out, and whatever else holds one is redacted.
/// </summary>
internal sealed class MessageTrace(RpcConnection<ServerState> connection, Redactor redactor)
{
    // A trace is read by people, and a document of megabytes would be sent twice.
    private const int MostBytes = 64 * 1024;

    public void See(RpcTraceEntry entry)
    {
        var wanted = connection.State.Trace;
        if (wanted is not ("messages" or "verbose") || entry.Method == "$/logTrace")
        {
            return;
        }

        var id = entry.Id is { } number ? $" ({number})" : "";
        var words = $"{(entry.Direction == RpcDirection.In ? "Received" : "Sent")} {entry.Method ?? "a message"}{id}, {entry.Body.Length} bytes";

        // An answer to no question of ours may be one to a question for a key that is answered twice.
        var body = wanted == "verbose" && entry.Method is not (null or "codex/secret/read") ? Body(entry.Body.Span) : null;
        connection.Notify("$/logTrace", WireJson.Default.LogTraceParams, new LogTraceParams(words, body));
    }

    private string Body(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MostBytes)]);
        return redactor.Redact(body.Length <= MostBytes ? text : text + "…");
    }
}
