using System.CommandLine;
using CodexLsp.Engine;
using CodexLsp.Engine.Verification;
using CodexLsp.Host.Composition;

namespace CodexLsp.Host.Cli;

/// <summary><c>fix FILE[:LINE]</c>: a diff that mends what the compiler says there, with its verdict.</summary>
internal static class FixCommand
{
    public static Command Create(CommandRunner runner)
    {
        var file = new Argument<string>("FILE[:LINE]") { Description = "The file, or a line of it: the member there." };
        return EditCommand.Bind(
            runner,
            new Command("fix", "Mend what the compiler says about a file or a member.") { file },
            async (session, parsed, cancellationToken) =>
            {
                var place = session.PlaceOfCode(parsed.GetRequiredValue(file));
                return place.Succeeded ? await OrderAsync(session, place.Value, cancellationToken) : place.Failure;
            });
    }

    private static async Task<Outcome<EditOrder>> OrderAsync(CliSession session, EditPlace place, CancellationToken cancellationToken)
    {
        var lines = session.Assistant.Grow(place);
        var found = await session.Assistant.FindingsAsync(session.Snapshot, place.Path, lines, session.Configuration, cancellationToken);
        return found.Any(f => f.Severity != FindingSeverity.Info)
            ? EditOrder.Fix(place with { Selection = lines }, code: null)
            : new Failure("fix.nothing", $"The compiler finds nothing wrong there: {place.Path.RelativeTo(session.Folder)}.", "codex-lsp verify says what it finds in the whole workspace.");
    }
}
