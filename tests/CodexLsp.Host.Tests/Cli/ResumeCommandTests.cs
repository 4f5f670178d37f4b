using System.Text.Json.Nodes;
using CodexLsp.Host.Cli;
using CodexLsp.ModelServer;

namespace CodexLsp.Host.Tests.Cli;

/// <summary><c>resume</c>: what a thread holds, and going on with it.</summary>
public sealed class ResumeCommandTests : IDisposable
{
    private readonly TestCommandLine _cli = new();

    public ResumeCommandTests() => _cli.Workspace.Write("notes.txt", "one\ntwo\nthree\n");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_thread_that_is_done_is_shown_again_and_no_model_is_asked()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(Answer.Calling("read_file", """{"path":"notes.txt"}"""), ModelSteps.Say("Three.")));
        var told = (await _cli.RunAsync("ask", "What is last?", "--json")).Exits(ExitCodes.Done).Lines;

        var shown = (await _cli.RunAsync("resume", ThreadOf(told), "--json")).Exits(ExitCodes.Done).Lines;
        Assert.Equal(Completed(told), Completed(shown));
        Assert.Equal(told[^1].ToJsonString(), shown[^1].ToJsonString());
        Assert.Equal(2, model.Requests.Count);

        var words = (await _cli.RunAsync("resume", ThreadOf(told))).Exits(ExitCodes.Done);
        Assert.Equal("Three.\n", words.Out);
        Assert.Contains("> What is last?", words.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_go_on_with_the_conversation()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(ModelSteps.Say("Three."), ModelSteps.Say("One.")));
        var told = (await _cli.RunAsync("ask", "What is last?", "--json")).Exits(ExitCodes.Done).Lines;

        var answer = (await _cli.RunAsync("resume", ThreadOf(told), "And first?")).Exits(ExitCodes.Done);
        Assert.Equal("Three.\nOne.\n", answer.Out);
        Assert.Contains("What is last?", model.Requests[1].Text, StringComparison.Ordinal);
        Assert.Contains("And first?", model.Requests[1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--sandbox", "read-only")]
    [InlineData("--exclude", "notes.*")]
    [InlineData("--allow", "src/**")]
    public async Task A_thread_goes_on_with_no_more_rights_than_it_had_unless_they_are_given_anew(string option, string value)
    {
        var shout = ModelSteps.Patch("*** Update File: notes.txt\n-two\n+TWO");
        await using var model = await _cli.StartModelAsync(new Scenario([
            .. Enumerable.Range(0, 4).SelectMany(_ => new[] { shout, ModelSteps.Say("That is it.") }).Select(a => new Exchange { Times = 1, Then = a })]));
        var told = (await _cli.RunAsync("exec", "Make two loud.", option, value, "--apply", "--json")).Exits(ExitCodes.Denied).Lines;

        (await _cli.RunAsync("resume", ThreadOf(told), "Do it now.", "--apply", "--json")).Exits(ExitCodes.Denied);
        (await _cli.RunAsync("resume", ThreadOf(told), "And now?", "--apply", "--json")).Exits(ExitCodes.Denied);
        Assert.Equal("one\ntwo\nthree\n", _cli.Read("notes.txt"));

        string[] anew = [option, value switch { "read-only" => "workspace-write", "src/**" => "**", _ => "*.md" }];
        (await _cli.RunAsync(["resume", ThreadOf(told), "You may.", "--apply", .. anew])).Exits(ExitCodes.Done);
        Assert.Equal("one\nTWO\nthree\n", _cli.Read("notes.txt"));
    }

    [Theory]
    [InlineData(ExitCodes.Done, "[2]\n")]
    [InlineData(ExitCodes.Denied, "[1]\n", "--exclude", "notes.*")]
    [InlineData(ExitCodes.Denied, "[1]\n", "--allow", "src/**")]
    [InlineData(ExitCodes.Denied, "[1]\n", "--sandbox", "read-only")]
    public async Task What_an_earlier_turn_changed_is_written_by_the_rights_of_the_one_that_takes_it_up(int exitCode, string left, params string[] rights)
    {
        _cli.Workspace.Write("notes.json", "[1]\n");
        await using var model = await _cli.StartModelAsync(Scenario.Of(ModelSteps.Patch("*** Update File: notes.json\n-[1]\n+[2]"), ModelSteps.Say("Nothing is missing.")));
        var told = (await _cli.RunAsync("exec", "Make it two.", "--max-requests", "1", "--json")).Exits(ExitCodes.Failed).Lines;

        (await _cli.RunAsync(["resume", ThreadOf(told), "Go on.", "--approval", "auto-edit", "--json", .. rights])).Exits(exitCode);
        Assert.Equal(left, _cli.Read("notes.json"));
    }

    [Fact]
    public async Task A_thread_that_was_to_suggest_does_not_write_because_that_was_configured_since()
    {
        var patch = ModelSteps.Patch("*** Update File: notes.json\n-[1]\n+[2]");
        _cli.Workspace.Write("notes.json", "[1]\n");
        await using var model = await _cli.StartModelAsync(Scenario.Of(ModelSteps.Say("Ready."), patch, ModelSteps.Say("Done."), patch, ModelSteps.Say("Done.")));
        var told = (await _cli.RunAsync("exec", "Wait.", "--approval", "suggest", "--json")).Exits(ExitCodes.Done).Lines;

        _cli.Configure("""{ "approval": "auto-edit" }""");
        (await _cli.RunAsync("resume", ThreadOf(told), "Now.")).Exits(ExitCodes.Done);
        Assert.Equal("[1]\n", _cli.Read("notes.json"));
        (await _cli.RunAsync("exec", "Now.")).Exits(ExitCodes.Done);
        Assert.Equal("[2]\n", _cli.Read("notes.json"));
    }

    [Fact]
    public async Task A_thread_that_is_not_there_is_said() =>
        (await _cli.RunAsync("resume", "0198f000-0000-7000-8000-000000000000", "--json")).Exits(ExitCodes.Failed).Says("0198f000");

    [Fact]
    public async Task A_thread_of_another_folder_names_it()
    {
        await using var model = await _cli.StartModelAsync("Three.");
        var told = (await _cli.RunAsync("ask", "What is last?", "--json")).Exits(ExitCodes.Done).Lines;
        using var elsewhere = new TemporaryFolder();
        _cli.CurrentFolder = elsewhere.Path;
        (await _cli.RunAsync("resume", ThreadOf(told), "--json")).Fails(ExitCodes.Usage, "usage.root").Says(_cli.Workspace.Path);
    }

    private static string ThreadOf(IReadOnlyList<JsonNode> lines) => lines[0]["threadId"]!.GetValue<string>();

    private static IEnumerable<string> Completed(IEnumerable<JsonNode> lines) =>
        lines.Where(l => l["type"]?.GetValue<string>() == "item/completed").Select(l => l["item"]!.ToJsonString());
}
