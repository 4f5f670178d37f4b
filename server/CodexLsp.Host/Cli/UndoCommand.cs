using System.CommandLine;
using CodexLsp.Engine;

namespace CodexLsp.Host.Cli;

/// <summary><c>undo PROPOSAL</c>: takes an accepted proposal back, the last acceptance first.</summary>
internal static class UndoCommand
{
    public static Command Create(CommandRunner runner)
    {
        var proposal = new Argument<string>("PROPOSAL") { Description = "Its id." };
        return runner.Bind(
            new Command("undo", "Take an accepted proposal back.") { proposal },
            async (session, parsed, cancellationToken) =>
            {
                var id = parsed.GetRequiredValue(proposal);
                var found = await session.Assistant.Threads.FindProposalAsync(id, cancellationToken);
                if (!found.Succeeded)
                {
                    return session.Output.Fail(found.Failure);
                }

                var acceptances = await session.Assistant.Threads.ListAcceptancesAsync(found.Value.ThreadId, cancellationToken);
                if (acceptances.LastOrDefault(a => a.ProposalId == id && !a.Undone) is not { } last)
                {
                    return session.Output.Fail(new Failure("undo.none", $"Nothing of proposal {id} is written.", "There is nothing to take back."));
                }

                var review = session.Assistant.Review(session.Configuration, session.Snapshot);
                var decision = await review.UndoAsync(
                    last.UndoToken, () => session.Snapshot, session.Assistant.DiskWriter(session.Configuration, session.Snapshot), cancellationToken);
                return AcceptCommand.Show(session, decision, $"Taken back. Write it again: codex-lsp accept {id}");
            });
    }
}
