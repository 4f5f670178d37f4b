using CodexLsp.Engine;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Turns;
using CodexLsp.Host.Composition;
using CodexLsp.Host.Handlers;

namespace CodexLsp.Host.Serving;

/// <summary>
/// What the user decides on proposals, here and by the editor's undo, with everyone told who has to know: the client before its
/// request is answered, the compiler, and whoever watches the text.
/// </summary>
internal sealed class Decisions(LanguageServer server) : IDisposable
{
    private readonly AcceptedEdits _accepted = new(server);

    // The pen of a thread is for one at a time: the second decision waits for the first, and then sees what came of it.
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Writes what is accepted: the editor does where it can, else the committer.</summary>
    public Task<Decision> AcceptAsync(ServerState state, ProposalAcceptance acceptance, CancellationToken cancellationToken) =>
        OneAsync(() => AcceptOneAsync(state, acceptance, cancellationToken), cancellationToken);

    /// <summary>
    /// Writes a task's change where that was accepted in advance, and asks where that does not cover it; null where it only waits. While
    /// the user is asked they can decide in any other way.
    /// </summary>
    public async Task<Decision?> AcceptInAdvanceAsync(ServerState state, Turn turn, Proposal proposal, TurnOrder order, CancellationToken cancellationToken)
    {
        var decision = await server.Assistant.AcceptInAdvanceAsync(
            turn, proposal, order, server.Configuration(state), () => server.Snapshot, Writer(state), new EditorApprover(server), cancellationToken);
        return decision is null ? null : await SettledAsync(state, proposal, decision);
    }

    /// <summary>Declines a proposal, or hunks of it.</summary>
    public Task<Outcome<Proposal>> RejectAsync(
        ServerState state, string proposalId, IReadOnlyCollection<string>? hunkIds, CancellationToken cancellationToken) =>
        OneAsync(() => RejectOneAsync(state, proposalId, hunkIds, cancellationToken), cancellationToken);

    /// <summary>Takes an acceptance back.</summary>
    public Task<Decision> UndoAsync(ServerState state, string undoToken, CancellationToken cancellationToken) =>
        OneAsync(() => UndoOneAsync(state, undoToken, Writer(state), cancellationToken), cancellationToken);

    /// <summary>Looks for the editor's own undo. Called in the admission loop.</summary>
    public void Look(Snapshot snapshot) => _accepted.Look(snapshot);

    /// <summary>The editor's own undo took an acceptance back: nothing is left to write, only to remember.</summary>
    public Task TakenBackByEditorAsync(string undoToken, CancellationToken cancellationToken) =>
        OneAsync(() => UndoOneAsync(server.Connection.State, undoToken, new AlreadyWritten(), cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<T> OneAsync<T>(Func<Task<T>> decide, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return await decide();
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<Decision> AcceptOneAsync(ServerState state, ProposalAcceptance acceptance, CancellationToken cancellationToken)
    {
        var before = Requests.Require(await server.Assistant.Threads.FindProposalAsync(acceptance.ProposalId, cancellationToken));
        Places.RequireInStep(state.Snapshot, before.Changes.Files.Select(f => f.Path));
        using var deciding = server.Pending.Pause(acceptance.ProposalId);
        var known = acceptance with { KnownVerdict = (changes, now) => server.Pending.Known(acceptance.ProposalId, changes, now) };
        var decision = await Review(state).AcceptAsync(known, () => server.Snapshot, Writer(state), cancellationToken);
        return await SettledAsync(state, before, decision);
    }

    private async Task<Decision> SettledAsync(ServerState state, Proposal before, Decision decision)
    {
        if (decision is { Applied: true, UndoToken: { } token, Proposal: { } accepted })
        {
            if (state.Client.AppliesEdits)
            {
                _accepted.Remember(token, before, accepted);
            }

            await SettleAsync(state, accepted);
        }

        return Told(decision);
    }

    private async Task<Outcome<Proposal>> RejectOneAsync(
        ServerState state, string proposalId, IReadOnlyCollection<string>? hunkIds, CancellationToken cancellationToken)
    {
        using var deciding = server.Pending.Pause(proposalId);
        var rejected = await Review(state).RejectAsync(proposalId, hunkIds, cancellationToken);
        if (!rejected.Succeeded)
        {
            return rejected;
        }

        await SettleAsync(state, rejected.Value);
        return Tell(rejected.Value);
    }

    private async Task<Decision> UndoOneAsync(ServerState state, string undoToken, IChangeWriter writer, CancellationToken cancellationToken)
    {
        var acceptance = await server.Assistant.Threads.FindAcceptanceAsync(undoToken, cancellationToken);
        using var deciding = server.Pending.Pause(acceptance.Value?.ProposalId ?? "");
        return Told(await Review(state).UndoAsync(undoToken, () => server.Snapshot, writer, cancellationToken));
    }

    private ProposalReview Review(ServerState state) => server.Assistant.Review(server.Configuration(state), state.Snapshot);

    private IChangeWriter Writer(ServerState state) => state.Client.AppliesEdits
        ? new EditorWriter(server.Connection)
        : new SavedFilesWriter(server.Assistant.DiskWriter(server.Configuration(state), state.Snapshot), () => server.Snapshot);

    // One revision decided as a whole decides for all.
    private async Task SettleAsync(ServerState state, Proposal decided)
    {
        if (decided.Status is ProposalStatus.Accepted or ProposalStatus.Rejected)
        {
            foreach (var other in await Review(state).RejectOtherRevisionsAsync(decided, server.Ended))
            {
                Tell(other);
            }
        }
    }

    private Decision Told(Decision decision)
    {
        if (decision is { Applied: true, Proposal: { } proposal })
        {
            server.FilesChanged([.. proposal.Changes.Paths]);
        }

        // Not written for it does not compile any more: the client still shows the verdict of before.
        if (decision is { Proposal: { } changed } && (decision.Applied || decision.Failure?.Code == ProposalReview.BrokenSince))
        {
            Tell(changed);
        }

        return decision;
    }

    private Proposal Tell(Proposal changed)
    {
        var shown = server.Pending.Follow(changed, server.Snapshot);
        server.NotifyChanged(shown);
        return shown;
    }
}
