using System.CommandLine;
using CodexLsp.Engine;

namespace CodexLsp.Host.Cli;

/// <summary>What all commands have in common: a session is opened, whatever goes wrong becomes words and an exit code.</summary>
/// <param name="options">The options of every command.</param>
/// <param name="surroundings">What commands see of the world.</param>
internal sealed class CommandRunner(GlobalOptions options, CliSurroundings surroundings)
{
    /// <summary>Makes <paramref name="command"/> run <paramref name="run"/> in a session of its own.</summary>
    public Command Bind(Command command, Func<CliSession, ParseResult, CancellationToken, Task<int>> run)
    {
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, run, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(
        ParseResult parsed, Func<CliSession, ParseResult, CancellationToken, Task<int>> run, CancellationToken cancellationToken)
    {
        var output = new CliOutput(surroundings.Terminal, parsed.GetValue(options.Json));
        try
        {
            var opened = CliSession.Open(parsed, options, surroundings, output);
            if (!opened.Succeeded)
            {
                return output.Fail(opened.Failure);
            }

            await using var session = opened.Value;
            return await run(session, parsed, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            surroundings.Terminal.Error.WriteLine("Interrupted. Nothing was written.");
            return ExitCodes.Interrupted;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return output.Fail(new Failure("io", exception.Message, "Check that the file or folder is there and that you may use it."));
        }
    }
}
