using CodexLsp.Host.Protocol;
using CodexLsp.Host.Serving;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Handlers;

/// <summary><c>codex/doctor</c>: every prerequisite of this session, its state, and what to do.</summary>
internal sealed class DoctorHandler(LanguageServer server)
{
    public async Task<DoctorResult> HandleAsync(ServerState state, Empty parameters, CancellationToken cancellationToken) =>
        new(await server.Doctor.ExamineAsync(state.Snapshot, server.Configuration(state), cancellationToken));
}
