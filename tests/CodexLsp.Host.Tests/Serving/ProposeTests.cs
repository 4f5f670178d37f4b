using System.Text.Json.Nodes;
using CodexLsp.ModelServer;
using Xunit.Abstractions;
using static CodexLsp.Host.Tests.Serving.Wire;

namespace CodexLsp.Host.Tests.Serving;

[Collection(SampleSolution.Name)]
public sealed class ProposeTests(SampleSolution sample, ITestOutputHelper output)
{
    private const string WithToken = """, "token":"t1" """;

    [Fact]
    public async Task An_edit_streams_and_lands_where_its_lines_have_moved_to()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(new Answer { Text = Fenced(NewName), Gate = new("halfway", 3) }));
        var gate = model.Hold("halfway");
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Ready();
        await session.Open(Calculator);
        var before = session.TextOf(Calculator);

        var asked = await session.StartProposing(Calculator, Name, "call it abacus", WithToken);
        var started = await session.Client.WaitForNotification("codex/turn/started");
        Assert.Equal("running", started!["turn"]!["status"]!.GetValue<string>());
        foreach (var stage in new[] { "context", "model" })
        {
            var progress = await session.Client.WaitForNotification("codex/edit/progress", p => p!["stage"] is not null);
            Assert.Equal(("t1", stage), (Text(progress, "token"), Text(progress, "stage")));
        }

        await Deadline.Within(gate.Reached, "the model to stop halfway");
        Assert.StartsWith("```", Text(await session.Client.WaitForNotification("codex/item/delta"), "text"), StringComparison.Ordinal);
        await session.Change(Calculator, "namespace Lib;", "// Numbers.\nnamespace Lib;");
        gate.Release();
        var proposal = await session.Result(asked);

        Assert.Equal(("ready", "verified", 1), (Text(proposal, "status"), Verdict(proposal), proposal["rounds"]!.GetValue<int>()));
        Assert.Equal(2, proposal["files"]![0]!["version"]!.GetValue<int>());
        var completed = await session.Client.WaitForNotification("codex/turn/completed");
        Assert.Equal(
            ["userMessage", "agentMessage", "verification", "verification", "fileChange"],
            completed!["turn"]!["items"]!.AsArray().Select(i => Text(i, "type")));

        var id = await session.Client.Send("codex/edit/accept", $$"""{"proposalId":"{{proposal["id"]}}"}""");
        var edit = await session.ApplyEdit();
        var accepted = await session.Result(id);

        Assert.Equal(2, edit["edit"]!["documentChanges"]![0]!["textDocument"]!["version"]!.GetValue<int>());
        Assert.True(accepted["applied"]!.GetValue<bool>());
        Assert.Equal("// Numbers.\n" + before.Replace(Name, NewName, StringComparison.Ordinal), session.TextOf(Calculator));
        await session.Changed("accepted");
        Assert.Equal(SampleSolution.Calculator, await File.ReadAllTextAsync(Path.Combine(session.Root, Calculator)));

        await session.ChangeAll(Calculator, "// Numbers.\n" + before);
        await session.Changed("ready");
        Assert.True((await session.Accept(proposal))["applied"]!.GetValue<bool>());
    }

    [Fact]
    public async Task The_change_is_seen_growing_where_its_lines_are_now()
    {
        const string Lines = "        var name = \"abacus\";\n        return name;\n";
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(new Answer { Text = Fenced(Lines), DeltaChars = 1, Gate = new("first line", 42) }));
        var gate = model.Hold("first line");
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);
        var asked = await session.StartProposing(Calculator, Name, "use a variable", WithToken);
        var growing = await Growing();
        Assert.Equal(("running", "unverified"), (Text(growing, "status"), Verdict(growing)));
        Assert.Equal((Name, "        var name = \"abacus\";\n"), (Text(HunkOf(growing), "oldText"), Text(HunkOf(growing), "newText")));
        Assert.Equal((1, session.RangeOf(Calculator, Name)), (growing["files"]![0]!["version"]!.GetValue<int>(), HunkOf(growing)["range"]!.ToJsonString()));

        await session.Change(Calculator, "namespace Lib;", "// Numbers.\nnamespace Lib;");
        await session.Ask("codex/thread/list", "{}");
        gate.Release();
        var whole = await Growing(p => Text(HunkOf(p), "newText") == Lines);

        Assert.Equal((2, session.RangeOf(Calculator, Name)), (whole["files"]![0]!["version"]!.GetValue<int>(), HunkOf(whole)["range"]!.ToJsonString()));
        Assert.Equal("verified", Verdict(await session.Result(asked)));

        async Task<JsonNode> Growing(Func<JsonNode, bool>? where = null) =>
            (await session.Client.WaitForNotification("codex/edit/progress", p => p!["proposal"] is { } proposal && where?.Invoke(proposal) != false))!["proposal"]!;

        static JsonNode HunkOf(JsonNode proposal) => proposal["files"]![0]!["hunks"]![0]!;
    }

    [Fact]
    public async Task An_acceptance_is_taken_back_by_its_token()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(NewName).Value));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);
        var proposal = await session.Propose(Calculator, Name, "call it abacus");

        var accepted = await session.Accept(proposal);
        await session.Change(Calculator, "namespace Lib;", "namespace Lib; // later work");
        var undone = await session.Undo(accepted);

        Assert.True(undone["applied"]!.GetValue<bool>());
        Assert.Equal(SampleSolution.Calculator.Replace("namespace Lib;", "namespace Lib; // later work", StringComparison.Ordinal), session.TextOf(Calculator));
        var again = await session.Client.SendAndWaitForError("codex/edit/undo", $$"""{"undoToken":"{{accepted["undoToken"]}}"}""");
        Assert.Equal((-32803, "undo.done"), (again["code"]!.GetValue<int>(), Text(again["data"], "code")));
    }

    [Fact]
    public async Task Typing_in_the_selected_lines_makes_the_proposal_stale()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(new Answer { Text = Fenced(NewName), Gate = new("asked") }));
        var gate = model.Hold("asked");
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);

        var asked = await session.StartProposing(Calculator, Name, "call it abacus");
        await Deadline.Within(gate.Reached, "the model to be asked");
        await session.Change(Calculator, "\"calculator\"", "\"slide rule\"");
        gate.Release();
        var proposal = await session.Result(asked);

        Assert.Equal("stale", Text(proposal, "status"));
        Assert.NotNull(Text(proposal, "message"));
        var accepted = await session.Ask("codex/edit/accept", $$"""{"proposalId":"{{proposal["id"]}}"}""");
        Assert.False(accepted["applied"]!.GetValue<bool>());
        Assert.Equal((Name, "        return \"slide rule\";\n"), (Text(accepted["conflicts"]![0], "base"), Text(accepted["conflicts"]![0], "ours")));
    }

    [Fact]
    public async Task Cancelling_answers_at_once_closes_the_models_socket_and_leaves_an_interrupted_turn()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(new Answer { Text = Fenced(NewName), Gate = new("halfway", 2) }));
        var gate = model.Hold("halfway");
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);

        var asked = await session.StartProposing(Calculator, Name, "call it abacus");
        var thread = Text(await session.Client.WaitForNotification("codex/turn/started"), "threadId");
        await Deadline.Within(gate.Reached, "the model to stop halfway");
        await session.Client.Cancel(asked);

        var answer = await session.Client.WaitForAnswer(asked);
        Assert.Equal(-32800, answer["error"]!["code"]!.GetValue<int>());
        await Deadline.Within(model.ClientClosed, "the model's socket to be closed");
        var completed = await session.Client.WaitForNotification("codex/turn/completed");
        Assert.Equal("interrupted", Text(completed!["turn"], "status"));
        var read = await session.Ask("codex/thread/read", $$"""{"threadId":"{{thread}}"}""");
        Assert.Equal("interrupted", Text(read["turns"]![0], "status"));
        Assert.Empty((await session.Ask("codex/proposal/list", "{}"))["proposals"]!.AsArray());
        Assert.Equal(SampleSolution.Calculator, session.TextOf(Calculator));
    }

    [Fact]
    public async Task What_breaks_is_sent_back_once_and_mended()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(
            new Answer { Text = Fenced("        return 42;\n") }, new Answer { Text = Fenced(NewName) }));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);

        var proposal = await session.Propose(Calculator, Name, "return something else", WithToken);

        Assert.Equal(("ready", "verified", 2), (Text(proposal, "status"), Verdict(proposal), proposal["rounds"]!.GetValue<int>()));
        Assert.Contains("CS0029", model.Requests[1].Text, StringComparison.Ordinal);
        await session.Client.WaitForNotification("codex/edit/progress", p => Text(p, "stage") == "repair" && p!["round"]!.GetValue<int>() == 2);
    }

    [Fact]
    public async Task A_break_in_another_project_is_shown_where_it_is()
    {
        const string Signature = "    public static int Add(int left, int right)\n";
        var answer = Fenced("    public static int Add(int left, int right, int more)\n");
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(answer.Value));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);

        var proposal = await session.Propose(Calculator, Signature, "add a third summand");

        Assert.Equal(("ready", "broken", 2), (Text(proposal, "status"), Verdict(proposal), proposal["rounds"]!.GetValue<int>()));
        var elsewhere = proposal["verification"]!["introduced"]!.AsArray().Single(f => Text(f, "uri") == session.UriOf("App/Program.cs"));
        Assert.Equal(("CS7036", "App", 2), (Text(elsewhere, "code"), Text(elsewhere, "project"), elsewhere!["range"]!["start"]!["line"]!.GetValue<int>()));
        Assert.True((await session.Accept(proposal))["applied"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_missing_using_is_added_without_asking_the_model_again()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced("        return new StringBuilder(\"abacus\").ToString();\n").Value));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);

        var proposal = await session.Propose(Calculator, Name, "use a builder");

        Assert.Equal(("ready", "verified", 1), (Text(proposal, "status"), Verdict(proposal), proposal["rounds"]!.GetValue<int>()));
        Assert.Single(model.Requests);
        Assert.Contains("System.Text", proposal["verification"]!["repaired"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        await session.Accept(proposal);
        Assert.StartsWith("using System.Text;\n", session.TextOf(Calculator), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_range_past_the_end_of_the_file_is_clamped()
    {
        await using var session = await CodexSession.StartAsync(sample, output);
        await session.Open(Calculator);

        var pack = await session.Ask("codex/context", $$"""
            {"textDocument":{"uri":"{{session.UriOf(Calculator)}}"},"range":{"start":{"line":900,"character":7},"end":{"line":900000,"character":1} } }
            """);

        Assert.Equal("selection", Text(pack["items"]![0], "kind"));
    }
}
