using System.CommandLine;
using CodexLsp.Engine;
using CodexLsp.Engine.Models;
using CodexLsp.Host.Composition;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;
using Proposal = CodexLsp.Engine.Edits.Proposal;
using ProposalStatus = CodexLsp.Engine.Edits.ProposalStatus;
using VerificationStatus = CodexLsp.Engine.Verification.VerificationStatus;

namespace CodexLsp.Host.Cli;

/// <summary><c>edit FILE[:START[-END]] "INSTRUCTION"</c>: a diff with its verdict; with <c>--apply</c> it is written.</summary>
internal static class EditCommand
{
    public static Command Create(CommandRunner runner)
    {
        var file = new Argument<string>("FILE[:START[-END]]") { Description = "The file and its lines; one line is the member there." };
        var instruction = new Argument<string>("INSTRUCTION") { Description = "What to change, in your words." };
        return Bind(
            runner,
            new Command("edit", "Change lines of a file, checked by the compiler.") { file, instruction },
            (session, parsed, _) =>
            {
                var place = session.PlaceOfCode(parsed.GetRequiredValue(file));
                var words = parsed.GetRequiredValue(instruction);
                return Task.FromResult<Outcome<EditOrder>>(!place.Succeeded ? place.Failure
                    : string.IsNullOrWhiteSpace(words) ? new Failure("usage.instruction", "The instruction is empty.", "Say what to change.")
                    : new EditOrder(place.Value, words));
            });
    }

    /// <summary>Makes <paramref name="command"/> propose an edit, show it, and write it where that was asked for.</summary>
    /// <param name="runner">Opens the session.</param>
    /// <param name="command">The command, which gets the options.</param>
    /// <param name="order">What to do; a failure says why nothing can be.</param>
    public static Command Bind(
        CommandRunner runner, Command command, Func<CliSession, ParseResult, CancellationToken, Task<Outcome<EditOrder>>> order)
    {
        var apply = new Option<bool>("--apply") { Description = "Write the change, unless it does not compile." };
        var force = new Option<bool>("--force") { Description = "With --apply: write it even when it does not compile." };
        var requireVerified = new Option<bool>("--require-verified") { Description = "Exit 1 unless the compiler agreed." };
        foreach (var option in new[] { apply, force, requireVerified })
        {
            command.Add(option);
        }

        return runner.Bind(command, async (session, parsed, cancellationToken) =>
        {
            var ordered = await order(session, parsed, cancellationToken);
            if (!ordered.Succeeded)
            {
                return session.Output.Fail(ordered.Failure);
            }

            var proposed = await session.ProposeAsync(ordered.Value, cancellationToken);
            return proposed.Succeeded
                ? await FinishAsync(
                    session, proposed.Value, parsed.GetValue(apply), parsed.GetValue(force), parsed.GetValue(requireVerified), cancellationToken)
                : session.Output.Fail(proposed.Failure);
        });
    }

    private static async Task<int> FinishAsync(
        CliSession session, Proposal proposal, bool apply, bool force, bool requireVerified, CancellationToken cancellationToken)
    {
        if (proposal.Status != ProposalStatus.Ready)
        {
            // What the model answered, or could not do, is a result to show; that it could not be asked is an error.
            if (proposal.Error is { } why && (ExitCodes.Of(why) == ExitCodes.Model || proposal.Usage == ModelUsage.None))
            {
                return session.Output.Fail(why);
            }

            Show(session, proposal);
            return proposal.Error is { } error ? ExitCodes.Of(error) : ExitCodes.Failed;
        }

        var exitCode = proposal.Verdict.Status switch
        {
            VerificationStatus.Broken => ExitCodes.Broken,
            VerificationStatus.Unverified when requireVerified => ExitCodes.Failed,
            _ => ExitCodes.Done,
        };
        if (apply && (exitCode == ExitCodes.Done || (exitCode == ExitCodes.Broken && force)))
        {
            var decision = await session.AcceptAsync(proposal.Id, inAdvance: true, cancellationToken);
            if (!decision.Applied)
            {
                return Refused(session, proposal, decision.Failure ?? Conflict);
            }

            // What is shown is the change as it was made, not the files it is in by now.
            proposal = (decision.Proposal ?? proposal) with { Changes = session.Output.Json ? decision.Proposal?.Changes ?? proposal.Changes : proposal.Changes };
        }

        Show(session, proposal);
        return exitCode;
    }

    /// <summary>Why a change could not be written on the text of now.</summary>
    public static Failure Conflict { get; } =
        new("edit.conflict", "The same lines were changed meanwhile; nothing was written.", "Ask again on the text as it is now.");

    private static int Refused(CliSession session, Proposal proposal, Failure failure)
    {
        if (!session.Output.Json)
        {
            new DiffView(session.Output.Terminal, session.Folder).Show(proposal);
        }

        return session.Output.Fail(failure, proposal);
    }

    private static void Show(CliSession session, Proposal proposal)
    {
        proposal = session.Output.Redacted(proposal);
        if (session.Output.Json)
        {
            session.Output.Write(ToWire.Plain.Proposal(proposal), WireJson.Default.Proposal);
            return;
        }

        new DiffView(session.Output.Terminal, session.Folder).Show(proposal);
        session.Output.Terminal.Say(proposal.Status switch
        {
            ProposalStatus.Ready => $"Nothing is written yet. Write it: codex-lsp accept {proposal.Id}",
            ProposalStatus.Accepted => $"Written. Take it back: codex-lsp undo {proposal.Id}",
            _ => "Nothing is written.",
        });
    }
}
