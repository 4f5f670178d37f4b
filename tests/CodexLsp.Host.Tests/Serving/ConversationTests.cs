using System.Text.Json.Nodes;
using CodexLsp.ModelServer;
using Xunit.Abstractions;
using static CodexLsp.Host.Tests.Serving.Wire;

namespace CodexLsp.Host.Tests.Serving;

[Collection(SampleSolution.Name)]
public sealed class ConversationTests(SampleSolution sample, ITestOutputHelper output)
{
    [Fact]
    public async Task A_question_with_a_selection_is_answered_item_by_item()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(
            Answer.Calling("search", """{"pattern":"calculator"}"""), new Answer { Text = new("It is in `Lib/Calculator.cs`.") }));
        await using var session = await StartAsync(model);
        await session.Open(Calculator);
        var thread = await session.Ask("codex/thread/start", "{}");
        Assert.Equal(("New conversation", session.Root), (Text(thread, "title"), Text(thread, "cwd")));

        var started = await Turn(session, thread, "Where is the name?", $$""","input":[{"type":"text","text":"Where is the name?"},{"type":"file","uri":"{{session.UriOf(Calculator)}}","range":{{session.RangeOf(Calculator, Name)}} }]""");
        var completed = await Completed(session, started);

        Assert.Equal("completed", Text(completed, "status"));
        Assert.Equal(["userMessage", "toolCall", "agentMessage"], completed["items"]!.AsArray().Select(i => Text(i, "type")));
        var call = completed["items"]![1]!;
        Assert.Equal(("search", """{"pattern":"calculator"}""", "completed"), (Text(call, "tool"), Text(call, "arguments"), Text(call, "status")));
        Assert.StartsWith("Lib/Calculator.cs:", Text(call, "result"), StringComparison.Ordinal);
        Assert.Contains("return \"calculator\"", model.Requests[0].Text, StringComparison.Ordinal);
        for (var told = ""; told != "It is in `Lib/Calculator.cs`."; told += Text(await session.Client.WaitForNotification("codex/item/delta"), "text"))
        {
            Assert.StartsWith(told, "It is in `Lib/Calculator.cs`.", StringComparison.Ordinal);
        }

        var usage = await session.Client.WaitForNotification("codex/thread/usage", u => u!["usage"]!["requests"]!.GetValue<int>() == 2);
        Assert.Equal(Text(thread, "id"), Text(usage, "threadId"));
        var listed = await session.Ask("codex/thread/list", "{}");
        Assert.Equal("Where is the name?", Text(listed["threads"]![0], "title"));
    }

    [Fact]
    public async Task A_task_ends_in_one_proposal_that_is_accepted_as_any_other()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(
            Answer.Calling("update_plan", """{"steps":[{"text":"Rename it","status":"running"}]}"""),
            Patch(Name, NewName),
            new Answer { Text = new("It is an abacus now.") }));
        await using var session = await StartAsync(model);
        await session.Open(Calculator);
        var thread = await session.Ask("codex/thread/start", """{"title":"Names"}""");

        var started = await Turn(session, thread, "Call it abacus.", mode: "task");
        var completed = await Completed(session, started);

        Assert.Equal(["userMessage", "plan", "toolCall", "agentMessage", "verification", "fileChange"], completed["items"]!.AsArray().Select(i => Text(i, "type")));
        Assert.Equal("Rename it", Text((await session.Client.WaitForNotification("codex/turn/plan"))!["steps"]![0], "text"));
        Assert.Contains("+        return \"abacus\";", Text(await session.Client.WaitForNotification("codex/turn/diff"), "diff"), StringComparison.Ordinal);
        var proposal = await session.Changed("ready");
        Assert.Equal((Text(completed, "proposalId"), "verified"), (Text(proposal, "id"), Verdict(proposal)));
        Assert.True((await session.Accept(proposal))["applied"]!.GetValue<bool>());
        Assert.Contains("abacus", session.TextOf(Calculator), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_is_asked_for_by_its_exact_words_and_a_no_goes_to_the_model()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(
            Answer.Calling("run_command", """{"command":["echo","one two"]}"""),
            Answer.Calling("run_command", """{"command":["echo","one two"]}"""),
            Answer.Calling("run_command", """{"command":["echo","one two"]}"""),
            new Answer { Text = new("Heard.") }));
        await using var session = await StartAsync(model);
        var thread = await session.Ask("codex/thread/start", "{}");
        var started = await Turn(session, thread, "Say it.", mode: "task");

        var (first, asked) = await session.Client.WaitForRequest("codex/approval/request");
        Assert.Equal(("command", "echo 'one two'", session.Root), (Text(asked, "kind"), Text(asked, "title"), Text(asked, "cwd")));
        Assert.Equal(["echo", "one two"], asked!["command"]!.AsArray().Select(a => a!.GetValue<string>()));
        await session.Client.Respond(first, """{"decision":"deny","note":"Not now."}""");
        var (second, again) = await session.Client.WaitForRequest("codex/approval/request");
        Assert.Equal(Text(asked, "hash"), Text(again, "hash"));
        await session.Client.Respond(second, """{"decision":"approveForTurn"}""");
        var completed = await Completed(session, started);

        var items = completed["items"]!.AsArray();
        Assert.Equal(
            ["userMessage", "approval declined", "command declined", "approval completed", "command completed", "command completed", "agentMessage"],
            items.Select(i => Text(i, "type") is "approval" or "command" ? $"{Text(i, "type")} {Text(i, "status")}" : Text(i, "type")));
        Assert.Equal((0, "one two\n"), (items[4]!["exitCode"]!.GetValue<int>(), Text(items[4], "output")));
        Assert.Contains("The user denied it. They say: Not now.", model.Requests[1].Text, StringComparison.Ordinal);
        Assert.Contains("Exit code 0.\none two", model.Requests[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_accepted_in_advance_is_applied_when_it_is_verified()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(Patch(Name, NewName), new Answer { Text = new("Done.") }));
        await using var session = await StartAsync(model);
        await session.Open(Calculator);
        var thread = await session.Ask("codex/thread/start", "{}");

        await Turn(session, thread, "Call it abacus.", ""","approval":"auto-edit","input":[{"type":"text","text":"Call it abacus."}]""", mode: "task");
        await session.ApplyEdit();

        await session.Changed("accepted");
        Assert.Contains("abacus", session.TextOf(Calculator), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_a_limit_cut_short_is_not_accepted_in_advance()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(Patch(Name, NewName), new Answer { Text = new("Never asked.") }));
        await using var session = await StartAsync(model);
        await session.Open(Calculator);
        var thread = await session.Ask("codex/thread/start", "{}");

        var started = await Turn(
            session, thread, "Call it abacus.", ""","approval":"auto-edit","budget":{"maxRequests":1},"input":[{"type":"text","text":"Call it abacus."}]""", mode: "task");

        var completed = await Completed(session, started);
        Assert.Equal("partial", Text(completed, "status"));
        var waits = await session.Changed("ready");
        Assert.Equal("verified", Verdict(waits));

        Assert.DoesNotContain("abacus", session.TextOf(Calculator), StringComparison.Ordinal);

        // The one request to apply is that of the user's own acceptance; a second would be left unread, or make this one wait for ever.
        Assert.True((await session.Accept(waits))["applied"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_code_block_becomes_a_proposal_without_a_model()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying("Never asked."));
        await using var session = await StartAsync(model);
        await session.Open(Calculator);
        var thread = await session.Ask("codex/thread/start", "{}");

        var proposal = await session.Propose(Calculator, Name, "Apply the answer", $$""","threadId":"{{thread["id"]}}","text":{{CodexSession.Json(NewName)}}""");
        Assert.Equal(("ready", "verified", 1), (Text(proposal, "status"), Verdict(proposal), proposal["rounds"]!.GetValue<int>()));
        var broken = await session.Propose(Calculator, Name, "Apply the answer", $$""","threadId":"{{thread["id"]}}","text":"        return 42;\n" """);
        Assert.Equal(("ready", "broken", 1), (Text(broken, "status"), Verdict(broken), broken["rounds"]!.GetValue<int>()));

        Assert.Empty(model.Requests);
        var read = await session.Ask("codex/thread/read", $$"""{"threadId":"{{thread["id"]}}"}""");
        Assert.Equal(["edit", "edit"], read["turns"]!.AsArray().Select(t => Text(t, "mode")));
    }

    [Fact]
    public async Task A_running_turn_is_steered_read_and_stopped()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(
            new Answer { Output = Answer.Calling("list_files", "{}").Output, Gate = new("first") },
            new Answer { Text = new("Thinking about it"), DeltaChars = 9, Gate = new("second", After: 1) }));
        var (first, second) = (model.Hold("first"), model.Hold("second"));
        await using var session = await StartAsync(model);
        var thread = await session.Ask("codex/thread/start", "{}");
        var started = await Turn(session, thread, "Think.");
        var both = $$"""{"threadId":"{{thread["id"]}}","turnId":"{{started["turnId"]}}" """;

        await first.Reached.WaitAsync(Deadline.Token());
        await session.Ask("codex/turn/steer", both + ""","input":[{"type":"text","text":"Harder."}]}""");
        var refused = await session.Client.WaitForAnswer(await session.Client.Send(
            "codex/turn/start", $$"""{"threadId":"{{thread["id"]}}","mode":"chat","input":[{"type":"text","text":"Another."}]}"""));
        Assert.Equal((-32803, "turn.running"), Codes(refused["error"]!));
        first.Release();
        await second.Reached.WaitAsync(Deadline.Token());
        Assert.Contains("Harder.", model.Requests[1].Text, StringComparison.Ordinal);
        await session.Client.WaitForNotification("codex/item/delta");
        var read = await session.Ask("codex/thread/resume", $$"""{"threadId":"{{thread["id"]}}"}""");
        var running = read["turns"]![0]!["items"]!.AsArray()[^1];
        Assert.Equal(("agentMessage", "running", "Thinking "), (Text(running, "type"), Text(running, "status"), Text(running, "text")));
        await session.Ask("codex/turn/interrupt", both + "}");
        var completed = await Completed(session, started);

        Assert.Equal("interrupted", Text(completed, "status"));
        Assert.Equal("Thinking ", Text(completed["items"]!.AsArray()[^1], "text"));
        var over = await session.Client.WaitForAnswer(await session.Client.Send("codex/turn/interrupt", both + "}"));
        Assert.Equal((-32803, "turn.notRunning"), Codes(over["error"]!));
    }

    [Fact]
    public async Task A_thread_goes_on_after_the_host_was_started_anew()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(new Answer { Text = new("One.") }, new Answer { Text = new("Two.") }));
        using var home = new TemporaryFolder();
        JsonNode thread;
        await using (var session = await StartAsync(model, home))
        {
            thread = await session.Ask("codex/thread/start", "{}");
            await Completed(session, await Turn(session, thread, "First?"));
        }

        await using var again = await StartAsync(model, home);
        var resumed = await again.Ask("codex/thread/resume", $$"""{"threadId":"{{thread["id"]}}"}""");
        var usage = await again.Client.WaitForNotification("codex/thread/usage");
        Assert.InRange(usage!["used"]!.GetValue<int>(), 2, 20);
        Assert.Equal("One.", Text(resumed["turns"]![0]!["items"]![1], "text"));
        await Completed(again, await Turn(again, thread, "Second?"));

        Assert.EndsWith("First?\nOne.\nSecond?\n", model.Requests[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thread_of_a_folder_that_is_not_open_is_read_and_does_not_go_on()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying("One."));
        await using var session = await StartAsync(model);
        var thread = await session.Ask("codex/thread/start", "{}");
        await Completed(session, await Turn(session, thread, "First?"));
        var other = Directory.CreateDirectory(session.Home["other"]).FullName;
        await session.Client.Notify("workspace/didChangeWorkspaceFolders", $$"""
            {"event":{"added":[{"uri":"file://{{other}}","name":"other"}],"removed":[{"uri":"{{session.UriOf("")}}","name":"sample"}]} }
            """);

        var refused = await session.Client.WaitForAnswer(await session.Client.Send(
            "codex/turn/start", $$"""{"threadId":"{{thread["id"]}}","mode":"task","input":[{"type":"text","text":"Second?"}]}"""));

        Assert.Equal((-32803, "thread.elsewhere"), Codes(refused["error"]!));
        Assert.Single((await session.Ask("codex/thread/resume", $$"""{"threadId":"{{thread["id"]}}"}"""))["turns"]!.AsArray());
        Assert.Single(model.Requests);
    }

    [Fact]
    public async Task A_thread_is_renamed_archived_and_deleted()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying("Hi."));
        await using var session = await StartAsync(model);
        var id = Text(await session.Ask("codex/thread/start", "{}"), "id");

        await session.Ask("codex/thread/rename", $$"""{"threadId":"{{id}}","title":"Better"}""");
        await session.Ask("codex/thread/archive", $$"""{"threadId":"{{id}}","archived":true}""");
        Assert.Empty((await session.Ask("codex/thread/list", "{}"))["threads"]!.AsArray());
        Assert.Equal("Better", Text((await session.Ask("codex/thread/list", """{"archived":true}"""))["threads"]![0], "title"));
        await session.Ask("codex/thread/delete", $$"""{"threadId":"{{id}}"}""");
        Assert.Empty((await session.Ask("codex/thread/list", """{"archived":true}"""))["threads"]!.AsArray());
    }

    [Fact]
    public async Task Wrong_parameters_are_refused_as_such_and_the_host_lives()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(new Answer { Text = new("Thinking"), Gate = new("held") }));
        model.Hold("held");
        await using var session = await StartAsync(model);
        var thread = await session.Ask("codex/thread/start", "{}");
        var started = await Turn(session, thread, "Think.");
        var both = $$"""{"threadId":"{{thread["id"]}}","turnId":"{{started["turnId"]}}" """;
        string Start(string more) => $$"""{"threadId":"{{thread["id"]}}","mode":"chat","input":[{"type":"text","text":"Hi"}],{{more}} }""";
        foreach (var (method, parameters) in new[]
        {
            ("codex/turn/steer", both + ""","input":[]}"""),
            ("codex/turn/steer", both + ""","input":[null]}"""),
            ("codex/turn/steer", both + ""","input":[{"type":"text","text":" "}]}"""),
            ("codex/turn/steer", both + ""","input":[{"type":"dance"}]}"""),
            ("codex/turn/steer", both + "}"),
            ("codex/turn/interrupt", "{}"),
            ("codex/turn/interrupt", """{"threadId":7,"turnId":null}"""),
            ("codex/turn/interrupt", "[]"),
            ("codex/turn/start", Start(""" "budget":{"maxMinutes":0} """)),
            ("codex/turn/start", Start(""" "budget":{"maxMinutes":-1} """)),
            ("codex/turn/start", Start(""" "budget":{"maxTokens":-5} """)),
            ("codex/turn/start", Start(""" "budget":{"maxRequests":1.5} """)),
            ("codex/turn/start", Start(""" "budget":{"maxCostUsd":"cheap"} """)),
            ("codex/turn/start", Start(""" "approval":"always" """)),
            ("codex/turn/start", Start(""" "sandbox":7 """)),
            ("codex/turn/start", """{"mode":"chat","input":[{"type":"text","text":"Hi"}]}"""),
            ("codex/turn/start", $$"""{"threadId":"{{thread["id"]}}","mode":"chat","input":{} }"""),
            ("codex/turn/start", $$"""{"threadId":"{{thread["id"]}}","mode":"chat","input":[null]}"""),
            ("codex/turn/start", $$"""{"threadId":"{{thread["id"]}}","mode":"chat","input":[{"type":"text","text":null}]}"""),
            ("codex/thread/start", """{"cwd":"relative"}"""),
            ("codex/thread/start", """{"title":7}"""),
            ("codex/thread/read", "{}"),
            ("codex/thread/resume", """{"threadId":null}"""),
            ("codex/thread/rename", $$"""{"threadId":"{{thread["id"]}}","title":" "}"""),
            ("codex/thread/archive", $$"""{"threadId":"{{thread["id"]}}"}"""),
            ("codex/thread/delete", "null"),
            ("codex/thread/list", """{"limit":"many"}"""),
        })
        {
            var answer = await session.Client.WaitForAnswer(await session.Client.Send(method, parameters));
            Assert.True(answer["error"]?["code"]?.GetValue<int>() == -32602, $"{method} {parameters}: {answer.ToJsonString()}");
        }

        await session.Ask("codex/turn/interrupt", both + "}");
        Assert.Equal("interrupted", Text(await Completed(session, started), "status"));
    }

    [Theory]
    [InlineData("codex/thread/read", "../../../etc/passwd")]
    [InlineData("codex/thread/resume", "0198f000-0000-7000-8000-000000000000")]
    [InlineData("codex/thread/delete", "")]
    [InlineData("codex/thread/delete", "..")]
    public async Task A_thread_that_is_not_there_is_said(string method, string id)
    {
        await using var session = await CodexSession.StartAsync(sample, output);

        var answer = await session.Client.WaitForAnswer(await session.Client.Send(method, $$"""{"threadId":"{{id}}"}"""));

        Assert.Equal((-32803, "thread.unknown"), Codes(answer["error"]!));
    }

    [Fact]
    public async Task A_thread_is_not_deleted_or_moved_under_a_running_turn()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(new Answer { Text = new("Thinking"), Gate = new("held") }));
        var gate = model.Hold("held");
        await using var session = await StartAsync(model);
        var thread = await session.Ask("codex/thread/start", "{}");
        var started = await Turn(session, thread, "Think.");
        await gate.Reached.WaitAsync(Deadline.Token());
        foreach (var (method, more) in new[] { ("delete", ""), ("archive", ""","archived":true"""), ("rename", ""","title":"Other" """) })
        {
            var answer = await session.Client.WaitForAnswer(await session.Client.Send($"codex/thread/{method}", $$"""{"threadId":"{{thread["id"]}}"{{more}} }"""));
            Assert.Equal((-32803, "thread.inUse"), Codes(answer["error"]!));
        }

        gate.Release();
        Assert.Equal("completed", Text(await Completed(session, started), "status"));
        await session.Ask("codex/thread/delete", $$"""{"threadId":"{{thread["id"]}}"}""");
    }

    [Theory]
    [InlineData("""{"threadId":"x","mode":"edit","input":[]}""", -32602)]
    [InlineData("""{"threadId":"x","mode":"chat","input":[{"type":"text","text":" "}]}""", -32602)]
    [InlineData("""{"threadId":"x","mode":"chat","input":[{"type":"text","text":"Hi"}]}""", -32803)]
    [InlineData("""{"threadId":"x","mode":"dance","input":[]}""", -32602)]
    public async Task A_turn_that_cannot_begin_is_refused(string parameters, int code)
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying("Hi."));
        await using var session = await StartAsync(model);

        var answer = await session.Client.WaitForAnswer(await session.Client.Send("codex/turn/start", parameters));

        Assert.Equal(code, answer["error"]!["code"]!.GetValue<int>());
    }

    [Fact]
    public async Task Without_a_model_a_question_fails_with_what_to_do()
    {
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Settings = """{"provider":"offline"}""" });
        var thread = await session.Ask("codex/thread/start", "{}");

        var completed = await Completed(session, await Turn(session, thread, "Why?"));

        Assert.Equal(("failed", "model.offline"), (Text(completed, "status"), Text(completed["error"], "code")));
    }

    private Task<CodexSession> StartAsync(ScriptedModel model, TemporaryFolder? home = null) =>
        CodexSession.StartAsync(sample, output, new SessionOptions { Model = model, Home = home });

    private static Answer Patch(string old, string @new) => Answer.Calling(
        "apply_patch", new JsonObject { ["patch"] = $"*** Begin Patch\n*** Update File: {Calculator}\n-{old}+{@new}*** End Patch" }.ToJsonString());

    private static Task<JsonNode> Turn(CodexSession session, JsonNode thread, string words, string? input = null, string mode = "chat") => session.Ask(
        "codex/turn/start",
        $$"""{"threadId":"{{thread["id"]}}","mode":"{{mode}}"{{input ?? $$""","input":[{"type":"text","text":{{CodexSession.Json(words)}} }]"""}} }""");

    private static async Task<JsonNode> Completed(CodexSession session, JsonNode started) =>
        (await session.Client.WaitForNotification("codex/turn/completed", p => Text(p!["turn"], "id") == Text(started, "turnId")))!["turn"]!;
}
