using System.CommandLine;
using CodexLsp.Engine;
using CodexLsp.Host.Composition;

namespace CodexLsp.Host.Cli;

/// <summary>What all commands have in common: a session is opened, whatever goes wrong becomes words and an exit code.</summary>
/// <param name="options">The options of every command.</param>
/// <param name="surroundings">What commands see of the world.</param>
internal sealed class CommandRunner(GlobalOptions options, CliSurroundings surroundings)
{
    /// <summary>
    /// Makes <paramref name="command"/> run <paramref name="run"/> in a session of its own, on files no crash left half-written.
    /// </summary>
    public Command Bind(Command command, Func<CliSession, ParseResult, CancellationToken, Task<int>> run) =>
        BindWithoutState(command, async (session, parsed, cancellationToken) =>
        {
            if (StateFolder.Problem(session.Surroundings.Folders.State) is { } problem)
            {
                return session.Output.Fail(problem);
            }

            foreach (var told in await session.Assistant.RecoverAsync(cancellationToken))
            {
                session.Output.Terminal.Say(told);
            }

            return await run(session, parsed, cancellationToken);
        });

    /// <summary>As <see cref="Bind"/>, for a command that must work where our state folder does not.</summary>
    public Command BindWithoutState(Command command, Func<CliSession, ParseResult, CancellationToken, Task<int>> run)
    {
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, run, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(
        ParseResult parsed, Func<CliSession, ParseResult, CancellationToken, Task<int>> run, CancellationToken cancellationToken)
    {
        var output = new CliOutput(surroundings.Terminal, parsed.GetValue(options.Json));
        var opened = CliSession.Open(parsed, options, surroundings, output);
        if (!opened.Succeeded)
        {
            return output.Fail(opened.Failure);
        }

        await using var session = opened.Value;
        try
        {
            return await run(session, parsed, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            output.Fail(new Failure("interrupted", "Interrupted. Nothing was written."));
            return ExitCodes.Interrupted;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return output.Fail(new Failure("io", exception.Message, "Check that the file or folder is there and that you may use it."));
        }
        catch (Exception exception)
        {
            // A bug of ours: the log has all of it, the user what they can use.
            session.Surroundings.Log.Error("The command ended by an unexpected exception.", exception);
            return output.Fail(new Failure(
                "internal",
                $"The command ended by an unexpected {exception.GetType().Name}.",
                $"Please report it with the newest file of {session.Surroundings.Folders.State.Append("logs").Value}."));
        }
    }
}
