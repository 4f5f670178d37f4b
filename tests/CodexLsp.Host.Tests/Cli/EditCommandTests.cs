using CodexLsp.Host.Cli;
using CodexLsp.ModelServer;

namespace CodexLsp.Host.Tests.Cli;

/// <summary><c>edit</c> where no compiler takes part: what is printed, what is written, how it ends.</summary>
public sealed class EditCommandTests : IDisposable
{
    private readonly TestCommandLine _cli = new();

    public EditCommandTests() => _cli.Workspace.Write("notes.txt", "one\ntwo\nthree\n");

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    public async Task A_model_that_says_nothing_changes_nothing(string answer)
    {
        using var cli = new TestCommandLine();
        cli.Workspace.Write("a.txt", "one\ntwo\n");
        await using var model = await cli.StartModelAsync(answer);
        var outcome = (await cli.RunAsync("edit", "a.txt:1-1", "x", "--apply", "--json")).Exits(ExitCodes.Failed);
        Assert.Equal("empty", outcome.Text("status"));
        Assert.Equal("there is no change to check", outcome.Text("verification.reason"));
        Assert.Equal("one\ntwo\n", cli.Read("a.txt"));
    }

    [Fact]
    public async Task An_empty_block_is_not_taken_for_a_deletion()
    {
        using var cli = new TestCommandLine();
        cli.Workspace.Write("a.txt", "one\ntwo\n");
        await using var model = await cli.StartModelAsync("```\n```");
        var outcome = (await cli.RunAsync("edit", "a.txt:1-1", "x", "--apply", "--json")).Exits(ExitCodes.Failed);
        Assert.Equal("failed", outcome.Text("status"));
        Assert.Equal("one\ntwo\n", cli.Read("a.txt"));
    }

    [Fact]
    public async Task Json_is_one_proposal_on_one_line_and_nothing_is_written()
    {
        await using var model = await _cli.StartModelAsync("```\nTWO\n```");
        var outcome = (await _cli.RunAsync("edit", "notes.txt:2-2", "shout", "--json")).Exits(ExitCodes.Done);

        Assert.Equal("ready", outcome.Text("status"));
        Assert.Equal("unverified", outcome.Text("verification.status"));
        Assert.Equal("nothing here can check .txt", outcome.Text("verification.reason"));
        Assert.Equal("two\n", outcome.Text("files.0.hunks.0.oldText"));
        Assert.Equal("TWO\n", outcome.Text("files.0.hunks.0.newText"));
        Assert.Equal("1", outcome.Text("files.0.hunks.0.range.start.line"));
        Assert.Equal("1", outcome.Text("usage.requests"));
        Assert.Equal("", outcome.Error);
        Assert.Equal("one\ntwo\nthree\n", _cli.Read("notes.txt"));
    }

