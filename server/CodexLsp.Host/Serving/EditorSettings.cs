using System.Text.Json;
using CodexLsp.Host.Composition;
using CodexLsp.Host.Protocol;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Serving;

/// <summary>Asks the editor for its settings. Our client sends them with <c>initialize</c>; others are asked then, and all after a change.</summary>
internal sealed class EditorSettings(RpcConnection<ServerState> connection, SessionLog log)
{
    /// <summary>The settings, which the state has soon, too; null when the editor does not tell them.</summary>
    public async Task<JsonElement?> PullAsync(ClientProfile client, CancellationToken cancellationToken)
    {
        if (!client.HasConfiguration)
        {
            return null;
        }

        try
        {
            var answer = await connection.RequestAsync(
                "workspace/configuration",
                WireJson.Default.ConfigurationParams,
                new ConfigurationParams([new ConfigurationItem("codexLsp")]),
                WireJson.Default.JsonElement,
                cancellationToken);
            if (answer is { ValueKind: JsonValueKind.Array } sections
                && sections.GetArrayLength() == 1
                && sections[0].ValueKind == JsonValueKind.Object)
            {
                var settings = sections[0].Clone();
                connection.Post(state => state with { EditorSettings = settings });
                return settings;
            }
        }
        catch (RpcException exception)
        {
            log.Error("the client did not answer workspace/configuration", exception);
        }

        return null;
    }
}
