using System.CommandLine;
using CodexLsp.Engine;
using TurnMode = CodexLsp.Engine.Turns.TurnMode;
using TurnStatus = CodexLsp.Engine.Turns.TurnStatus;

namespace CodexLsp.Host.Cli;

/// <summary>
/// <c>resume ID ["WORDS"]</c>: shows what a thread holds and goes on with it: with the words, or with what was cut short.
/// </summary>
internal static class ResumeCommand
{
    private const string GoOn = "It was cut short. Go on where it stopped.";

    public static Command Create(CommandRunner runner)
    {
        var id = new Argument<string>("ID") { Description = "The thread." };
        var words = new Argument<string?>("WORDS") { Description = "What to do next; without it, what was cut short goes on.", Arity = ArgumentArity.ZeroOrOne };
        var options = new TurnOptions();
        var command = runner.Bind(
            new Command("resume", "Show a thread and go on with it.") { id, words },
            async (session, parsed, cancellationToken) =>
            {
                var read = await session.Assistant.Threads.ReadThreadAsync(parsed.GetRequiredValue(id), cancellationToken);
                if (!read.Succeeded)
                {
                    return session.Output.Fail(read.Failure);
                }

                var thread = read.Value.Thread;
                if (thread.Folder != session.Folder)
                {
                    return session.Output.Fail(new Failure("usage.root", $"The thread belongs to {thread.Folder.Value}.", $"Go on with it there: --root {thread.Folder.Value}"));
                }

                var run = options.RunOf(session, parsed);
                run.Tell(thread);
                var last = thread.Turns.LastOrDefault();
                var next = parsed.GetValue(words) ?? (last is { Status: not TurnStatus.Completed } ? GoOn : null);
                if (next is null)
                {
                    return ExitCodes.Done;
                }

                var input = await AttachedInput.ReadAsync(session, next, [], cancellationToken);
                if (!input.Succeeded)
                {
                    return session.Output.Fail(input.Failure);
                }

                var mode = last is { Mode: TurnMode.Chat } ? TurnMode.Chat : TurnMode.Task;
                var order = session.Order(mode, input.Value, thread.Id);
                return await run.RunAsync(options.Complete(order, parsed), cancellationToken);
            });
        options.AddTo(command);
        return command;
    }
}
