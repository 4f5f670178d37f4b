using System.CommandLine;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;

namespace CodexLsp.Host.Cli;

/// <summary><c>context FILE[:A-B]</c>: what would be sent to the model, and why, without asking it.</summary>
internal static class ContextCommand
{
    public static Command Create(CommandRunner runner)
    {
        var file = new Argument<string>("FILE[:A-B]") { Description = "The file and its lines, from 1, inclusive." };
        return runner.Bind(
            new Command("context", "Show what would be sent to the model, and why.") { file },
            async (session, parsed, cancellationToken) =>
            {
                var place = session.PlaceOfCode(parsed.GetRequiredValue(file));
                if (!place.Succeeded)
                {
                    return session.Output.Fail(place.Failure);
                }

                var pack = await session.Assistant.GatherContextAsync(place.Value, null, session.Configuration, cancellationToken);
                if (session.Output.Json)
                {
                    session.Output.Write(ToWire.Plain.Context(pack), WireJson.Default.ContextPack);
                }
                else
                {
                    Print(session, pack);
                }

                return ExitCodes.Done;
            });
    }

    private static void Print(CliSession session, Engine.Context.ContextPack pack)
    {
        var terminal = session.Output.Terminal;
        foreach (var item in pack.Items)
        {
            var place = item.Path is { } path ? $" · {path.RelativeTo(session.Folder)}" : "";
            var tokens = item.Kind == Engine.Context.ContextKind.Selection ? "not counted" : $"{item.Tokens} tokens";
            terminal.Print($"── {item.Title}{place} · {item.Why} · {tokens}");
            terminal.Print(item.Text.TrimEnd() + "\n");
        }

        terminal.Say($"{pack.Tokens} of {pack.Budget} tokens beside the selection, by estimate");
    }
}
