using System.Diagnostics.CodeAnalysis;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using CodexLsp.Host.Composition;
using CodexLsp.Host.Configuration;
using CodexLsp.Host.Serving;

namespace CodexLsp.Host.Cli;

/// <summary><c>serve</c>: the language server on standard input and output. It reads its few options itself, because the parser costs start-up time.</summary>
internal static class ServeCommand
{
    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "Standard input and output are the wire, and this is where it is opened.")]
    [SuppressMessage("Usage", "VSTHRD002:Avoid problematic synchronous waits", Justification = "The main thread has nothing else to do, and each asynchronous frame on the way costs nine methods compiled before the first answer.")]
    public static int Run(IReadOnlyList<string> arguments)
    {
        if (Wrong(arguments) is { } wrong)
        {
            Console.Error.WriteLine(wrong);
            return ExitCodes.Usage;
        }

        Func<string, string?> variable = Environment.GetEnvironmentVariable;
        var folders = StandardFolders.From(variable);
        using var log = new SessionLog(folders.State.Append("logs"), ValueOf(arguments, "--log-level"), new Redactor(), TimeProvider.System);
        AbsolutePath? config = ValueOf(arguments, "--config") is { } file ? new AbsolutePath(Path.GetFullPath(file)) : null;
        var server = new LanguageServer(
            Console.OpenStandardInput(),
            Console.OpenStandardOutput(),
            new ServerSurroundings(folders, variable, TimeProvider.System, log, ConfigFile: config));
        try
        {
            return server.RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        }
        finally
        {
            server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static string? Wrong(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (arguments[i] is not ("--config" or "--log-level"))
            {
                return $"serve does not know {arguments[i]}. It takes --config FILE and --log-level LEVEL.";
            }

            if (i + 1 == arguments.Count)
            {
                return $"{arguments[i]} needs a value.";
            }
        }

        return null;
    }

    private static string? ValueOf(IReadOnlyList<string> arguments, string option)
    {
        for (var i = 0; i + 1 < arguments.Count; i += 2)
        {
            if (arguments[i] == option)
            {
                return arguments[i + 1];
            }
        }

        return null;
    }
}
