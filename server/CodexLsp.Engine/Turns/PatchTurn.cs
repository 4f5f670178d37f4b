using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Journal;
using CodexLsp.Engine.Verification;

namespace CodexLsp.Engine.Turns;

/// <summary>A patch somebody else wrote, as a turn of its own: no model, no verdict, but in the journal like every change.</summary>
public static class PatchTurn
{
    /// <summary>Makes the patch a proposal that is ready to be accepted.</summary>
    /// <exception cref="IOException">The journal cannot be written.</exception>
    public static async Task<Proposal> RecordAsync(
        ThreadStore threads, ChangeSet changes, AbsolutePath folder, TimeProvider time, CancellationToken cancellationToken)
    {
        var files = string.Join(", ", changes.Files.Take(3).Select(f => f.FinalPath.Name));
        var title = $"Apply a patch to {files}{(changes.Files.Length > 3 ? ", …" : "")}";
        await using var journal = await threads.CreateAsync(title, folder, cancellationToken);
        var turn = new Turn { Id = Ids.New(time), Mode = TurnMode.Edit, Status = TurnStatus.Running, StartedAt = time.GetUtcNow() };
        await journal.StartTurnAsync(turn, cancellationToken);
        var proposal = new Proposal
        {
            Id = Ids.New(time),
            ThreadId = journal.ThreadId,
            TurnId = turn.Id,
            Status = ProposalStatus.Ready,
            Title = title,
            Changes = changes,
            Verdict = Verdict.Unverified("a patch is applied as it is; verify --diff checks one"),
        };
        await journal.SaveProposalAsync(proposal, cancellationToken);
        await journal.AppendItemAsync(turn.Id, new Item.FileChange(Ids.New(time), ItemStatus.Completed, proposal.Id), cancellationToken);
        await journal.CompleteTurnAsync(
            turn with { Status = TurnStatus.Completed, CompletedAt = time.GetUtcNow(), ProposalId = proposal.Id }, cancellationToken);
        return proposal;
    }
}
