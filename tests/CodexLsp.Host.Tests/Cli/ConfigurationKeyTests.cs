using CodexLsp.Host.Cli;

namespace CodexLsp.Host.Tests.Cli;

/// <summary>Each key of the configuration changes the outcome of a command, from wherever it may be set.</summary>
public sealed class ConfigurationKeyTests : IDisposable
{
    private const string Patch = "*** Begin Patch\n*** Update File: src/notes.txt\n@@\n-two\n+TWO\n*** End Patch\n";

    private readonly TestCommandLine _cli = new();

    public ConfigurationKeyTests() => _cli.Workspace.Write("src/notes.txt", "one\ntwo\nthree\n");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Base_url_model_and_effort_reach_the_request()
    {
        await using var model = await _cli.StartModelAsync("```\nTWO\n```");
        _cli.Variables.Remove("OPENAI_BASE_URL");
        _cli.Configure($$"""{ "baseUrl": "{{model.BaseUrl}}", "model": "users-model", "effort": "low" }""");
        (await EditAsync()).Exits(ExitCodes.Done);
        Assert.Equal("users-model", model.Requests[0].Model);
        Assert.Equal("low", (string?)model.Requests[0].Json!["reasoning"]!["effort"]);

        // The environment wins over the file, the command line over both.
        _cli.Variables["CODEX_LSP_MODEL"] = "environments-model";
        (await EditAsync()).Exits(ExitCodes.Done);
        (await EditAsync("--model", "typed-model", "--effort", "high")).Exits(ExitCodes.Done);
        Assert.Equal(["environments-model", "typed-model"], model.Requests.Skip(1).Select(r => r.Model));
        Assert.Equal("high", (string?)model.Requests[2].Json!["reasoning"]!["effort"]);
    }

    [Fact]
    public async Task Provider_chooses_who_is_asked()
    {
        await using var model = await _cli.StartModelAsync("```\nTWO\n```");
        Assert.Equal("ready", (await EditAsync()).Text("status"));
        _cli.Configure("""{ "provider": "offline" }""");
        Assert.Equal("refused", (await EditAsync()).Text("status"));
        Assert.Single(model.Requests);
    }

    [Theory]
    [InlineData("allowedPaths", """{ "allowedPaths": ["docs/**"] }""")]
    [InlineData("excludedPaths", """{ "excludedPaths": ["**/*.txt"] }""")]
    public async Task Allowed_and_excluded_paths_hold_for_every_command_that_writes(string key, string json)
    {
        await using var model = await _cli.StartModelAsync("```\nTWO\n```");
        var shown = (await EditAsync()).Exits(ExitCodes.Done);
        (await _cli.RunWithInputAsync(Patch, "apply-patch", "--check")).Exits(ExitCodes.Done);

        _cli.Configure(json);
        var before = _cli.Everything();
        (await EditAsync("--apply")).Fails(ExitCodes.Denied, "policy.path").Says(key);
        (await _cli.RunAsync("accept", shown.Text("id")!, "--force", "--json")).Fails(ExitCodes.Denied, "policy.path").Says(key);
        (await _cli.RunWithInputAsync(Patch, "apply-patch")).Exits(ExitCodes.Denied).Says(key);
        Assert.Equal(before, _cli.Everything());
    }

    [Fact]
    public async Task A_workspace_narrows_allowed_paths_and_never_widens_them()
    {
        _cli.Configure("""{ "allowedPaths": ["docs/**"] }""");
        _cli.Workspace.Write(".codex-lsp.json", """{ "allowedPaths": ["src/**", "docs/**"] }""");
        (await _cli.RunWithInputAsync(Patch, "apply-patch")).Exits(ExitCodes.Denied);
        _cli.Configure("""{ "allowedPaths": ["src/**"] }""");
        (await _cli.RunWithInputAsync(Patch, "apply-patch")).Exits(ExitCodes.Done);
    }

    [Fact]
    public async Task A_file_over_the_size_limit_is_only_changed_when_the_user_names_it()
    {
        _cli.Workspace.Write("src/notes.txt", "one\ntwo\n" + new string('x', 3000) + "\n");
        (await _cli.RunWithInputAsync(Patch, "apply-patch", "--check")).Exits(ExitCodes.Done);
        _cli.Configure("""{ "fileSizeLimitKb": 2 }""");
        (await _cli.RunWithInputAsync(Patch, "apply-patch")).Exits(ExitCodes.Denied).Says("src/notes.txt");

        await using var model = await _cli.StartModelAsync("```\nTWO\n```");
        (await EditAsync("--apply")).Exits(ExitCodes.Done);
        Assert.StartsWith("one\nTWO\n", _cli.Read("src/notes.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_shows_each_value_with_its_source()
    {
        _cli.Configure("""{ "model": "users-model", "verify": { "timeoutSeconds": 5 } }""");
        _cli.Workspace.Write(".codex-lsp.json", """{ "context.budgetTokens": 100 }""");
        _cli.Variables["CODEX_LSP_EFFORT"] = "low";
        var entries = (await _cli.RunAsync("config", "--json", "--provider", "offline")).Exits(ExitCodes.Done).Json
            .GetProperty("entries").EnumerateArray()
            .ToDictionary(e => e.GetProperty("key").GetString()!, e => (Value: e.GetProperty("value").GetString()!, Source: e.GetProperty("source").GetString()!));

        Assert.Equal(CodexLsp.Host.Configuration.ConfigurationKeys.All.Select(k => k.Name), entries.Keys);
        Assert.Equal(("offline", "command line"), entries["provider"]);
        Assert.Equal(("low", "environment"), entries["effort"]);
        Assert.Equal("users-model", entries["model"].Value);
        Assert.EndsWith("config.json", entries["model"].Source, StringComparison.Ordinal);
        Assert.Equal("5", entries["verify.timeoutSeconds"].Value);
        Assert.Equal(("100", _cli.Workspace[".codex-lsp.json"]), entries["context.budgetTokens"]);
        Assert.Equal(("1024", "default"), entries["fileSizeLimitKb"]);
    }

    private Task<CommandOutcome> EditAsync(params string[] options) =>
        _cli.RunAsync(["edit", "src/notes.txt:2-2", "shout", "--json", .. options]);
}
