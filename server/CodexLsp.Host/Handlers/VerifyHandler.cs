using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;
using CodexLsp.Host.Serving;

namespace CodexLsp.Host.Handlers;

/// <summary><c>codex/verify</c>: compiles an edit, or the workspace as it is, without a model and without writing.</summary>
internal sealed class VerifyHandler(LanguageServer server)
{
    public async Task<Verification> HandleAsync(ServerState state, VerifyParams parameters, CancellationToken cancellationToken)
    {
        Places.RequireInStep(state.Snapshot, state.Snapshot.Open.Values.Select(o => o.Uri.Path).OfType<Engine.Documents.AbsolutePath>());
        var configuration = server.Configuration(state);
        var verdict = parameters.Edit is { } edit
            ? await server.Assistant.VerifyAsync(
                state.Snapshot, Requests.Require(new WorkspaceEditReader(state.Snapshot).Read(edit)), configuration, cancellationToken)
            : await server.Assistant.VerifyWorkspaceAsync(state.Snapshot, configuration, cancellationToken);
        return ToWire.For(state.Snapshot).Verification(verdict);
    }
}
