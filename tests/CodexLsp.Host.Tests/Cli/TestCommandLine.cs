using System.Text.Json;
using System.Text.Json.Nodes;
using CodexLsp.Engine.Documents;
using CodexLsp.Host.Cli;
using CodexLsp.ModelServer;

namespace CodexLsp.Host.Tests.Cli;

/// <summary>The command line as a user types it, in a workspace, home and environment of one test's own.</summary>
internal sealed class TestCommandLine : IDisposable
{
    private readonly TemporaryFolder? _ownWorkspace;
    private readonly TemporaryFolder _home = new();

    /// <param name="workspace">The folder to work in; null for an empty one of its own.</param>
    public TestCommandLine(TemporaryFolder? workspace = null)
    {
        _ownWorkspace = workspace is null ? new TemporaryFolder() : null;
        Workspace = workspace ?? _ownWorkspace!;
        CurrentFolder = Workspace.Path;
        Variables["XDG_STATE_HOME"] = _home["state"];
        Variables["XDG_CONFIG_HOME"] = _home["config"];
    }

    public TemporaryFolder Workspace { get; }

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public string CurrentFolder { get; set; }

    /// <summary>Whether standard output is a terminal with colours.</summary>
    public bool IsTerminal { get; set; }

    /// <summary>Whether a person answers: what is on standard input is what they type.</summary>
    public bool Answers { get; set; }

    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Journal, logs and caches.</summary>
    public string State => Path.Combine(Variables["XDG_STATE_HOME"], "codex-lsp");

    /// <summary>Runs one command as a process of its own would.</summary>
    public Task<CommandOutcome> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    /// <summary>Runs one command with something on its standard input.</summary>
    public Task<CommandOutcome> RunWithInputAsync(string input, params string[] arguments) => RunAsync(input, arguments, CancellationToken.None);

    /// <summary>Runs one command, which the test may watch and interrupt.</summary>
    public Task<CommandOutcome> RunAsync(
        string input, string[] arguments, CancellationToken cancellationToken, TextWriter? output = null, TextWriter? error = null) =>
        RunAsync(new StringReader(input), arguments, cancellationToken, output, error);

    /// <summary>The same, with an input of the test's own.</summary>
    public async Task<CommandOutcome> RunAsync(
        TextReader input, string[] arguments, CancellationToken cancellationToken, TextWriter? output = null, TextWriter? error = null)
    {
        output ??= new StringWriter();
        error ??= new StringWriter();
        var terminal = new Terminal(input, output, error, IsTerminal, IsTerminal, Answers);
        var surroundings = new CliSurroundings(terminal, Variables.GetValueOrDefault, new AbsolutePath(CurrentFolder), Time);
        var exitCode = await CommandLine.RunAsync(arguments, surroundings, cancellationToken);
        return new CommandOutcome(exitCode, output.ToString()!, error.ToString()!);
    }

    /// <summary>Starts a model that answers as scripted, and configures it.</summary>
    public async Task<ScriptedModel> StartModelAsync(Scenario scenario)
    {
        var model = await ScriptedModel.StartAsync(scenario);
        Variables["OPENAI_BASE_URL"] = model.BaseUrl.ToString();
        return model;
    }

    /// <summary>A model that always answers with these lines.</summary>
    public Task<ScriptedModel> StartModelAsync(string answer) => StartModelAsync(Scenario.Saying(answer));

    /// <summary>Writes the user's own configuration.</summary>
    public void Configure(string json) => _home.Write("config/codex-lsp/config.json", json);

    /// <summary>A file of the workspace as text.</summary>
    public string Read(string relative) => File.ReadAllText(Workspace[relative]);

    /// <summary>Every file of the workspace with its bytes, as text to compare.</summary>
    public string Everything() => string.Join('\n', Directory
        .EnumerateFileSystemEntries(Workspace.Path, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(p => $"{Path.GetRelativePath(Workspace.Path, p)} {(File.Exists(p) ? Convert.ToHexString(File.ReadAllBytes(p)) : "folder")}"));

    public void Dispose()
    {
        _ownWorkspace?.Dispose();
        _home.Dispose();
    }
}

/// <summary>What a command left.</summary>
internal sealed record CommandOutcome(int ExitCode, string Out, string Error)
{
    /// <summary>Standard output as the one JSON object on one line it must be.</summary>
    public JsonElement Json
    {
        get
        {
            Assert.True(Out.EndsWith('\n') && Out.IndexOf('\n', StringComparison.Ordinal) == Out.Length - 1, $"Not one line: {Out}\n{Error}");
            using var document = JsonDocument.Parse(Out);
            return document.RootElement.Clone();
        }
    }

    /// <summary>Standard output as lines of the protocol, each held against it.</summary>
    public IReadOnlyList<JsonNode> Lines => ProtocolLines.Read(Out);

    /// <summary>A text of the JSON object, by its path: <c>error.code</c>.</summary>
    public string? Text(string path) =>
        path.Split('.').Aggregate(Json, (at, name) => int.TryParse(name, out var index) ? at[index] : at.GetProperty(name)).ToString();

    public override string ToString() => $"exit code {ExitCode}\n{Out}\n{Error}";

    /// <summary>The exit code is this one; else fails with all that was printed.</summary>
    public CommandOutcome Exits(int code)
    {
        Assert.True(ExitCode == code, $"Not exit code {code}, but {this}");
        return this;
    }

    /// <summary>It failed with <c>{ "error": … }</c> of this code and exit code.</summary>
    public CommandOutcome Fails(int code, string failure)
    {
        Exits(code);
        Assert.Equal(failure, Text("error.code"));
        Assert.False(string.IsNullOrWhiteSpace(Text("error.message")));
        return this;
    }

    /// <summary>Something printed, on either stream, says this.</summary>
    public CommandOutcome Says(string words)
    {
        Assert.Contains(words, Out + Error, StringComparison.Ordinal);
        return this;
    }
}