    [Fact]
    public async Task The_diff_goes_to_standard_output_and_the_words_to_standard_error()
    {
        await using var model = await _cli.StartModelAsync("```\nTWO\n```");
        var outcome = (await _cli.RunAsync("edit", "notes.txt:2-2", "shout")).Exits(ExitCodes.Done);

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
        Assert.Contains("? not checked: nothing here can check .txt", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing is written yet. Write it: codex-lsp accept ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("is trusted", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_writes_what_is_not_checked_unless_a_verdict_is_required()
    {
        await using var model = await _cli.StartModelAsync("```\nTWO\n```");
        var required = await _cli.RunAsync("edit", "notes.txt:2-2", "shout", "--apply", "--require-verified", "--json");
        Assert.Equal("ready", required.Exits(ExitCodes.Failed).Text("status"));
        Assert.Equal("one\ntwo\nthree\n", _cli.Read("notes.txt"));

        var applied = await _cli.RunAsync("edit", "notes.txt:2-2", "shout", "--apply", "--json");
        Assert.Equal("accepted", applied.Exits(ExitCodes.Done).Text("status"));
        Assert.Equal("one\nTWO\nthree\n", _cli.Read("notes.txt"));
    }

    [Fact]
    public async Task A_refusal_of_the_model_is_a_proposal()
    {
        var refusal = new Answer
        {
            Output = [(System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(
                """{ "type": "message", "content": [{ "type": "refusal", "refusal": "I will not." }] }""")!],
        };
        await using var model = await _cli.StartModelAsync(Scenario.Of(refusal));
        var outcome = (await _cli.RunAsync("edit", "notes.txt:2-2", "shout", "--json", "--apply")).Exits(ExitCodes.Failed);
        Assert.Equal("refused", outcome.Text("status"));
        Assert.Equal("I will not.", outcome.Text("message"));
    }

    [Fact]
    public async Task The_offline_model_declines_with_what_it_can_do()
    {
        _cli.Workspace.Write("Loose.cs", "class Loose\n{\n    void M() { }\n}\n");
        var outcome = (await _cli.RunAsync("edit", "Loose.cs:3", "make it faster", "--json", "--provider", "offline")).Exits(ExitCodes.Failed);
        Assert.Equal("refused", outcome.Text("status"));
        Assert.Contains("OPENAI_API_KEY", outcome.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_a_change_is_empty()
    {
        await using var model = await _cli.StartModelAsync("```\ntwo\n```");
        Assert.Equal("empty", (await _cli.RunAsync("edit", "notes.txt:2-2", "shout", "--json")).Exits(ExitCodes.Failed).Text("status"));
    }

    [Fact]
    public async Task An_answer_that_has_no_place_is_asked_for_again_and_then_failed()
    {
        await using var model = await _cli.StartModelAsync("*** Begin Patch\n*** Update File: notes.txt\n@@\n-nowhere\n+x\n*** End Patch");
        var outcome = (await _cli.RunAsync("edit", "notes.txt:2-2", "shout", "--json", "--apply")).Exits(ExitCodes.Failed);
        Assert.Equal("failed", outcome.Text("status"));
        Assert.Equal(2, model.Requests.Count);
        Assert.Contains("notes.txt", outcome.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_fails_is_an_error()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(new Answer { Status = 401 }));
        (await _cli.RunAsync("edit", "notes.txt:2-2", "shout", "--json")).Fails(ExitCodes.Model, "model.unauthorized");
    }

    [Fact]
    public async Task In_words_a_failure_says_what_happened_and_what_to_do()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(new Answer { Status = 403 }));
        var outcome = (await _cli.RunAsync("edit", "notes.txt:2-2", "shout")).Exits(ExitCodes.Model);
        Assert.Equal("", outcome.Out);
        Assert.Contains("error: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Ask for another 'model'", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_edit_leaves_nothing()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(new Answer { Text = new("TWO"), Gate = new AnswerGate("held") }));
        using var gate = new CancellationTokenSource();
        model.Hold("held");
        var running = _cli.RunAsync("", ["edit", "notes.txt:2-2", "shout", "--json", "--apply"], gate.Token);
        await model.WaitForRequest(cancellationToken: Deadline.Token());
        await gate.CancelAsync();

        (await Deadline.Within(running, "the interrupted command")).Fails(ExitCodes.Interrupted, "interrupted");
        await Deadline.Within(model.ClientClosed, "the closed connection");
        Assert.Equal("one\ntwo\nthree\n", _cli.Read("notes.txt"));
    }

    [Fact]
    public async Task A_protected_file_is_only_shown_and_force_does_not_lift_that()
    {
        _cli.Workspace.Write("App.csproj", "<Project />\n");
        await using var model = await _cli.StartModelAsync("```\n<Project></Project>\n```");
        var shown = (await _cli.RunAsync("edit", "App.csproj", "spell it out", "--json")).Exits(ExitCodes.Done);
        var refused = (await _cli.RunAsync("edit", "App.csproj", "spell it out", "--apply", "--force", "--json")).Fails(ExitCodes.Denied, "policy.protected");
        refused.Says("App.csproj").Says("codex-lsp accept ");
        Assert.Equal("<Project />\n", _cli.Read("App.csproj"));

        // Shown by name with its diff, then accepted by its id: that is the user's word.
        (await _cli.RunAsync("accept", shown.Text("id")!)).Exits(ExitCodes.Done);
        Assert.Equal("<Project></Project>\n", _cli.Read("App.csproj"));
    }

    [Fact]
    public async Task A_generated_file_the_user_names_is_changed()
    {
        _cli.Workspace.Write("Names.g.cs.txt.designer.cs", "one\n");
        await using var model = await _cli.StartModelAsync("```\nONE\n```");
        (await _cli.RunAsync("edit", "Names.g.cs.txt.designer.cs:1-1", "shout", "--apply", "--force", "--no-build")).Exits(ExitCodes.Done);
        Assert.Equal("ONE\n", _cli.Read("Names.g.cs.txt.designer.cs"));
    }

    [Fact]
    public async Task An_instruction_may_begin_with_an_at_sign()
    {
        await using var model = await _cli.StartModelAsync("```\nTWO\n```");
        (await _cli.RunAsync("edit", "notes.txt:2-2", "@shout it", "--json")).Exits(ExitCodes.Done);
        Assert.Contains("@shout it", model.Requests[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("notes.txt:2-2", "two\n")]
    [InlineData("notes.txt:2", "two\n")]
    [InlineData("notes.txt:2-3", "two\nthree\n")]
    [InlineData("notes.txt", "one\ntwo\nthree\n")]
    public async Task The_file_argument_names_lines_from_one_inclusive(string file, string selection)
    {
        await using var model = await _cli.StartModelAsync("nothing");
        await _cli.RunAsync("edit", file, "shout");
        Assert.Contains($"<selection>\n{selection}</selection>", model.Requests[0].Text, StringComparison.Ordinal);
    }
}
