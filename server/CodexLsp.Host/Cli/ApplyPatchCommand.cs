using System.CommandLine;
using CodexLsp.Engine;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;

namespace CodexLsp.Host.Cli;

/// <summary>
/// <c>apply-patch</c>: a patch envelope or unified diff on standard input, all or nothing, in the journal, so that undo works.
/// </summary>
internal static class ApplyPatchCommand
{
    public static Command Create(CommandRunner runner)
    {
        var check = new Option<bool>("--check") { Description = "Only say whether it would apply." };
        return runner.Bind(
            new Command("apply-patch", "Apply a patch from standard input, all of it or nothing.") { check },
            async (session, parsed, cancellationToken) =>
            {
                var text = await session.Output.Terminal.In.ReadToEndAsync(cancellationToken).WaitAsync(cancellationToken);
                var placed = session.Assistant.PlacePatch(text, session.Snapshot, session.Folder, session.Configuration);
                if (!placed.Succeeded)
                {
                    return Show(session, new ApplyPatchResult(false, [], null, ToWire.Error(placed.Failure)), placed.Failure);
                }

                if (placed.Value.Protected is [var first, ..])
                {
                    var refused = new Failure(
                        "policy.protected",
                        $"{first.Path.RelativeTo(session.Folder)} is protected ({first.Pattern}): a patch is applied without being shown first, so it may not change it. Nothing was written.",
                        "Make that change yourself, and apply the rest of the patch.");
                    return Show(session, new ApplyPatchResult(false, [], null, ToWire.Error(refused)), refused);
                }

                var changes = placed.Value.Changes;
                string[] files = [.. changes.Files.Select(f => f.FinalPath.RelativeTo(session.Folder))];
                if (parsed.GetValue(check))
                {
                    return Show(session, new ApplyPatchResult(false, files, null, null), null);
                }

                var proposal = await session.Assistant.RecordPatchAsync(changes, session.Folder, cancellationToken);
                var decision = await session.AcceptAsync(proposal.Id, inAdvance: true, cancellationToken);
                var failure = decision.Applied
                    ? null
                    : decision.Failure ?? new Failure("edit.conflict", "A file was changed meanwhile; nothing was written.", "Apply the patch again.");
                return Show(
                    session,
                    new ApplyPatchResult(decision.Applied, decision.Applied ? files : [], proposal.Id, failure is null ? null : ToWire.Error(failure)),
                    failure);
            });
    }

    private static int Show(CliSession session, ApplyPatchResult result, Failure? failure)
    {
        if (session.Output.Json)
        {
            session.Output.Write(result, WireJson.Default.ApplyPatchResult);
            return failure is null ? ExitCodes.Done : ExitCodes.Of(failure);
        }

        if (failure is not null)
        {
            return session.Output.Fail(failure);
        }

        foreach (var file in result.Files)
        {
            session.Output.Terminal.Print(file);
        }

        session.Output.Terminal.Say(result.Applied
            ? $"Applied. Take it back: codex-lsp undo {result.ProposalId}"
            : "It would apply. Nothing was written.");
        return ExitCodes.Done;
    }
}
