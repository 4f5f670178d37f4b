using System.CommandLine;

namespace CodexLsp.Host.Cli;

/// <summary>The options every command takes, before or after its name.</summary>
internal sealed class GlobalOptions
{
    public Option<string?> Root { get; } = Recursive<string?>("--root", "The workspace folder; else the git top, else the current folder.");

    public Option<string?> Solution { get; } = Recursive<string?>("--solution", "The solution or project file to compile with.");

    public Option<bool> Json { get; } = Recursive<bool>("--json", "Print one JSON object instead of words.");

    public Option<string?> Provider { get; } = Recursive<string?>("--provider", "auto, openai or offline.");

    public Option<string?> Model { get; } = Recursive<string?>("--model", "The provider's name of the model.");

    public Option<string?> Effort { get; } = Recursive<string?>("--effort", "Reasoning effort.");

    public Option<string?> Config { get; } = Recursive<string?>("--config", "A configuration file in place of the user's own.");

    public Option<string?> LogLevel { get; } = Recursive<string?>("--log-level", "How much is logged.").AcceptOnlyFromAmong("verbose", "debug", "information", "warning", "error");

    public Option<bool> NoBuild { get; } = Recursive<bool>("--no-build", "Run nothing of the workspace's: no design-time build, so no verdict.");

    public IEnumerable<Option> All => [Root, Solution, Json, Provider, Model, Effort, Config, LogLevel, NoBuild];

    private static Option<T> Recursive<T>(string name, string description) => new(name) { Description = description, Recursive = true };
}
