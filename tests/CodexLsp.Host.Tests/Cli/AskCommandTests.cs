using CodexLsp.Host.Cli;
using CodexLsp.ModelServer;

namespace CodexLsp.Host.Tests.Cli;

/// <summary><c>ask</c>: what is sent, what is printed where, how it ends.</summary>
public sealed class AskCommandTests : IDisposable
{
    private readonly TestCommandLine _cli = new();

    public AskCommandTests() => _cli.Workspace.Write("notes.txt", "one\ntwo\nthree\n");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task The_answer_is_on_standard_output_while_the_model_still_writes()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(new Answer { Text = new("Two follows one."), Gate = new AnswerGate("halfway", 2) }));
        var gate = model.Hold("halfway");
        var output = new WatchedOutput();
        var running = _cli.RunAsync("", ["ask", "What follows one?"], CancellationToken.None, output);

        Assert.Equal("Two foll", await output.SeesAsync("Two foll"));
        Assert.False(running.IsCompleted);
        gate.Release();

        var outcome = (await Deadline.Within(running, "the answer")).Exits(ExitCodes.Done);
        Assert.Equal("Two follows one.\n", outcome.Out);
        Assert.Contains("model: 1 request", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_and_lines_of_them_are_attached()
    {
        _cli.Workspace.Write("other.txt", "all\nof it\n");
        await using var model = await _cli.StartModelAsync("Yes.");
        (await _cli.RunAsync("ask", "Is it?", "notes.txt:2-3", "other.txt")).Exits(ExitCodes.Done);

        var sent = model.Requests[0].Text;
        Assert.Contains("lines=\"2-3\">\ntwo\nthree\n", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("one\n", sent, StringComparison.Ordinal);
        Assert.Contains("all\nof it", sent, StringComparison.Ordinal);
        Assert.Contains("Is it?", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_is_the_member_around_it()
    {
        _cli.Workspace.Write("Loose.cs", "class Loose\n{\n    int A() => 1;\n\n    int B()\n    {\n        return 2;\n    }\n}\n");
        await using var model = await _cli.StartModelAsync("Yes.");
        (await _cli.RunAsync("ask", "Is it?", "Loose.cs:7")).Exits(ExitCodes.Done);
        Assert.Contains("lines=\"5-8\">\n    int B()\n", model.Requests[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dash_attaches_standard_input()
    {
        await using var model = await _cli.StartModelAsync("It adds a line.");
        var outcome = (await _cli.RunWithInputAsync("+a line\n", "ask", "explain", "-")).Exits(ExitCodes.Done);
        Assert.Equal("It adds a line.\n", outcome.Out);
        Assert.Contains("Standard input:\n+a line", model.Requests[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_without_an_end_is_cut_and_both_are_told()
    {
        await using var model = await _cli.StartModelAsync("Long.");
        var endless = new string('x', AttachedInput.MostCharacters) + "beyond";
        var outcome = (await _cli.RunWithInputAsync(endless, "ask", "explain", "-")).Exits(ExitCodes.Done);
        Assert.Contains("only the first 200,000 characters of standard input are taken", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("only the first 200,000 characters of standard input are taken", model.Requests[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("beyond", model.Requests[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCodes.Usage, "usage.file", "ask", "What?", "gone.txt")]
    [InlineData(ExitCodes.Usage, "usage.range", "ask", "What?", "notes.txt:2-9")]
    [InlineData(ExitCodes.Denied, "policy.outside", "ask", "What?", "../gone.txt")]
    [InlineData(ExitCodes.Usage, "usage.words", "ask", " ")]
    [InlineData(ExitCodes.Usage, "usage.arguments", "ask")]
    public async Task What_cannot_be_asked_is_said_before_anything_is_sent(int exitCode, string code, params string[] arguments)
    {
        await using var model = await _cli.StartModelAsync("Never.");
        (await _cli.RunAsync([.. arguments, "--json"])).Fails(exitCode, code);
        Assert.Empty(model.Requests);
    }

    [Fact]
    public async Task Json_lines_are_the_notifications_of_the_protocol()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(
            Answer.Calling("read_file", """{"path":"notes.txt"}"""), new Answer { Text = new("Three."), DeltaChars = 100 }));
        var lines = (await _cli.RunAsync("ask", "What is last?", "--json")).Exits(ExitCodes.Done).Lines;

        Expect.Text(ProtocolLines.Types(lines), """
            turn/started
            item/started userMessage completed
            item/completed userMessage completed
            thread/usage
            item/started toolCall running
            item/completed toolCall completed
            item/started agentMessage running
            item/delta
            item/completed agentMessage completed
            thread/usage
            turn/completed
            """);
        var end = lines[^1];
        Assert.Equal("completed", end["turn"]!["status"]!.GetValue<string>());
        Assert.All(lines, line => Assert.Equal(end["threadId"]!.GetValue<string>(), line["threadId"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_model_that_fails_ends_the_turn_and_the_command()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(new Answer { Status = 401 }, new Answer { Status = 401 }));
        var words = (await _cli.RunAsync("ask", "What?")).Exits(ExitCodes.Model);
        Assert.Equal("", words.Out);
        Assert.Contains("error: ", words.Error, StringComparison.Ordinal);

        var lines = (await _cli.RunAsync("ask", "What?", "--json")).Exits(ExitCodes.Model).Lines;
        Assert.Equal("model.unauthorized", lines[^1]["turn"]!["error"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_interrupted_answer_is_kept_as_far_as_it_came()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(new Answer { Text = new("Two follows one."), Gate = new AnswerGate("halfway", 2) }));
        model.Hold("halfway");
        using var interrupt = new CancellationTokenSource();
        var output = new WatchedOutput();
        var running = _cli.RunAsync("", ["ask", "What follows one?"], interrupt.Token, output);
        await output.SeesAsync("Two foll");
        await interrupt.CancelAsync();

        var outcome = (await Deadline.Within(running, "the interrupted command")).Exits(ExitCodes.Interrupted);
        Assert.Equal("Two foll\n", outcome.Out);
        Assert.Contains("codex-lsp resume ", outcome.Error, StringComparison.Ordinal);

        var thread = outcome.Error[(outcome.Error.IndexOf("resume ", StringComparison.Ordinal) + "resume ".Length)..].Trim();
        await using var second = await _cli.StartModelAsync("And three follows two.");
        var resumed = (await _cli.RunAsync("resume", thread)).Exits(ExitCodes.Done);
        Assert.Equal("Two foll\nAnd three follows two.\n", resumed.Out);
    }

    [Fact]
    public async Task A_character_in_two_parts_arrives_whole()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(new Answer { Text = new("a\U0001F600b\r\n"), DeltaChars = 1 }));
        _cli.IsTerminal = true;
        Assert.Equal("a\U0001F600b\n\n", (await _cli.RunAsync("ask", "What?")).Exits(ExitCodes.Done).Out);
    }
}
