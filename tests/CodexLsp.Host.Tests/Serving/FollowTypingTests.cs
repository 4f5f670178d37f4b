using System.Text.Json.Nodes;
using CodexLsp.Host.Serving;
using CodexLsp.ModelServer;
using Xunit.Abstractions;
using static CodexLsp.Host.Tests.Serving.Wire;

namespace CodexLsp.Host.Tests.Serving;

[Collection(SampleSolution.Name)]
public sealed class FollowTypingTests(SampleSolution sample, ITestOutputHelper output)
{
    private const string Describe = """
        public static string Describe()
        {
            return "calculator";
        }

    """;

    private static readonly string NewDescribe = Describe.Replace("\"calculator\"", "Add(1, 2).ToString()", StringComparison.Ordinal);

    [Fact]
    public async Task Typing_above_moves_the_ranges_and_keeps_the_ids()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(NewName).Value));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);
        var proposal = await session.Propose(Calculator, Name, "call it abacus");

        await session.Change(Calculator, "namespace Lib;", "// Numbers.\nnamespace Lib;");
        var moved = await session.Changed(p => Version(p) == 2);

        Assert.Equal(("ready", "verified"), (Text(moved, "status"), Verdict(moved)));
        Assert.Equal(Text(HunkOf(proposal), "id"), Text(HunkOf(moved), "id"));
        Assert.Equal(session.RangeOf(Calculator, Name), HunkOf(moved)["range"]!.ToJsonString());
        Assert.Equal((Name, NewName), (Text(HunkOf(moved), "oldText"), Text(HunkOf(moved), "newText")));
        foreach (var told in new[] { await session.Ask("codex/proposal/read", $$"""{"proposalId":"{{proposal["id"]}}"}"""), (await session.Ask("codex/proposal/list", "{}"))["proposals"]![0]! })
        {
            Assert.Equal((2, session.RangeOf(Calculator, Name)), (Version(told), HunkOf(told)["range"]!.ToJsonString()));
        }
    }

    [Fact]
    public async Task What_is_typed_elsewhere_is_compiled_with_the_change_and_taking_it_back_makes_it_good_again()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(NewDescribe).Value));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);
        var proposal = await session.Propose(Calculator, Describe, "describe a sum");
        Assert.Equal("verified", Verdict(proposal));

        await session.Change(Calculator, "int Add(int left", "int Sum(int left");
        var broken = await session.Changed(p => Verdict(p) == "broken");
        Assert.Equal(("ready", "CS0103"), (Text(broken, "status"), Text(broken["verification"]!["introduced"]![0], "code")));

        await session.Change(Calculator, "int Sum(int left", "int Add(int left");
        Assert.Equal("ready", Text(await session.Changed(p => Verdict(p) == "verified" && Version(p) == 3), "status"));
    }

    [Fact]
    public async Task What_is_typed_in_another_file_is_compiled_with_the_change()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced("System.Console.WriteLine(Calculator.Twice(2));\n").Value));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);
        await session.Open("App/Program.cs");
        await session.Propose("App/Program.cs", "System.Console.WriteLine(Calculator.Add(1, 2));\n", "print twice two");

        await session.Change(Calculator, "int Twice(int value)", "int Double(int value)");

        Assert.Equal("CS0117", Text((await session.Changed(p => Verdict(p) == "broken"))["verification"]!["introduced"]![0], "code"));
    }

    [Fact]
    public async Task A_broken_verdict_that_was_shown_is_not_asked_about_again()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(NewDescribe).Value));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);
        var proposal = await session.Propose(Calculator, Describe, "describe a sum");
        await session.Change(Calculator, "int Add(int left", "int Sum(int left");
        await session.Changed(p => Verdict(p) == "broken");

        Assert.True((await session.Accept(proposal))["applied"]!.GetValue<bool>());

        Assert.Equal("broken", Verdict(await session.Changed("accepted")));
        Assert.Contains("int Sum(int left", session.TextOf(Calculator), StringComparison.Ordinal);
        Assert.Contains("return Add(1, 2).ToString();", session.TextOf(Calculator), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_broke_since_is_shown_broken_before_it_is_written()
    {
        var time = new ManualTime();
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(NewDescribe).Value));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model, Time = time });
        await session.Open(Calculator);
        var proposal = await session.Propose(Calculator, Describe, "describe a sum");
        await session.Change(Calculator, "int Add(int left", "int Sum(int left");

        var error = await session.Client.SendAndWaitForError("codex/edit/accept", $$"""{"proposalId":"{{proposal["id"]}}"}""");

        Assert.Equal((-32803, "edit.broken"), Codes(error));
        await session.Changed(p => Text(p, "status") == "ready" && Verdict(p) == "broken" && Version(p) == 2);
        Assert.True((await session.Accept(proposal))["applied"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Typing_in_the_lines_makes_it_stale_and_taking_that_back_ready_again()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(NewName).Value));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);
        var proposal = await session.Propose(Calculator, Name, "call it abacus");

        await session.Change(Calculator, "\"calculator\"", "\"slide rule\"");
        var stale = await session.Changed("stale");
        Assert.StartsWith("Target changed", Text(stale, "message"), StringComparison.Ordinal);
        Assert.Equal(("conflict", session.RangeOf(Calculator, "        return \"slide rule\";\n")), (Text(HunkOf(stale), "status"), HunkOf(stale)["range"]!.ToJsonString()));
        Assert.Equal("stale", Text((await session.Ask("codex/proposal/list", "{}"))["proposals"]![0], "status"));

        await session.Change(Calculator, "\"slide rule\"", "\"calculator\"");
        var ready = await session.Changed("ready");
        Assert.Null(Text(ready, "message"));
        Assert.True((await session.Accept(proposal))["applied"]!.GetValue<bool>());
        Assert.Equal(SampleSolution.Calculator.Replace(Name, NewName, StringComparison.Ordinal), session.TextOf(Calculator));
    }

    [Fact]
    public async Task Typing_beside_the_changed_lines_is_kept_by_the_acceptance()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(NewDescribe).Value));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);
        var proposal = await session.Propose(Calculator, Describe, "describe a sum");

        await session.Change(Calculator, "    public static string Describe()\n", "    // Mine.\n    public static string Describe()\n");
        Assert.Equal("ready", Text(await session.Changed(p => Version(p) == 2), "status"));
        await session.Accept(proposal);

        Assert.Equal(
            SampleSolution.Calculator.Replace(Describe, "    // Mine.\n" + NewDescribe, StringComparison.Ordinal),
            session.TextOf(Calculator));
    }

    [Fact]
    public async Task What_is_typed_in_one_go_is_told_once_and_compiled_when_the_keyboard_rests()
    {
        var time = new ManualTime();
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(NewDescribe).Value));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model, Time = time });
        await session.Open(Calculator);
        await session.Propose(Calculator, Describe, "describe a sum");

        await session.Change(Calculator, "int Add(int left", "\n int S(int left");
        await session.Change(Calculator, "int S(int left", "\n int Su(int left");
        await session.Change(Calculator, "int Su(int left", "\n int Sum(int left");
        await session.Ask("codex/thread/list", "{}");
        await Pass(time, PendingProposals.Pace);
        Assert.Equal("verified", Verdict(await session.Changed(p => Version(p) == 4)));

        await Pass(time, PendingProposals.Pace);
        await Pass(time, PendingProposals.Rest);
        Assert.Equal(4, Version(await session.Changed(p => Verdict(p) == "broken")));
        Assert.DoesNotContain("\"version\":2,\"hunks\"", session.Client.Session, StringComparison.Ordinal);
        Assert.DoesNotContain("\"version\":3,\"hunks\"", session.Client.Session, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_partly_accepted_proposal_follows_with_what_is_left_of_it()
    {
        const string Both = """
                return "calculator";
            }

            public static int Twice(int value)
            {
                return Add(value, value);

        """;
        var answer = Both.Replace("calculator", "abacus", StringComparison.Ordinal).Replace("Add(value, value)", "2 * value", StringComparison.Ordinal);
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(answer).Value));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);
        var proposal = await session.Propose(Calculator, Both, "make both shorter");
        var second = Text(proposal["files"]![0]!["hunks"]![1], "id");
        await session.Accept(proposal, $$""","hunkIds":["{{second}}"]""");

        await session.Change(Calculator, "return 2 * value;", "return value + value;");
        await session.Change(Calculator, "namespace Lib;", "// Mine.\nnamespace Lib;");
        var followed = await session.Changed(p => Version(p) == 4);

        Assert.Equal("partly", Text(followed, "status"));
        Assert.Equal(["pending", "accepted"], followed["files"]![0]!["hunks"]!.AsArray().Select(h => Text(h, "status")));
        Assert.Equal(session.RangeOf(Calculator, Name), HunkOf(followed)["range"]!.ToJsonString());
        await session.Accept(proposal);
        Assert.Contains("abacus", session.TextOf(Calculator), StringComparison.Ordinal);
        Assert.Contains("return value + value;", session.TextOf(Calculator), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_undo_over_two_files_makes_the_proposal_ready_again_when_both_are_back()
    {
        const string Patch = """
            *** Begin Patch
            *** Update File: Lib/Calculator.cs
            @@
            -    public static int Add(int left, int right)
            +    public static int Sum(int left, int right)
            @@
            -        return Add(value, value);
            +        return Sum(value, value);
            *** Update File: App/Program.cs
            @@
            -System.Console.WriteLine(Calculator.Add(1, 2));
            +System.Console.WriteLine(Calculator.Sum(1, 2));
            *** End Patch

            """;
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Patch));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);
        await session.Open("App/Program.cs");
        var program = session.TextOf("App/Program.cs");
        var proposal = await session.Propose(Calculator, "    public static int Add(int left, int right)\n", "call it Sum");
        Assert.Equal(("verified", 2), (Verdict(proposal), proposal["files"]!.AsArray().Count));
        await session.Accept(proposal);
        await session.Changed("accepted");

        await session.ChangeAll(Calculator, SampleSolution.Calculator);
        Assert.Equal("accepted", Text(await session.Ask("codex/proposal/read", $$"""{"proposalId":"{{proposal["id"]}}"}"""), "status"));
        await session.ChangeAll("App/Program.cs", program);

        var ready = await session.Changed("ready");
        Assert.Equal(["pending", "pending", "pending"], ready["files"]!.AsArray().SelectMany(f => f!["hunks"]!.AsArray()).Select(h => Text(h, "status")));
        Assert.True((await session.Accept(proposal))["applied"]!.GetValue<bool>());
    }

    [Fact]
    public async Task What_is_refined_is_where_its_lines_are_now_whenever_the_user_typed()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(
            new Answer { Text = Fenced(NewName), Gate = new("asked") }, new Answer { Text = Fenced("        return \"slide rule\";\n") }));
        var gate = model.Hold("asked");
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);
        var asked = await session.StartProposing(Calculator, Name, "call it abacus");
        await Deadline.Within(gate.Reached, "the model to be asked");
        await session.Change(Calculator, "namespace Lib;", "// While it was written.\nnamespace Lib;");
        gate.Release();
        var first = await session.Result(asked);
        await session.Change(Calculator, "namespace Lib;", "// While it was ready.\nnamespace Lib;");

        var second = await session.Ask("codex/edit/refine", $$"""{"proposalId":"{{first["id"]}}","instruction":"no, slide rule"}""");

        Assert.Contains($"selected lines 14-14:\n<selection>\n{Name}</selection>", model.Requests[1].Text, StringComparison.Ordinal);
        Assert.Equal(("verified", session.RangeOf(Calculator, Name)), (Verdict(second), HunkOf(second)["range"]!.ToJsonString()));
        Assert.True((await session.Accept(second))["applied"]!.GetValue<bool>());
    }

    [Fact]
    public async Task After_a_restart_what_is_pending_is_where_its_lines_are_now_or_stale()
    {
        using var folder = new TemporaryFolder();
        using var home = new TemporaryFolder();
        SampleSolution.WriteTo(folder.Path);
        await SampleSolution.RestoreAsync(folder.Path);
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(
            new Answer { Text = Fenced(NewName) }, new Answer { Text = Fenced("        return left - right;\n") }));
        var options = new SessionOptions { Model = model, Root = folder.Path, Home = home };
        await using (var session = await CodexSession.StartAsync(sample, output, options))
        {
            await session.Open(Calculator);
            await session.Propose(Calculator, Name, "call it abacus");
            await session.Propose(Calculator, "        return left + right;\n", "subtract");
        }

        var changed = "// Later.\n" + SampleSolution.Calculator.Replace("left + right", "right + left", StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder[Calculator], changed);

        await using var later = await CodexSession.StartAsync(sample, output, options);
        var pending = (await later.Ask("codex/proposal/list", "{}"))["proposals"]!.AsArray();
        Assert.Equal(["ready", "stale"], pending.Select(p => Text(p, "status")));
        Assert.Null(pending[0]!["files"]![0]!["version"]);
        Assert.Equal(12, HunkOf(pending[0]!)["range"]!["start"]!["line"]!.GetValue<int>());
        await later.Open(Calculator);
        var opened = await later.Changed(p => Version(p) == 1 && Text(p, "status") == "ready");
        Assert.Equal(later.RangeOf(Calculator, Name), HunkOf(opened)["range"]!.ToJsonString());
        Assert.True((await later.Accept(pending[0]!))["applied"]!.GetValue<bool>());
    }

    private static int? Version(JsonNode proposal) => proposal["files"]![0]!["version"]?.GetValue<int>();

    private static JsonNode HunkOf(JsonNode proposal) => proposal["files"]![0]!["hunks"]![0]!;

    private static async Task Pass(ManualTime time, TimeSpan by)
    {
        await Deadline.Within(time.WaitForTimer(by), $"the server to wait {by}");
        time.Advance(by);
    }
}
