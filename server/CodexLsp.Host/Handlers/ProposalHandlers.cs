using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Turns;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;
using CodexLsp.Host.Serving;

namespace CodexLsp.Host.Handlers;

/// <summary>
/// <c>codex/edit/accept</c>, <c>reject</c>, <c>undo</c>, <c>codex/proposal/list</c> and <c>read</c>: what a user does with proposals.
/// </summary>
internal sealed class ProposalHandlers(LanguageServer server)
{
    public async Task<AcceptResult> AcceptAsync(ServerState state, AcceptParams parameters, CancellationToken cancellationToken)
    {
        var acceptance = new ProposalAcceptance(
            parameters.ProposalId,
            parameters.HunkIds,
            [.. (parameters.Texts ?? []).Select(t => (Places.PathOf(t.Uri), t.Text))],
            InAdvance: false);
        var decision = await server.Decisions.AcceptAsync(state, acceptance, cancellationToken);
        return new AcceptResult(decision.Applied, Conflicts(state, decision), decision.UndoToken);
    }

    public async Task<RejectResult> RejectAsync(ServerState state, RejectParams parameters, CancellationToken cancellationToken)
    {
        var proposal = Requests.Require(await server.Decisions.RejectAsync(state, parameters.ProposalId, parameters.HunkIds, cancellationToken));
        return new RejectResult(ToWire.For(state.Snapshot).Proposal(proposal));
    }

    public async Task<UndoResult> UndoAsync(ServerState state, UndoParams parameters, CancellationToken cancellationToken)
    {
        var decision = await server.Decisions.UndoAsync(state, parameters.UndoToken, cancellationToken);
        return new UndoResult(decision.Applied, Conflicts(state, decision));
    }

    public async Task<ProposalListResult> ListAsync(ServerState state, ProposalListParams parameters, CancellationToken cancellationToken)
    {
        AbsolutePath? path = parameters.Uri is { } uri ? Places.PathOf(uri) : null;
        var proposals = await server.Assistant.Threads.ListProposalsAsync(state.Snapshot.Folders, path, cancellationToken);
        var wire = ToWire.For(state.Snapshot);
        return new ProposalListResult([.. proposals.Select(p => wire.Proposal(server.Pending.Listed(p)))]);
    }

    public async Task<Proposal> ReadAsync(ServerState state, ProposalReadParams parameters, CancellationToken cancellationToken) =>
        ToWire.For(state.Snapshot).Proposal(server.Pending.View(Requests.Require(
            await server.Assistant.Threads.FindProposalAsync(parameters.ProposalId, cancellationToken))));

    private static IReadOnlyList<Conflict> Conflicts(ServerState state, Decision decision)
    {
        // Conflicts are a result; every other reason is an error the user can act on.
        if (decision.Failure is { } failure)
        {
            throw Requests.Failed(failure);
        }

        var wire = ToWire.For(state.Snapshot);
        return [.. decision.Conflicts.Select(wire.Conflict)];
    }
}
