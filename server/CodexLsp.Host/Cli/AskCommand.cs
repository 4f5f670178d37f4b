using System.CommandLine;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Host.Cli;

/// <summary><c>ask "QUESTION" [FILE[:A-B]…] [-]</c>: an answer, as it is written; nothing is changed.</summary>
internal static class AskCommand
{
    public static Command Create(CommandRunner runner)
    {
        var question = new Argument<string>("QUESTION") { Description = "What you want to know, in your words." };
        var attached = new Argument<string[]>("FILE[:A-B]")
        {
            Description = "Files, or lines of them, to attach; - attaches standard input as text.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        return runner.Bind(
            new Command("ask", "Ask about the code; nothing is changed.") { question, attached },
            async (session, parsed, cancellationToken) =>
            {
                var input = await AttachedInput.ReadAsync(session, parsed.GetRequiredValue(question), parsed.GetValue(attached) ?? [], cancellationToken);
                return input.Succeeded
                    ? await new TurnRun(session).RunAsync(session.Order(TurnMode.Chat, input.Value), cancellationToken)
                    : session.Output.Fail(input.Failure);
            });
    }
}
