using CodexLsp.Host.Cli;
using CodexLsp.ModelServer;
using static CodexLsp.Host.Tests.Cli.ModelSteps;

namespace CodexLsp.Host.Tests.Cli;

/// <summary><c>exec</c> where no compiler takes part: what is printed, what is written, what stops it, how it ends.</summary>
public sealed class ExecCommandTests : IDisposable
{
    private static readonly Answer Shout = Patch("*** Update File: notes.txt\n-two\n+TWO");
    private static readonly Answer ShoutJson = Patch("*** Update File: notes.json\n-[1]\n+[2]");

    private readonly TestCommandLine _cli = new();

    public ExecCommandTests()
    {
        _cli.Workspace.Write("notes.txt", "one\ntwo\nthree\n");
        _cli.Workspace.Write("notes.json", "[1]\n");
        _cli.Workspace.Write("App.csproj", "<Project />\n");
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Suggest_prints_the_diff_and_writes_nothing_and_accept_writes_it()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(Shout, Say("It is loud now.")));
        var outcome = (await _cli.RunAsync("exec", "Make two loud.")).Exits(ExitCodes.Done);

        Expect.Text(outcome.Out, """
            diff --git a/notes.txt b/notes.txt
            --- a/notes.txt
            +++ b/notes.txt
            @@ -1,3 +1,3 @@
             one
            -two
            +TWO
             three

            """);
        Assert.Contains("It is loud now.", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("one\ntwo\nthree\n", _cli.Read("notes.txt"));

        var id = WordAfter(outcome.Error, "codex-lsp accept ");
        (await _cli.RunAsync("accept", id)).Exits(ExitCodes.Done);
        Assert.Equal("one\nTWO\nthree\n", _cli.Read("notes.txt"));
    }

