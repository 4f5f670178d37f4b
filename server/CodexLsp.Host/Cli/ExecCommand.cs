using System.CommandLine;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Host.Cli;

/// <summary><c>exec "TASK"</c>: plan, change, check, test, repair; one diff at the end, written when that was asked for.</summary>
internal static class ExecCommand
{
    public static Command Create(CommandRunner runner)
    {
        var task = new Argument<string>("TASK") { Description = "What to do, in your words." };
        var options = new TurnOptions();
        var command = runner.Bind(
            new Command("exec", "Do a task: change files, check them, run the tests, repair.") { task },
            async (session, parsed, cancellationToken) =>
            {
                var input = await AttachedInput.ReadAsync(session, parsed.GetRequiredValue(task), [], cancellationToken);
                if (!input.Succeeded)
                {
                    return session.Output.Fail(input.Failure);
                }

                var order = options.Complete(session.Order(TurnMode.Task, input.Value), parsed);
                return await options.RunOf(session, parsed).RunAsync(order, cancellationToken);
            });
        options.AddTo(command);
        return command;
    }
}
