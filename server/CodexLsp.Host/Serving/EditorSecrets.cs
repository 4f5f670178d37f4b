using CodexLsp.Host.Composition;
using CodexLsp.Host.Protocol;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Serving;

/// <summary>Asks a client of ours for the keys it keeps for its user.</summary>
internal sealed class EditorSecrets(RpcConnection<ServerState> connection, SessionLog log)
{
    /// <summary>The key for an endpoint; null when the client has none, does not know the question, or is gone.</summary>
    /// <param name="endpoint">Its address.</param>
    /// <param name="ended">Cancelled when the session ends.</param>
    public async Task<string?> ReadAsync(string endpoint, CancellationToken ended)
    {
        if (!connection.State.Client.IsOurs)
        {
            return null;
        }

        try
        {
            var answer = await connection.RequestAsync(
                "codex/secret/read",
                WireJson.Default.SecretReadParams,
                new SecretReadParams("openai", endpoint),
                WireJson.Default.SecretReadResult,
                ended);
            return answer?.Secret;
        }
        catch (Exception exception) when (exception is RpcException or IOException or OperationCanceledException)
        {
            log.Error("the client did not answer codex/secret/read", exception);
            return null;
        }
    }
}
