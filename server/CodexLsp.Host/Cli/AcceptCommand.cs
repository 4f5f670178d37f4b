using System.CommandLine;
using CodexLsp.Engine;
using CodexLsp.Engine.Turns;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;

namespace CodexLsp.Host.Cli;

/// <summary><c>accept PROPOSAL</c>: writes a proposal that was shown before.</summary>
internal static class AcceptCommand
{
    public static Command Create(CommandRunner runner)
    {
        var proposal = new Argument<string>("PROPOSAL") { Description = "Its id, as edit printed it." };
        var force = new Option<bool>("--force") { Description = "Write it even when it does not compile." };
        return runner.Bind(
            new Command("accept", "Write a proposal shown before.") { proposal, force },
            async (session, parsed, cancellationToken) =>
            {
                var id = parsed.GetRequiredValue(proposal);
                var found = await session.Assistant.Threads.FindProposalAsync(id, cancellationToken);
                if (!found.Succeeded)
                {
                    return session.Output.Fail(found.Failure);
                }

                if (found.Value.Verdict.Status == Engine.Verification.VerificationStatus.Broken && !parsed.GetValue(force))
                {
                    new DiffView(session.Output.Terminal, session.Folder).Show(found.Value.Verdict);
                    session.Output.Fail(new Failure("edit.broken", "The proposal does not compile; nothing was written.", "Write it all the same with --force."));
                    return ExitCodes.Broken;
                }

                var decision = await session.AcceptAsync(id, inAdvance: false, cancellationToken);
                if (decision.Failure is { Code: "edit.broken" } && parsed.GetValue(force))
                {
                    decision = await session.AcceptAsync(id, inAdvance: false, cancellationToken);
                }

                return Show(session, decision, $"Written. Take it back: codex-lsp undo {id}");
            });
    }

    /// <summary>Prints what came of a decision and gives its exit code.</summary>
    public static int Show(CliSession session, Decision decision, string done)
    {
        if (decision.Failure is { } failure)
        {
            return session.Output.Fail(failure);
        }

        if (session.Output.Json)
        {
            session.Output.Write(
                new AcceptResult(decision.Applied, [.. decision.Conflicts.Select(ToWire.Plain.Conflict)], decision.UndoToken),
                WireJson.Default.AcceptResult);
        }
        else if (decision.Applied)
        {
            session.Output.Terminal.Say(done);
        }
        else
        {
            foreach (var conflict in decision.Conflicts)
            {
                session.Output.Terminal.Say(
                    $"{conflict.Path.RelativeTo(session.Folder)}: the same lines were changed meanwhile.\n── now ──\n{conflict.Ours.TrimEnd()}\n── wanted ──\n{conflict.Theirs.TrimEnd()}");
            }

            session.Output.Terminal.Say("Nothing was written.");
        }

        return decision.Applied ? ExitCodes.Done : ExitCodes.Failed;
    }
}