    [Fact]
    public async Task Apply_writes_and_undo_takes_it_back()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(Shout, Say("Done.")));
        var outcome = (await _cli.RunAsync("exec", "Make two loud.", "--apply")).Exits(ExitCodes.Done);
        Assert.Equal("one\nTWO\nthree\n", _cli.Read("notes.txt"));
        (await _cli.RunAsync("undo", WordAfter(outcome.Error, "codex-lsp undo "))).Exits(ExitCodes.Done);
        Assert.Equal("one\ntwo\nthree\n", _cli.Read("notes.txt"));
    }

    [Fact]
    public async Task Auto_edit_writes_what_is_verified()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(ShoutJson, Say("Done.")));
        var lines = (await _cli.RunAsync("exec", "Make it two.", "--approval", "auto-edit", "--json")).Exits(ExitCodes.Done).Lines;

        Assert.Equal("[2]\n", _cli.Read("notes.json"));
        Expect.Text(ProtocolLines.Types(lines), """
            turn/started
            item/started userMessage completed
            item/completed userMessage completed
            thread/usage
            item/started toolCall running
            turn/diff
            item/completed toolCall completed
            item/started agentMessage running
            item/delta
            item/completed agentMessage completed
            thread/usage
            item/started verification completed
            item/completed verification completed
            item/started fileChange completed
            item/completed fileChange completed
            proposal/changed
            turn/completed
            """);
        Assert.Equal("accepted", lines[^2]["proposal"]!["status"]!.GetValue<string>());
        Assert.Equal("verified", lines[^2]["proposal"]!["verification"]!["status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("notes.txt", "The change is not verified.", "*** Update File: notes.txt\n-two\n+TWO")]
    [InlineData("App.csproj", "App.csproj is protected", "*** Update File: App.csproj\n-<Project />\n+<Project></Project>")]
    public async Task Auto_edit_asks_for_what_it_does_not_cover_and_nobody_there_is_a_no(string file, string reason, string patch)
    {
        var before = _cli.Everything();
        await using var model = await _cli.StartModelAsync(Scenario.Of(Patch(patch), Say("Done."), Patch(patch), Say("Done.")));
        var denied = (await _cli.RunAsync("exec", "Change it.", "--approval", "auto-edit")).Exits(ExitCodes.Denied);
        Assert.Equal(before, _cli.Everything());
        Assert.Contains("codex-lsp accept ", denied.Error, StringComparison.Ordinal);

        _cli.Answers = true;
        var asked = (await _cli.RunWithInputAsync("y\n", "exec", "Change it.", "--approval", "auto-edit")).Exits(ExitCodes.Done);
        Assert.Contains(reason, asked.Error, StringComparison.Ordinal);
        Assert.Contains($"Change {_cli.Workspace[file]}", asked.Error, StringComparison.Ordinal);
        Assert.NotEqual(before, _cli.Everything());
    }

    [Fact]
    public async Task Apply_does_not_reach_protected_files()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(
            Patch("*** Update File: App.csproj\n-<Project />\n+<Project></Project>"), Say("Done.")));
        (await _cli.RunAsync("exec", "Change it.", "--apply")).Exits(ExitCodes.Denied).Says("codex-lsp accept ");
        Assert.Equal("<Project />\n", _cli.Read("App.csproj"));
    }

    [Theory]
    [InlineData("--exclude", "notes.*")]
    [InlineData("--exclude", "docs/**", "notes.*")]
    [InlineData("--allow", "src/**")]
    public async Task Files_outside_the_globs_cannot_be_changed(params string[] globs)
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(Shout, Say("I may not.")));
        var outcome = (await _cli.RunAsync(["exec", "Make two loud.", "--apply", .. globs, "--json"])).Exits(ExitCodes.Denied);
        Assert.Equal("one\ntwo\nthree\n", _cli.Read("notes.txt"));
        Assert.DoesNotContain(outcome.Lines, l => l["proposal"] is not null);
    }

    [Fact]
    public async Task Globs_given_are_within_those_configured()
    {
        _cli.Configure("""{ "excludedPaths": ["notes.txt"] }""");
        await using var model = await _cli.StartModelAsync(Scenario.Of(Shout, ShoutJson, Say("Half.")));
        (await _cli.RunAsync("exec", "Make it loud.", "--apply", "--exclude", "docs/**", "--allow", "*.json", "*.txt")).Exits(ExitCodes.Done);
        Assert.Equal("one\ntwo\nthree\n", _cli.Read("notes.txt"));
        Assert.Equal("[2]\n", _cli.Read("notes.json"));
    }

    [Fact]
    public async Task A_read_only_sandbox_refuses_a_write_and_the_model_is_told()
    {
        var before = _cli.Everything();
        await using var model = await _cli.StartModelAsync(Scenario.Of(Shout, Say("I may not.")));
        var outcome = (await _cli.RunAsync("exec", "Make two loud.", "--sandbox", "read-only", "--approval", "auto-edit", "--json")).Exits(ExitCodes.Denied);
        Assert.Equal(before, _cli.Everything());
        Assert.Contains("read-only", model.Requests[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(outcome.Lines, l => l["proposal"] is not null);
    }

    [Fact]
    public async Task A_model_that_never_ends_is_stopped_and_its_part_is_kept()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(
            Shout, new Answer { Text = new("Thinking "), Fault = new Fault(FaultKind.Stall, 2) }));
        var outcome = (await _cli.RunAsync("exec", "Make two loud.", "--max-minutes", "0.05", "--approval", "auto-edit", "--apply", "--json")).Exits(ExitCodes.Failed);

        var lines = outcome.Lines;
        Assert.Equal("partial", lines[^1]["turn"]!["status"]!.GetValue<string>());
        Assert.Equal("ready", lines[^2]["proposal"]!["status"]!.GetValue<string>());
        Assert.Equal("one\ntwo\nthree\n", _cli.Read("notes.txt"));
        await Deadline.Within(model.ClientClosed, "the closed connection");
    }

    [Fact]
    public async Task A_command_nobody_can_be_asked_about_is_not_run_and_the_task_goes_on()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(Run("touch", "made.txt"), Shout, Say("Done without it.")));
        var lines = (await _cli.RunAsync("exec", "Make two loud.", "--apply", "--json")).Exits(ExitCodes.Done).Lines;
        Assert.Contains("nobody could be asked", model.Requests[1].Text, StringComparison.Ordinal);
        Assert.Contains(lines, l => l["item"]?["type"]?.GetValue<string>() == "approval" && l["item"]!["decision"]?.GetValue<string>() == "deny");
        Assert.Equal("one\nTWO\nthree\n", _cli.Read("notes.txt"));
        Assert.False(File.Exists(_cli.Workspace["made.txt"]));
    }

    [Fact]
    public async Task A_task_a_denial_stopped_says_so()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(Run("touch", "made.txt"), Say("I cannot do it without.")));
        (await _cli.RunAsync("exec", "Make it.")).Exits(ExitCodes.Denied).Says("denied: touch made.txt");
    }

    [Fact]
    public async Task A_no_with_words_reaches_the_model_and_a_quit_ends_the_task()
    {
        _cli.Answers = true;
        await using var model = await _cli.StartModelAsync(Scenario.Of(
            Run("touch", "made.txt"), Shout, Say("As you say."), Run("touch", "made.txt"), Say("Never asked.")));
        var told = (await _cli.RunWithInputAsync("n write it yourself\n", "exec", "Make two loud.")).Exits(ExitCodes.Done);
        Assert.Contains("  touch made.txt\n  in ", told.Error, StringComparison.Ordinal);
        Assert.Contains("write it yourself", model.Requests[1].Text, StringComparison.Ordinal);

        (await _cli.RunWithInputAsync("q\n", "exec", "Make two loud.")).Exits(ExitCodes.Denied);
        Assert.Equal(4, model.Requests.Count);
    }

    [Fact]
    public async Task A_quit_runs_and_asks_nothing_of_the_same_answer_any_more_and_the_thread_can_go_on()
    {
        _cli.Answers = true;
        await using var model = await _cli.StartModelAsync(Scenario.Of(
            new Answer { Output = [.. Run("touch", "one").Output, .. Run("touch", "two").Output, .. Shout.Output] }, Say("I see.")));
        var left = (await _cli.RunWithInputAsync("q\ny\n", "exec", "Make them.", "--apply")).Exits(ExitCodes.Denied);
        Assert.DoesNotContain("touch two", left.Error, StringComparison.Ordinal);
        Assert.Equal("one\ntwo\nthree\n", _cli.Read("notes.txt"));

        (await _cli.RunAsync("resume", WordAfter(left.Error, "codex-lsp resume "), "What now?")).Exits(ExitCodes.Done);
        Assert.Equal(2, model.Requests.Count);
    }

    [Fact]
    public async Task A_patch_is_shown_as_its_files_and_lines()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(Shout, Patch("*** Add File: new.txt\n+a\n+b"), Patch("*** Update File: notes.txt\n-nine\n+NINE"), Say("Done.")));
        var outcome = (await _cli.RunAsync("exec", "Make two loud.")).Exits(ExitCodes.Done);
        Assert.Contains("· notes.txt: changed, +1 -1 lines\n· new.txt: created, +2 -0 lines\n  apply_patch failed: ", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Begin Patch", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--max-requests", "2")]
    [InlineData("--max-tokens", "5000")]
    public async Task Other_budgets_stop_it_too(params string[] budget)
    {
        await using var model = await _cli.StartModelAsync(new Scenario([
            new Exchange { Times = 1, Then = Shout with { Usage = new(4000, 10) } },
            new Exchange { Then = Answer.Calling("list_files", "{}") with { Usage = new(4000, 10) } },
        ]));
        var outcome = (await _cli.RunAsync(["exec", "Make two loud.", .. budget])).Exits(ExitCodes.Failed);
        Assert.Contains("codex-lsp resume ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("+TWO", outcome.Out, StringComparison.Ordinal);
        Assert.InRange(model.Requests.Count, 1, 2);
    }

    [Theory]
    [InlineData("--max-minutes", "0")]
    [InlineData("--max-minutes", "0,3")]
    [InlineData("--max-minutes", "NaN")]
    [InlineData("--max-tokens", "1.5")]
    [InlineData("--max-requests", "-1")]
    [InlineData("--approval", "always")]
    [InlineData("--sandbox", "none")]
    public async Task A_wrong_option_is_said_before_anything_is_sent(params string[] option)
    {
        await using var model = await _cli.StartModelAsync("Never.");
        (await _cli.RunAsync(["exec", "Make two loud.", .. option, "--json"])).Fails(ExitCodes.Usage, "usage.arguments").Says(option[1]);
        Assert.Empty(model.Requests);
    }

    [Fact]
    public async Task An_interrupted_task_keeps_its_edits_and_goes_on_with_them()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(Shout, Say("Wait.") with { Gate = new AnswerGate("held") }));
        model.Hold("held");
        using var interrupt = new CancellationTokenSource();
        var running = _cli.RunAsync("", ["exec", "Make two loud.", "--apply"], interrupt.Token);
        await model.WaitForRequest(1, Deadline.Token());
        await interrupt.CancelAsync();
        var outcome = (await Deadline.Within(running, "the interrupted command")).Exits(ExitCodes.Interrupted);
        Assert.Equal("one\ntwo\nthree\n", _cli.Read("notes.txt"));

        await using var second = await _cli.StartModelAsync(Scenario.Of(Patch("*** Update File: notes.txt\n-three\n+THREE"), Say("Done.")));
        (await _cli.RunAsync("resume", WordAfter(outcome.Error, "codex-lsp resume "), "--apply")).Exits(ExitCodes.Done);
        Assert.Equal("one\nTWO\nTHREE\n", _cli.Read("notes.txt"));
    }

    [Fact]
    public async Task A_task_that_changes_nothing_is_done()
    {
        await using var model = await _cli.StartModelAsync("There is nothing to do.");
        var outcome = (await _cli.RunAsync("exec", "Look.")).Exits(ExitCodes.Done);
        Assert.Equal("", outcome.Out);
        Assert.Contains("There is nothing to do.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_fails_gives_its_exit_code_and_the_part_that_was_done()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(Shout, new Answer { Status = 400 }));
        var lines = (await _cli.RunAsync("exec", "Make two loud.", "--apply", "--json")).Exits(ExitCodes.Model).Lines;
        Assert.Equal("failed", lines[^1]["turn"]!["status"]!.GetValue<string>());
        Assert.Equal("ready", lines[^2]["proposal"]!["status"]!.GetValue<string>());
        Assert.Equal("one\ntwo\nthree\n", _cli.Read("notes.txt"));
    }

    private static string WordAfter(string text, string start)
    {
        var rest = text[(text.IndexOf(start, StringComparison.Ordinal) + start.Length)..];
        return rest[..rest.IndexOfAny([' ', '\n'])];
    }
}
