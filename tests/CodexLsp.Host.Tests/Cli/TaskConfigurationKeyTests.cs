using System.Text.Json.Nodes;
using CodexLsp.Host.Cli;
using CodexLsp.ModelServer;
using static CodexLsp.Host.Tests.Cli.ModelSteps;
using static CodexLsp.Host.Tests.Serving.Wire;

namespace CodexLsp.Host.Tests.Cli;

/// <summary>Each key of a task's configuration changes what comes of it.</summary>
public sealed class TaskConfigurationKeyTests : IDisposable
{
    private static readonly Answer Edit = Patch("*** Update File: data.json\n-{ \"one\": 1 }\n+{ \"one\": 2 }");

    private readonly TestCommandLine _cli = new();

    public TaskConfigurationKeyTests()
    {
        // Where bubblewrap and the commands are.
        _cli.Variables["PATH"] = Environment.GetEnvironmentVariable("PATH")!;
        _cli.Workspace.Write("data.json", "{ \"one\": 1 }\n");
        _cli.Workspace.Write("main.zig", "one\n");
    }

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("""{ "approval": "suggest" }""", "{ \"one\": 1 }\n")]
    [InlineData("""{ "approval": "auto-edit" }""", "{ \"one\": 2 }\n")]
    public async Task Approval_says_whether_a_verified_change_is_written(string json, string after)
    {
        _cli.Configure(json);

        await DoAsync(Edit, Say("Done."));

        Assert.Equal(after, _cli.Read("data.json"));
    }

    [Theory]
    [InlineData("""{ "sandbox": "read-only" }""", "declined")]
    [InlineData("""{ "sandbox": "workspace-write" }""", "completed")]
    public async Task Sandbox_says_whether_files_may_be_changed(string json, string status)
    {
        _cli.Configure(json);

        var turn = await DoAsync(Edit, Say("Done."));

        Assert.Equal(status, Text(Items(turn, "toolCall")[0], "status"));
    }

    [Theory]
    [InlineData("""{ "network": "off" }""", "command")]
    [InlineData("""{ "network": "on" }""", "network")]
    public async Task Network_is_what_a_command_is_asked_for(string json, string kind)
    {
        _cli.Configure(json);

        var turn = await DoAsync(Run("true"), Say("Denied."));

        Assert.Equal((kind, "declined"), (Text(Items(turn, "approval")[0], "kind"), Text(Items(turn, "approval")[0], "status")));
    }

    [Theory]
    [InlineData("""{ "budget.maxTokens": 10 }""", "budget.tokens")]
    [InlineData("""{ "budget": { "maxCostUsd": 0.000001 }, "model": "gpt-5" }""", "budget.cost")]
    public async Task A_budget_stops_a_task(string json, string code)
    {
        _cli.Configure(json);

        var turn = await DoAsync(Edit, Say("Done."));

        Assert.Equal(("partial", code), (Text(turn, "status"), Text(turn["error"], "code")));
    }

    [Fact]
    public async Task The_minutes_cut_a_model_that_never_ends()
    {
        _cli.Configure("""{ "budget.maxMinutes": 0.01 }""");

        var turn = await DoAsync(new Answer { Text = new("On and on"), Fault = new Fault(FaultKind.Stall, After: 1) });

        Assert.Equal(("partial", "budget.minutes"), (Text(turn, "status"), Text(turn["error"], "code")));
    }

    [Fact]
    public async Task The_day_has_a_budget_of_its_own()
    {
        _cli.Configure("""{ "budget.perDayUsd": 0.5, "model": "gpt-5" }""");
        Assert.Equal("completed", Text(await DoAsync(Say("Cheap?") with { Usage = new AnswerUsage(400_000, 1) }), "status"));

        var turn = await DoAsync(Say("Never said."));

        Assert.Equal(("failed", "budget.day"), (Text(turn, "status"), Text(turn["error"], "code")));
    }

    [Fact]
    public async Task A_configured_test_command_has_the_last_word_within_its_time()
    {
        _cli.Configure("""{ "testCommand": "sleep 30", "shellTimeoutSeconds": 1 }""");

        var turn = await DoAsync(Edit, Say("Done."), Say("Still."), Say("Still."));

        Assert.Equal(("partial", "tests.failed"), (Text(turn, "status"), Text(turn["error"], "code")));
        var tests = Items(turn, "tests");
        Assert.Equal(3, tests.Length);
        Assert.Equal(["sleep", "30"], tests[0]["command"]!.AsArray().Select(a => a!.GetValue<string>()));
        Assert.Contains("ended after 1 seconds", Text(tests[0]["failures"]![0], "message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspaces_own_test_command_is_asked_for()
    {
        _cli.Workspace.Write(".codex-lsp.json", """{ "testCommand": "true" }""");

        var turn = await DoAsync(Edit, Say("Done."));

        Assert.Equal("declined", Text(Items(turn, "approval")[0], "status"));
        Assert.Equal("declined", Text(Items(turn, "tests")[0], "status"));
    }

    [Fact]
    public async Task Check_commands_judge_what_no_compiler_knows()
    {
        var edit = Patch("*** Update File: main.zig\n-one\n+two");
        var without = await DoAsync(edit, Say("Done."));
        Assert.Contains("nothing here can check .zig", Text(Items(without, "verification")[0]["verification"], "reason"), StringComparison.Ordinal);
        _cli.Configure("""{ "checkCommands": ["*.zig: true"] }""");

        var with = await DoAsync(edit, Say("Done."));

        Assert.Equal("verified", Verdict(Items(with, "verification")[0]));
    }

    private async Task<JsonNode> DoAsync(params Answer[] answers)
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(answers));
        var outcome = await _cli.RunAsync("exec", "Do it.", "--json");
        Assert.True(outcome.ExitCode is not (ExitCodes.Usage or ExitCodes.Model), outcome.ToString());
        return outcome.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).Last(l => Text(l, "type") == "turn/completed")["turn"]!;
    }

    private static JsonNode[] Items(JsonNode turn, string type) => [.. turn["items"]!.AsArray().OfType<JsonNode>().Where(i => Text(i, "type") == type)];
}
