using CodexLsp.CSharp;
using CodexLsp.CSharp.Loading;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Processes;
using CodexLsp.Host.Configuration;
using CodexLsp.Host.Handlers;
using CodexLsp.Host.Protocol;
using CodexLsp.Host.Serving;

namespace CodexLsp.Host.Composition;

/// <summary>Looks at every prerequisite and says what to do about those that are missing.</summary>
internal sealed class Doctor(Assistant assistant, ServerSurroundings surroundings)
{
    private readonly ProcessLauncher _launcher = new(surroundings.Time);

    public async Task<IReadOnlyList<Check>> ExamineAsync(Snapshot snapshot, EffectiveConfiguration configuration, CancellationToken cancellationToken)
    {
        var checks = new List<Check>
        {
            new("codex-lsp", true, $"version {LifeCycleHandlers.Version} on .NET {Environment.Version}", null),
            await DotnetAsync(snapshot is { Trusted: true, Folders: [var first, ..] } ? first : null, cancellationToken),
        };
        foreach (var folder in snapshot.Folders)
        {
            checks.Add(await SolutionAsync(snapshot, folder, configuration, cancellationToken));
        }

        checks.Add(await ModelAsync(configuration, cancellationToken));
        checks.Add(State());
        checks.Add(await SandboxAsync(cancellationToken));
        checks.Add(Configuration(configuration));
        return checks;
    }

    // Where it is not trusted, dotnet is not asked in the folder: its global.json may name an SDK of its own, which would then run.
    private async Task<Check> DotnetAsync(AbsolutePath? trustedFolder, CancellationToken cancellationToken)
    {
        switch (DotnetLocator.OfThisMachine.Find(null))
        {
            case DotnetLocation.Missing missing:
                return new Check("dotnet", false, missing.Message, "Install the .NET SDK 10, or set DOTNET_ROOT to where it is.");
            case DotnetLocation.Found found:
                var request = new ProcessRequest(found.Executable.Value, ["--version"], trustedFolder ?? found.Root) { Timeout = TimeSpan.FromSeconds(30) };
                return await _launcher.RunAsync(request, cancellationToken) switch
                {
                    ProcessResult.Exited { ExitCode: 0 } exited => new Check("dotnet", true, $"SDK {exited.Output.Trim()} at {found.Root.Value}", null),
                    ProcessResult.Exited exited => new Check(
                        "dotnet",
                        false,
                        $"{found.Executable.Value} has no SDK for this folder: {$"{exited.Output}{exited.Error}".Trim()}",
                        "Install the SDK that global.json names, or change global.json."),
                    _ => new Check(
                        "dotnet",
                        false,
                        $"{found.Executable.Value} does not answer.",
                        "Run it yourself: dotnet --version. Install the .NET SDK 10 anew if it fails."),
                };
            default:
                throw new InvalidOperationException("An unknown location of dotnet.");
        }
    }

    private async Task<Check> SolutionAsync(
        Snapshot snapshot, AbsolutePath folder, EffectiveConfiguration configuration, CancellationToken cancellationToken) =>
        await assistant.LoadAsync(snapshot, folder, configuration, cancellationToken) switch
        {
            SolutionOfFile.Ready { Loaded: { IsComplete: true } loaded } =>
                new Check("solution", true, $"{loaded.Path.Value}: all {loaded.Projects.Length} projects are loaded", null),
            SolutionOfFile.Ready { Loaded: var loaded } => new Check(
                "solution",
                false,
                $"{loaded.Path.Value}: {string.Join(" ", loaded.AllFailures.Select(f => f.Message))}",
                loaded.AllFailures.Select(f => f.Next).FirstOrDefault(n => n is not null)),
            SolutionOfFile.Loose => new Check("solution", true, "there is none here", "C# files are judged alone, against the framework."),
            SolutionOfFile.Unavailable when !snapshot.Trusted => new Check(
                "solution",
                false,
                $"{folder.Value} is not trusted: nothing of it is built, so changes are not checked",
                "Trust the workspace in the editor; on the command line leave out --no-build."),
            SolutionOfFile.Unavailable unavailable => new Check(
                "solution", false, unavailable.Reason, "Correct what it names, or choose a solution with --solution or the setting 'solution', then run doctor again."),
            _ => throw new InvalidOperationException("An unknown state of the solution."),
        };

    private async Task<Check> ModelAsync(EffectiveConfiguration configuration, CancellationToken cancellationToken)
    {
        var (choice, _) = await assistant.ChooseModelAsync(configuration, cancellationToken);
        return choice switch
        {
            ModelChoice.OpenAi chosen => new Check("model", true, $"{chosen.Model} at {chosen.Endpoint.Name}, {(chosen.Endpoint.Key is null ? "without a key" : "with a key")}", null),
            ModelChoice.Offline => new Check(
                "model", true, "the built-in offline model: a few rule-based edits, no network", "Set OPENAI_API_KEY, or baseUrl for an endpoint of your own, for free-form edits."),
            ModelChoice.Impossible impossible => new Check("model", false, impossible.Failure.Message, impossible.Failure.Next),
            _ => throw new InvalidOperationException("An unknown choice of model."),
        };
    }

    // A machine without one is in order: edits need none, and commands ask.
    private async Task<Check> SandboxAsync(CancellationToken cancellationToken) => await assistant.Sandbox.AbilityAsync(cancellationToken) switch
    {
        { Works: true } ability => new Check("sandbox", true, ability.Detail, null),
        var none => new Check("sandbox", true, $"there is none, so every command of a task asks and full-auto is refused: {none.Detail}", none.Next),
    };

    private Check State() => StateFolder.Problem(surroundings.Folders.State) is { } problem
        ? new Check("state", false, problem.Message, problem.Next)
        : new Check("state", true, $"{surroundings.Folders.State.Value} can be written", null);

    private static Check Configuration(EffectiveConfiguration configuration) => configuration.Warnings.IsEmpty
        ? new Check("configuration", true, "every setting is known", null)
        : new Check("configuration", false, string.Join(" ", configuration.Warnings), "Correct the files named; codex-lsp config shows what holds.");
}
