using System.Text.Json.Nodes;
using CodexLsp.Host.Cli;
using CodexLsp.ModelServer;

namespace CodexLsp.Host.Tests.Cli;

/// <summary>What only the real process shows: pipes of a shell, and what is left when it is killed.</summary>
public sealed class ExecutableCommandTests : IDisposable
{
    private readonly TemporaryFolder _workspace = new();
    private readonly TemporaryFolder _home = new();

    public ExecutableCommandTests() => _workspace.Write("notes.txt", "one\ntwo\nthree\n");

    public void Dispose()
    {
        _workspace.Dispose();
        _home.Dispose();
    }

    [Fact]
    public async Task A_diff_is_piped_into_a_question()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying("It makes two loud."));
        using var shell = CommandProcess.StartProgram("sh", _workspace.Path, Environment(model), "-c", """
            git init -q && git add . && git -c user.name=t -c user.email=t@localhost commit -qm one && sed -i s/two/TWO/ notes.txt
            git diff | codex-lsp ask "explain" -
            """);

        Assert.True(await shell.EndAsync() == ExitCodes.Done, shell.Error);
        Assert.Equal("It makes two loud.\n", shell.Out);
        Assert.Contains("Standard input:\ndiff --git a/notes.txt b/notes.txt", model.Requests[0].Text, StringComparison.Ordinal);
        Assert.Contains("\n-two\n+TWO\n", model.Requests[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_was_told_as_completed_is_lost_when_the_process_is_killed()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(
            Answer.Calling("read_file", """{"path":"notes.txt"}"""),
            ModelSteps.Patch("*** Update File: notes.txt\n-two\n+TWO"),
            ModelSteps.Say("Never said.") with { Gate = new AnswerGate("held") }));
        model.Hold("held");
        IReadOnlyList<JsonNode> told;
        using (var running = Start(model, "exec", "Make two and three loud.", "--json", "--apply"))
        {
            await model.WaitForRequest(2, Deadline.Token());
            await running.SeesAsync("\"tool\":\"apply_patch\",");
            await running.KillAsync();
            told = ProtocolLines.Read(running.Out[..(running.Out.LastIndexOf('\n') + 1)]);
        }

        Assert.Equal("one\ntwo\nthree\n", File.ReadAllText(_workspace["notes.txt"]));

        await using var again = await ScriptedModel.StartAsync(Scenario.Of(
            ModelSteps.Patch("*** Update File: notes.txt\n-three\n+THREE"), ModelSteps.Say("Both are loud.")));
        using var resumed = Start(again, "resume", told[0]["threadId"]!.GetValue<string>(), "--json", "--apply");
        Assert.True(await resumed.EndAsync() == ExitCodes.Done, resumed.Out + resumed.Error);

        var shown = ProtocolLines.Read(resumed.Out);
        var kept = shown.TakeWhile(l => l["type"]?.GetValue<string>() != "turn/completed").ToArray();
        Assert.Equal(3, Completed(told).Count());
        Assert.Equal(Completed(told), Completed(kept));
        Assert.Equal("interrupted", shown[kept.Length]["turn"]!["status"]!.GetValue<string>());
        Assert.Equal("one\nTWO\nTHREE\n", File.ReadAllText(_workspace["notes.txt"]));
    }

    [Fact]
    public async Task A_task_that_is_told_to_end_ends_in_order()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(
            ModelSteps.Patch("*** Update File: notes.txt\n-two\n+TWO"), ModelSteps.Say("Never said.") with { Gate = new AnswerGate("held") }));
        model.Hold("held");

        // Its standard input is the test's: the end of it lets the shell go on.
        using var shell = CommandProcess.StartProgram("sh", _workspace.Path, Environment(model), "-c", """
            codex-lsp exec "Make two loud." --json --apply & task=$!
            read -r _; kill -TERM $task; wait $task
            """);
        await model.WaitForRequest(1, Deadline.Token());

        Assert.True(await shell.EndAsync() == ExitCodes.Interrupted, shell.Error);
        var lines = ProtocolLines.Read(shell.Out);
        Assert.Equal("interrupted", lines[^1]["turn"]!["status"]!.GetValue<string>());
        Assert.Equal("ready", lines[^2]["proposal"]!["status"]!.GetValue<string>());
        Assert.Equal("one\ntwo\nthree\n", File.ReadAllText(_workspace["notes.txt"]));
    }

    private CommandProcess Start(ScriptedModel model, params string[] arguments) => CommandProcess.Start(_workspace.Path, Environment(model), arguments);

    private Dictionary<string, string> Environment(ScriptedModel model) => new(StringComparer.Ordinal)
    {
        ["XDG_CONFIG_HOME"] = _home["config"],
        ["XDG_STATE_HOME"] = _home["state"],
        ["CODEX_LSP_PROVIDER"] = "openai",
        ["CODEX_LSP_BASE_URL"] = model.BaseUrl.ToString(),
        ["CODEX_LSP_MODEL"] = "scripted",
    };

    private static IEnumerable<string> Completed(IEnumerable<JsonNode> lines) =>
        lines.Where(l => l["type"]?.GetValue<string>() == "item/completed").Select(l => l["item"]!.ToJsonString());
}
