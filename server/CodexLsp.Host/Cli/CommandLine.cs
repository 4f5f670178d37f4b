using System.CommandLine;
using CodexLsp.Engine;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Host.Cli;

/// <summary>The command line: every command with the options all of them share.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command and gives its exit code.</summary>
    /// <param name="arguments">As the process got them, <c>serve</c> excepted.</param>
    /// <param name="surroundings">What the command sees of the world.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliSurroundings surroundings, CancellationToken cancellationToken)
    {
        var options = new GlobalOptions();
        var runner = new CommandRunner(options, surroundings);
        var root = new RootCommand("AI edits with a compiler in the loop. 'codex-lsp serve' is the language server.")
        {
            EditCommand.Create(runner),
            FixCommand.Create(runner),
            AskCommand.Create(runner),
            ExecCommand.Create(runner),
            ResumeCommand.Create(runner),
            AcceptCommand.Create(runner),
            UndoCommand.Create(runner),
            ContextCommand.Create(runner),
            VerifyCommand.Create(runner),
            ApplyPatchCommand.Create(runner),
            ThreadsCommand.Create(runner),
            DoctorCommand.Create(runner),
            ConfigCommand.Create(runner),
        };
        foreach (var option in options.All)
        {
            root.Add(option);
        }

        // An argument that begins with @ is the user's words, not the name of a file with more arguments.
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            var output = new CliOutput(surroundings.Terminal, arguments.Contains("--json"));
            return output.Fail(new Failure("usage.arguments", string.Join(" ", parsed.Errors.Select(e => e.Message)), "See codex-lsp --help."));
        }

        var invocation = new InvocationConfiguration
        {
            Output = surroundings.Terminal.Out,
            Error = surroundings.Terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(invocation, cancellationToken);
    }
}

/// <summary>What a command sees of the world; a test gives its own.</summary>
/// <param name="Terminal">Where it reads and writes.</param>
/// <param name="Variable">The environment.</param>
/// <param name="CurrentFolder">What relative paths are relative to.</param>
/// <param name="Time">The clock.</param>
internal sealed record CliSurroundings(Terminal Terminal, Func<string, string?> Variable, AbsolutePath CurrentFolder, TimeProvider Time);
