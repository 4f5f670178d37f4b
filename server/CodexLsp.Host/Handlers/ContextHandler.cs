using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;
using CodexLsp.Host.Serving;

namespace CodexLsp.Host.Handlers;

/// <summary><c>codex/context</c>: what would be sent, without a model.</summary>
internal sealed class ContextHandler(LanguageServer server)
{
    public async Task<ContextPack> HandleAsync(ServerState state, ContextParams parameters, CancellationToken cancellationToken)
    {
        var place = Places.Find(state, parameters.TextDocument, parameters.Range);
        var pack = await server.Assistant.GatherContextAsync(place, parameters.Instruction, server.Configuration(state), cancellationToken);
        return ToWire.For(state.Snapshot, parameters.TextDocument.Uri).Context(pack);
    }
}
