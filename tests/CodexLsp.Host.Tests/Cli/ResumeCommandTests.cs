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
