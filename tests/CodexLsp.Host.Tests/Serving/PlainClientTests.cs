using System.Text.Json.Nodes;
using CodexLsp.ModelServer;
using Xunit.Abstractions;
using static CodexLsp.Host.Tests.Serving.Wire;

namespace CodexLsp.Host.Tests.Serving;

[Collection(SampleSolution.Name)]
public sealed class PlainClientTests(SampleSolution sample, ITestOutputHelper output)
{
    private const string Broken = "        return 42;\n";

    [Fact]
    public async Task A_verified_command_is_applied_under_a_progress_bar()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(new Answer { Text = Fenced(NewName), Gate = new("asked") }));
        var gate = model.Hold("asked");
        await using var session = await StartAsync(model);
        await session.Open(Calculator);

        var started = await Run(session, "codex.edit", ""","instruction":"call it abacus" """);
        Assert.NotNull(Text(started, "turnId"));
        var token = await MakeBar(session);
        Assert.Equal("begin", Text((await session.Client.WaitForNotification("$/progress"))!["value"], "kind"));
        gate.Release();
        var edit = await session.ApplyEdit();

        Assert.Equal("call it abacus", Text(edit, "label"));
        await session.Client.WaitForNotification("$/progress", p => Text(p, "token") == token && Text(p!["value"], "kind") == "end");
        Assert.Contains("abacus", session.TextOf(Calculator), StringComparison.Ordinal);
        var thread = await session.Ask("codex/thread/read", $$"""{"threadId":"{{started["threadId"]}}"}""");
        Assert.Equal(Text(started, "turnId"), Text(thread["turns"]![0], "id"));
    }

    [Fact]
    public async Task A_task_is_applied_when_it_is_verified_and_its_commands_are_asked_for_by_a_message()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(
            Answer.Calling("run_command", """{"command":["true"]}"""),
            Answer.Calling("apply_patch", new JsonObject { ["patch"] = $"*** Begin Patch\n*** Update File: {Calculator}\n-{Name}+{NewName}*** End Patch" }.ToJsonString()),
            new Answer { Text = new("Done.") }));
        await using var session = await StartAsync(model);
        await session.Open(Calculator);

        var started = await session.Ask("workspace/executeCommand", """{"command":"codex.task","arguments":[{"text":"Call it abacus."}]}""");
        await MakeBar(session);
        var (id, question) = await session.Client.WaitForRequest("window/showMessageRequest");
        Assert.StartsWith("codex-lsp: true\n", Text(question, "message"), StringComparison.Ordinal);
        await session.Client.Respond(id, "null");
        await session.ApplyEdit();

        Assert.Contains("abacus", session.TextOf(Calculator), StringComparison.Ordinal);
        var thread = await session.Ask("codex/thread/read", $$"""{"threadId":"{{started["threadId"]}}"}""");
        Assert.Equal(("Call it abacus.", "declined"), (Text(thread, "title"), Text(thread["turns"]![0]!["items"]![1], "status")));
    }

    [Theory]
    [InlineData("""{"title":"Apply anyway"}""", true)]
    [InlineData("null", false)]
    public async Task A_task_that_a_limit_cut_short_is_asked_about_though_it_compiles(string answer, bool applied)
    {
        var patch = Answer.Calling("apply_patch", new JsonObject { ["patch"] = $"*** Begin Patch\n*** Update File: {Calculator}\n-{Name}+{NewName}*** End Patch" }.ToJsonString());
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(
            patch with { Usage = new(90_000, 10_000) }, new Answer { Text = new("Never asked.") }));
        await using var session = await CodexSession.StartAsync(
            sample, output, new SessionOptions { Ours = false, UserConfiguration = """{ "trust": "all", "budget.maxTokens": 100000 }""", Model = model });
        await session.Open(Calculator);

        await session.Ask("workspace/executeCommand", """{"command":"codex.task","arguments":[{"text":"Call it abacus."}]}""");
        await MakeBar(session);
        var (id, question) = await session.Client.WaitForRequest("window/showMessageRequest");
        Assert.Equal(["Apply anyway", "Discard"], question!["actions"]!.AsArray().Select(a => Text(a, "title")));
        await session.Client.Respond(id, answer);
        if (applied)
        {
            await session.ApplyEdit();
        }

        await session.Client.WaitForNotification("$/progress", p => Text(p!["value"], "kind") == "end");
        Assert.Equal(applied, session.TextOf(Calculator).Contains("abacus", StringComparison.Ordinal));
        Assert.Single(model.Requests);
    }

    [Fact]
    public async Task An_explanation_is_shown_as_a_message()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying("It names the calculator."));
        await using var session = await StartAsync(model);
        await session.Open(Calculator);

        await Run(session, "codex.explain", "");
        await MakeBar(session);

        var shown = await session.Client.WaitForNotification("window/showMessage", m => m!["type"]!.GetValue<int>() == 3);
        Assert.Equal("It names the calculator.", Text(shown, "message"));
        Assert.Contains("return \"calculator\"", model.Requests[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_problem_is_explained_from_the_light_bulb_with_the_compilers_words_and_the_member_around_it()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying("A text is no number."));
        await using var session = await StartAsync(model);
        await session.Open(Calculator);
        var at = session.RangeOf(Calculator, "\"calculator\"");
        var actions = await session.Ask("textDocument/codeAction", $$$"""
            {"textDocument":{"uri":"{{{session.UriOf(Calculator)}}}"},"range":{{{at}}},"context":{"diagnostics":[{"range":{{{at}}},"message":"the compiler's words","code":"CS0029"}]} }
            """);
        var command = actions.AsArray().Single(a => Text(a, "title") == "Explain with Codex")!["command"]!;

        await session.Ask("workspace/executeCommand", command.ToJsonString());
        await MakeBar(session);

        var shown = await session.Client.WaitForNotification("window/showMessage", m => m!["type"]!.GetValue<int>() == 3);
        Assert.Equal("A text is no number.", Text(shown, "message"));
        Assert.Contains("return \"calculator\"", model.Requests[0].Text, StringComparison.Ordinal);
        Assert.Contains("CS0029 the compiler's words", model.Requests[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"title":"Apply anyway"}""", true)]
    [InlineData("""{"title":"Discard"}""", false)]
    [InlineData("null", false)]
    [InlineData(null, false)]
    public async Task What_does_not_compile_is_asked_about_and_no_answer_discards_it(string? answer, bool applied)
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(Broken).Value));
        await using var session = await StartAsync(model);
        await session.Open(Calculator);

        await Run(session, "codex.edit", ""","instruction":"return a number" """);
        await MakeBar(session);
        var (id, question) = await session.Client.WaitForRequest("window/showMessageRequest");
        Assert.Contains("CS0029", Text(question, "message"), StringComparison.Ordinal);
        Assert.Equal(["Apply anyway", "Discard"], question!["actions"]!.AsArray().Select(a => Text(a, "title")));
        await (answer is null ? session.Client.RespondWithError(id, -32603, "no window") : session.Client.Respond(id, answer));

        if (applied)
        {
            await session.ApplyEdit();
        }

        await session.Client.WaitForNotification("$/progress", p => Text(p!["value"], "kind") == "end");
        Assert.Equal(applied, session.TextOf(Calculator).Contains("42", StringComparison.Ordinal));
        Assert.Empty((await session.Ask("codex/proposal/list", "{}"))["proposals"]!.AsArray());
    }

    [Fact]
    public async Task A_cancelled_bar_applies_nothing()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(new Answer { Text = Fenced(NewName), Gate = new("halfway", 2) }));
        var gate = model.Hold("halfway");
        await using var session = await StartAsync(model);
        await session.Open(Calculator);

        var started = await Run(session, "codex.edit", ""","instruction":"call it abacus" """);
        var token = await MakeBar(session);
        await Deadline.Within(gate.Reached, "the model to stop halfway");
        await session.Client.Notify("window/workDoneProgress/cancel", $$"""{"token":"{{token}}"}""");

        await session.Client.WaitForNotification("$/progress", p => Text(p!["value"], "kind") == "end");
        var thread = await session.Ask("codex/thread/read", $$"""{"threadId":"{{started["threadId"]}}"}""");
        Assert.Equal("interrupted", Text(thread["turns"]![0], "status"));
        Assert.Equal(SampleSolution.Calculator, session.TextOf(Calculator));
    }

    [Fact]
    public async Task A_fix_carries_the_compilers_words_and_a_client_without_a_bar_is_served_as_well()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(Name).Value));
        await using var session = await StartAsync(model);
        await session.Open(Calculator, SampleSolution.Calculator.Replace("\"calculator\"", "42", StringComparison.Ordinal));

        var running = session.Client.Send("workspace/executeCommand", Command(session, "codex.fix", Broken, ""","code":"CS0029" """));
        var (bar, _) = await session.Client.WaitForRequest("window/workDoneProgress/create");
        await session.Client.RespondWithError(bar, -32603, "no bar");
        await session.Result(await running);
        await session.ApplyEdit();

        Assert.Equal(SampleSolution.Calculator, session.TextOf(Calculator));
        Assert.Contains("Cannot implicitly convert type 'int' to 'string'", model.Requests[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("codex.unknown", "{}", "codex.edit, codex.fix")]
    [InlineData("codex.edit", "{}", "{ textDocument, range, instruction }")]
    [InlineData("codex.fix", "7", "{ textDocument, range, code? }")]
    public async Task Wrong_arguments_are_answered_with_the_right_ones(string command, string argument, string words)
    {
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Ours = false });

        var error = await session.Client.SendAndWaitForError(
            "workspace/executeCommand", $$"""{"command":"{{command}}","arguments":[{{argument}}]}""");

        Assert.Equal(-32602, error["code"]!.GetValue<int>());
        Assert.Contains(words, Text(error, "message"), StringComparison.Ordinal);
    }

    private async Task<CodexSession> StartAsync(ScriptedModel model) => await CodexSession.StartAsync(
        sample, output, new SessionOptions { Ours = false, UserConfiguration = """{ "trust": "all" }""", Model = model });

    private static Task<JsonNode> Run(CodexSession session, string command, string more) =>
        session.Ask("workspace/executeCommand", Command(session, command, Name, more));

    private static string Command(CodexSession session, string command, string selected, string more) => $$"""
        {"command":"{{command}}","arguments":[
          {"textDocument":{"uri":"{{session.UriOf(Calculator)}}"},"range":{{session.RangeOf(Calculator, selected)}}{{more}} }
        ]}
        """;

    private static async Task<string> MakeBar(CodexSession session)
    {
        var (id, parameters) = await session.Client.WaitForRequest("window/workDoneProgress/create");
        await session.Client.Respond(id, "null");
        return Text(parameters, "token")!;
    }
}
