using System.Text.Json.Serialization.Metadata;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Serving;

/// <summary>Notifications to the client.</summary>
/// <param name="connection">To it.</param>
internal sealed class ClientSink(RpcConnection<ServerState> connection) : INotificationSink
{
    /// <inheritdoc/>
    public void Notify<T>(string method, JsonTypeInfo<T> type, T value) => connection.Notify(method, type, value);

    /// <inheritdoc/>
    public void NotifyDelta<T>(string method, string key, JsonTypeInfo<T> type, T value, Func<T, T, T> merge) =>
        connection.NotifyDelta(method, key, type, value, merge);
}
