using System.Text.Json.Nodes;
using CodexLsp.ModelServer;
using Xunit.Abstractions;
using static CodexLsp.Host.Tests.Serving.Wire;

namespace CodexLsp.Host.Tests.Serving;

[Collection(SampleSolution.Name)]
public sealed class ReviewTests(SampleSolution sample, ITestOutputHelper output)
{
    private const string TwoMembers = """
            return "calculator";
        }

        public static int Twice(int value)
        {
            return Add(value, value);

    """;

    private static readonly string NewMembers = TwoMembers
        .Replace("calculator", "abacus", StringComparison.Ordinal)
        .Replace("Add(value, value)", "2 * value", StringComparison.Ordinal);

    [Fact]
    public async Task Hunks_are_accepted_one_by_one_and_each_is_taken_back_by_the_editors_undo()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(NewMembers).Value));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);
        var proposal = await session.Propose(Calculator, TwoMembers, "make both shorter");
        var hunks = proposal["files"]![0]!["hunks"]!.AsArray().Select(h => Text(h, "id")).ToList();
        Assert.Equal(2, hunks.Count);

        await session.Accept(proposal, $$""","hunkIds":["{{hunks[1]}}"]""");
        var partly = await session.Changed("partly");
        Assert.Equal(["pending", "accepted"], partly["files"]![0]!["hunks"]!.AsArray().Select(h => Text(h, "status")));
        var half = SampleSolution.Calculator.Replace("Add(value, value)", "2 * value", StringComparison.Ordinal);
        Assert.Equal(half, session.TextOf(Calculator));

        await session.Accept(proposal);
        await session.Changed("accepted");
        Assert.Equal(half.Replace("calculator", "abacus", StringComparison.Ordinal), session.TextOf(Calculator));

        await session.ChangeAll(Calculator, half);
        await session.Changed("partly");
        await session.ChangeAll(Calculator, SampleSolution.Calculator);
        await session.Changed("ready");
    }

    [Fact]
    public async Task A_rejected_hunk_stays_out_and_a_rejected_proposal_cannot_be_accepted()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(NewMembers).Value));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);
        var proposal = await session.Propose(Calculator, TwoMembers, "make both shorter");
        var first = Text(proposal["files"]![0]!["hunks"]![0], "id");

        var one = await session.Ask("codex/edit/reject", $$"""{"proposalId":"{{proposal["id"]}}","hunkIds":["{{first}}"]}""");
        Assert.Equal("ready", Text(one["proposal"], "status"));
        var whole = await session.Ask("codex/edit/reject", $$"""{"proposalId":"{{proposal["id"]}}"}""");
        Assert.Equal("rejected", Text(whole["proposal"], "status"));

        Assert.Empty((await session.Ask("codex/proposal/list", "{}"))["proposals"]!.AsArray());
        var error = await session.Client.SendAndWaitForError("codex/edit/accept", $$"""{"proposalId":"{{proposal["id"]}}"}""");
        Assert.Equal((-32803, "proposal.rejected"), Codes(error));
    }

    [Fact]
    public async Task The_second_of_two_decisions_at_once_waits_for_the_first_and_sees_what_came_of_it()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(NewName).Value));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);
        var proposal = await session.Propose(Calculator, Name, "call it abacus");

        var first = await session.Client.Send("codex/edit/accept", $$"""{"proposalId":"{{proposal["id"]}}"}""");
        var second = await session.Client.Send("codex/edit/accept", $$"""{"proposalId":"{{proposal["id"]}}"}""");
        await session.ApplyEdit();

        JsonNode[] answers = [await session.Client.WaitForAnswer(first), await session.Client.WaitForAnswer(second)];
        Assert.True(Assert.Single(answers, a => a["result"] is not null)["result"]!["applied"]!.GetValue<bool>());
        Assert.Equal((-32803, "proposal.accepted"), Codes(Assert.Single(answers, a => a["error"] is not null)["error"]!));
    }

    [Fact]
    public async Task A_refined_proposal_is_a_revision_made_in_the_same_thread()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(
            new Answer { Text = Fenced(NewName) }, new Answer { Text = Fenced("        return \"slide rule\";\n") }));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);
        var first = await session.Propose(Calculator, Name, "call it abacus");

        var second = await session.Ask(
            "codex/edit/refine", $$"""{"proposalId":"{{first["id"]}}","instruction":"no, slide rule","token":"t2"}""");

        Assert.Equal((Text(first, "id"), Text(first, "threadId"), "verified"), (Text(second, "revisionOf"), Text(second, "threadId"), Verdict(second)));
        Assert.Contains("no, slide rule", model.Requests[1].Text, StringComparison.Ordinal);
        Assert.Contains("+        return \"abacus\";", model.Requests[1].Text, StringComparison.Ordinal);
        await session.Accept(second);
        await session.Changed(p => Text(p, "id") == Text(first, "id") && Text(p, "status") == "rejected");
        Assert.Empty((await session.Ask("codex/proposal/list", "{}"))["proposals"]!.AsArray());
        Assert.Contains("slide rule", session.TextOf(Calculator), StringComparison.Ordinal);
        var thread = await session.Ask("codex/thread/read", $$"""{"threadId":"{{first["threadId"]}}"}""");
        Assert.Equal(2, thread["turns"]!.AsArray().Count);
        Assert.Equal(Text(first, "threadId"), Text((await session.Ask("codex/thread/list", "{}"))["threads"]![0], "id"));
    }

    [Fact]
    public async Task What_the_user_wrote_into_the_diff_is_what_lands_with_a_verdict_of_its_own()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(NewName).Value));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);
        var proposal = await session.Propose(Calculator, Name, "call it abacus");
        var mine = SampleSolution.Calculator.Replace("return \"calculator\"", "return 42", StringComparison.Ordinal);

        await session.Accept(proposal, $$""","texts":[{"uri":"{{session.UriOf(Calculator)}}","text":{{CodexSession.Json(mine)}} }]""");

        Assert.Equal(mine, session.TextOf(Calculator));
        Assert.Equal("broken", Verdict(await session.Changed("accepted")));
    }

    [Fact]
    public async Task Unknown_ids_are_errors_that_say_what_to_do()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(NewName).Value));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);
        const string Unknown = "01890000-0000-7000-8000-000000000000";
        var place = $$""" "textDocument":{"uri":"{{session.UriOf(Calculator)}}"},"range":{{session.RangeOf(Calculator, Name)}},"instruction":"x" """;
        (string, string)[] requests =
        [
            ("codex/edit/accept", $$"""{"proposalId":"{{Unknown}}"}"""),
            ("codex/edit/reject", $$"""{"proposalId":"{{Unknown}}"}"""),
            ("codex/edit/refine", $$"""{"proposalId":"{{Unknown}}","instruction":"x"}"""),
            ("codex/proposal/read", """{"proposalId":"../../etc/passwd"}"""),
            ("codex/edit/undo", $$"""{"undoToken":"{{Unknown}}"}"""),
            ("codex/thread/read", $$"""{"threadId":"{{Unknown}}"}"""),
            ("codex/edit/propose", $$"""{"threadId":"{{Unknown}}",{{place}}}"""),
        ];

        foreach (var (method, parameters) in requests)
        {
            var error = await session.Client.SendAndWaitForError(method, parameters);
            Assert.Equal(-32803, error["code"]!.GetValue<int>());
            Assert.False(string.IsNullOrEmpty(Text(error["data"], "next")), error.ToJsonString());
        }

        var proposal = await session.Propose(Calculator, Name, "call it abacus");
        foreach (var (hunks, code) in new[] { ("""["nobody"]""", "hunk.unknown"), ("[]", "hunk.none") })
        {
            var parameters = $$"""{"proposalId":"{{proposal["id"]}}","hunkIds":{{hunks}} }""";
            Assert.Equal((-32803, code), Codes(await session.Client.SendAndWaitForError("codex/edit/accept", parameters)));
            Assert.Equal((-32803, code), Codes(await session.Client.SendAndWaitForError("codex/edit/reject", parameters)));
        }

        await session.Accept(proposal);
        Assert.Equal(
            (-32803, "proposal.accepted"),
            Codes(await session.Client.SendAndWaitForError("codex/edit/reject", $$"""{"proposalId":"{{proposal["id"]}}"}""")));
    }

    [Fact]
    public async Task An_editor_that_refuses_an_edit_of_another_version_is_asked_again_on_the_text_as_it_is()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(NewName).Value));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);
        var proposal = await session.Propose(Calculator, Name, "call it abacus");

        var accepting = await session.Client.Send("codex/edit/accept", $$"""{"proposalId":"{{proposal["id"]}}"}""");
        var (tooLate, _) = await session.Client.WaitForRequest("workspace/applyEdit");
        await session.Change(Calculator, "namespace Lib;", "// Mine.\nnamespace Lib;");
        await session.Client.Respond(tooLate, """{"applied":false}""");
        await session.ApplyEdit();

        Assert.True((await session.Result(accepting))["applied"]!.GetValue<bool>());
        Assert.Equal("// Mine.\n" + SampleSolution.Calculator.Replace(Name, NewName, StringComparison.Ordinal), session.TextOf(Calculator));
    }

    [Fact]
    public async Task A_client_that_applies_no_edits_has_them_written_to_disk_and_the_next_verdict_sees_them()
    {
        using var folder = new TemporaryFolder();
        SampleSolution.WriteTo(folder.Path);
        await SampleSolution.RestoreAsync(folder.Path);
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(
            new Answer { Text = Fenced("    public static int Plus(int left, int right)\n") },
            new Answer { Text = Fenced("    public static int Plus(int left, int right)\n") },
            new Answer { Text = Fenced("System.Console.WriteLine(Calculator.Plus(1, 2));\n") }));
        await using var session = await CodexSession.StartAsync(
            sample, output, new SessionOptions { Model = model, AppliesEdits = false, Root = folder.Path });
        const string Rename = """{"textDocument":{"uri":"URI"},"range":{"start":{"line":4,"character":0},"end":{"line":5,"character":0}},"instruction":"rename"}""";

        var broken = await session.Ask("codex/edit/propose", Rename.Replace("URI", session.UriOf(Calculator), StringComparison.Ordinal));
        Assert.Equal("broken", Verdict(broken));
        var accepted = await session.Accept(broken);
        Assert.Equal(
            SampleSolution.Calculator.Replace("int Add(int", "int Plus(int", StringComparison.Ordinal),
            await File.ReadAllTextAsync(folder[Calculator]));

        await session.Open("App/Program.cs");
        var caller = await session.Propose("App/Program.cs", "System.Console.WriteLine(Calculator.Add(1, 2));\n", "call Plus");
        Assert.Equal(("verified", "CS0117"), (Verdict(caller), Text(caller["verification"]!["resolved"]![0], "code")));

        Assert.True((await session.Undo(accepted))["applied"]!.GetValue<bool>());
        Assert.Equal(SampleSolution.Calculator, await File.ReadAllTextAsync(folder[Calculator]));
    }
}
