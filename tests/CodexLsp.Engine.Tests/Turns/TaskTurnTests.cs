using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Journal;
using CodexLsp.Engine.Turns;
using CodexLsp.Engine.Verification;
using CodexLsp.ModelServer;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Tests.Turns;

public sealed class TaskTurnTests
{
    private const string Files = """
        //- a.txt
        one
        two
        //- b.txt
        bee
        """;

    private static readonly Answer EditA = Patch("*** Update File: a.txt\n-one\n+ONE");
    private static readonly Answer EditB = Patch("*** Update File: b.txt\n-bee\n+BEE");

    [Fact]
    public async Task Edits_gather_over_the_files_and_end_in_one_proposal()
    {
        await using var test = await TurnTest.StartAsync(Files,
        [
            Answer.Calling("update_plan", """{"steps":[{"text":"Both","status":"running"}]}"""),
            EditA,
            Answer.Calling("read_file", """{"path":"a.txt"}"""),
            EditB,
            Answer.Calling("verify", "{}"),
            Answer.Calling("update_plan", """{"steps":[{"text":"Both","status":"done"}]}"""),
            new Answer { Text = new("Both are loud now.") },
        ]);

        var result = await test.DoAsync("Make both loud.");

        Expect.Text(TurnTest.Items(result.Turn), """
            user Make both loud.
            plan Both Done
            apply_patch Completed
            read_file Completed
            apply_patch Completed
            verification Verified
            agent Both are loud now.
            verification Verified
            fileChange
            """);
        Assert.Contains("result 1\tONE\n2\ttwo", test.Sent(3), StringComparison.Ordinal);
        Assert.Equal((TurnStatus.Completed, ProposalStatus.Ready), (result.Turn.Status, result.Proposal?.Status));
        Assert.Equal("Make both loud.", result.Proposal?.Title);
        Expect.Text(UnifiedDiff.Write(result.Proposal!.Changes, test.Files.Root), """
            diff --git a/a.txt b/a.txt
            --- a/a.txt
            +++ b/a.txt
            @@ -1,2 +1,2 @@
            -one
            +ONE
             two
            diff --git a/b.txt b/b.txt
            --- a/b.txt
            +++ b/b.txt
            @@ -1 +1 @@
            -bee
            \ No newline at end of file
            +BEE
            \ No newline at end of file
            """);
        Assert.Equal("one\ntwo\n", test.Files.Read("a.txt"));
        Assert.Equal(2, test.Events.OfType<TurnEvent.Changed>().Count());
        Assert.Equal([PlanStepStatus.Running, PlanStepStatus.Done], test.Events.OfType<TurnEvent.Planned>().Select(p => p.Steps[0].Status));
    }

    [Fact]
    public async Task Edits_that_break_the_code_go_back_in_the_compilers_words()
    {
        await using var test = await TurnTest.StartAsync(Files, [EditA, new Answer { Text = new("Done.") }, EditB, new Answer { Text = new("Mended.") }]);
        test.Judge = changes => changes.Files.Length == 2 ? new Verdict { Status = VerificationStatus.Verified } : Broken(test);

        var result = await test.DoAsync("Make a loud.");

        Assert.EndsWith("""
            assistant: Done.
            user: It does not compile. The compiler says, of the text after your edits:

            a.txt:1: CS0001: no such thing
            > ONE
              two
              
            
            Mend it with apply_patch, then answer again.
            """.ReplaceLineEndings("\n"), test.Sent(2), StringComparison.Ordinal);
        Assert.Equal((VerificationStatus.Verified, 2, 2), (result.Proposal?.Verdict.Status, result.Proposal?.Rounds, result.Proposal?.Changes.Files.Length));
    }

    [Fact]
    public async Task Edits_that_stay_broken_are_proposed_as_broken_after_two_repairs()
    {
        await using var test = await TurnTest.StartAsync(Files, [EditA, .. Enumerable.Repeat(new Answer { Text = new("I cannot.") }, 3)]);
        test.Judge = _ => Broken(test);

        var result = await test.DoAsync("Make a loud.");

        Assert.Equal((VerificationStatus.Broken, 3, 4), (result.Proposal?.Verdict.Status, result.Proposal?.Rounds, test.Server.Requests.Count));
    }

    [Fact]
    public async Task A_patch_that_has_no_place_is_refused_with_the_nearest_text_and_changes_nothing()
    {
        await using var test = await TurnTest.StartAsync(Files,
            [Patch("*** Update File: a.txt\n-three\n+THREE"), Answer.Calling("apply_patch", """{"patch":"hello"}"""), new Answer { Text = new("I cannot.") }]);

        var result = await test.DoAsync("Make three loud.");

        Assert.Equal([ItemStatus.Failed, ItemStatus.Failed], result.Turn.Items.OfType<Item.ToolCall>().Select(t => t.Status));
        Assert.Contains("a.txt", Assert.IsType<Item.ToolCall>(result.Turn.Items[1]).Result, StringComparison.Ordinal);
        Assert.Null(result.Proposal);
    }

    [Theory]
    [InlineData("*** Add File: .git/hooks/pre-commit\n+rm -rf /", ".git belongs to git")]
    [InlineData("*** Add File: ../out.txt\n+x", "climbs out")]
    [InlineData("*** Add File: a.txt/b\n+x", "which is a file")]
    public async Task A_patch_meets_the_same_policy_as_any_edit(string patch, string expected)
    {
        await using var test = await TurnTest.StartAsync(Files, [Patch(patch), new Answer { Text = new("I cannot.") }]);

        var result = await test.DoAsync("Do it.");

        Assert.Contains(expected, Assert.IsType<Item.ToolCall>(result.Turn.Items[1]).Result, StringComparison.Ordinal);
        Assert.Null(result.Proposal);
    }

    [Fact]
    public async Task A_budget_that_is_used_up_leaves_what_was_done_judged_and_said_to_be_a_part()
    {
        await using var test = await TurnTest.StartAsync(Files, [EditA]);

        var result = await test.DoAsync("Make both loud.", r => r with { Budget = new Budget(MaxRequests: 1) });

        Assert.Equal((TurnStatus.Partial, VerificationStatus.Verified, "a.txt"),
            (result.Turn.Status, result.Proposal?.Verdict.Status, Assert.Single(result.Proposal!.Changes.Files).Path.Name));
    }

    [Fact]
    public async Task An_interrupted_task_keeps_what_was_done_unchecked()
    {
        await using var test = await TurnTest.StartAsync(Files, [EditA, new Answer { Text = new("Now b."), Gate = new AnswerGate("wait") }]);
        var gate = test.Server.Hold("wait");
        using var interrupt = new CancellationTokenSource();
        var doing = test.DoAsync("Make both loud.", interrupt: interrupt.Token);
        await gate.Reached.WaitAsync(Deadline.Token());

        await interrupt.CancelAsync();
        var result = await doing;

        Assert.Equal((TurnStatus.Interrupted, ProposalStatus.Ready, VerificationStatus.Unverified),
            (result.Turn.Status, result.Proposal?.Status, result.Proposal?.Verdict.Status));
    }

    [Fact]
    public async Task A_model_that_fails_leaves_what_was_done()
    {
        await using var test = await TurnTest.StartAsync(Files, [EditA, new Answer { Status = 401 }]);

        var result = await test.DoAsync("Make both loud.");

        Assert.Equal((TurnStatus.Failed, "model.unauthorized", VerificationStatus.Unverified),
            (result.Turn.Status, result.Turn.Error?.Code, result.Proposal?.Verdict.Status));
    }

    [Fact]
    public async Task A_killed_task_has_its_edits_when_the_thread_goes_on()
    {
        await using var test = await TurnTest.StartAsync(Files, [EditA, new Answer { Text = new("Never said."), Gate = new AnswerGate("wait") }, EditB, new Answer { Text = new("Both.") }]);
        var gate = test.Server.Hold("wait");
        using var interrupt = new CancellationTokenSource();
        var doing = test.DoAsync("Make both loud.", interrupt: interrupt.Token);
        await gate.Reached.WaitAsync(Deadline.Token());

        // The journal as it is at this moment is what a kill would leave.
        var journal = test.Journal.JournalOf(test.ThreadId!);
        var left = await File.ReadAllBytesAsync(journal, Deadline.Token());
        await interrupt.CancelAsync();
        await doing;
        await File.WriteAllBytesAsync(journal, left, Deadline.Token());
        gate.Release();

        var thread = await test.Journal.ReadAsync(test.ThreadId!);
        Assert.Equal(TurnStatus.Interrupted, Assert.Single(thread.Turns).Status);
        Assert.Equal("user Make both loud.\napply_patch Completed", TurnTest.Items(thread.Turns[0]));
        var result = await test.DoAsync("Go on.");

        Assert.Contains("Your earlier edits wait for the developer's decision", test.Sent(2), StringComparison.Ordinal);
        Assert.Equal(["a.txt", "b.txt"], result.Proposal!.Changes.Files.Select(f => f.Path.Name));
        Assert.NotNull(result.Proposal.RevisionOf);
    }

    [Fact]
    public async Task A_task_that_changes_nothing_more_proposes_nothing_anew()
    {
        await using var test = await TurnTest.StartAsync(Files, [EditA, new Answer { Text = new("Done.") }, new Answer { Text = new("It is the first line.") }]);
        await test.DoAsync("Make a loud.");

        var result = await test.DoAsync("Which line was it?");

        Assert.Null(result.Proposal);
        Assert.Contains("they are in place here", test.Sent(2), StringComparison.Ordinal);
        await using var writer = await test.Journal.OpenAsync(test.ThreadId!);
        Assert.Equal("a.txt", writer.History.LastTask?.Changes.Files[0].Path.Name);
    }

    [Fact]
    public async Task A_task_that_finds_a_part_to_be_the_whole_proposes_it()
    {
        await using var test = await TurnTest.StartAsync(Files, [EditA, new Answer { Text = new("Nothing is missing.") }]);
        var part = await test.DoAsync("Make a loud.", r => r with { Budget = new Budget(MaxRequests: 1) });

        var result = await test.DoAsync("Go on.");

        Assert.Equal((TurnStatus.Completed, VerificationStatus.Verified, part.Proposal?.Id, "a.txt"),
            (result.Turn.Status, result.Proposal?.Verdict.Status, result.Proposal?.RevisionOf, Assert.Single(result.Proposal!.Changes.Files).Path.Name));
    }

    [Fact]
    public async Task Who_hears_of_the_end_of_a_turn_may_go_on_with_its_thread()
    {
        await using var test = await TurnTest.StartAsync(Files, [new Answer { Text = new("One.") }]);
        bool? isHeld = null;
        test.Heard = happened =>
        {
            if (happened is TurnEvent.Completed)
            {
                isHeld = ThreadLock.IsHeld(new JournalFolder(test.Journal.State).FilesOf(test.ThreadId!)!);
            }
        };

        await test.DoAsync("1");

        Assert.False(isHeld);
    }

    private static Verdict Broken(TurnTest test) => new()
    {
        Status = VerificationStatus.Broken,
        Introduced = [new Finding(test.Files["a.txt"], new LinePositionSpan(default, default), FindingSeverity.Error, "CS0001", "no such thing")],
    };

    private static Answer Patch(string edits) =>
        Answer.Calling("apply_patch", new System.Text.Json.Nodes.JsonObject { ["patch"] = $"*** Begin Patch\n{edits}\n*** End Patch" }.ToJsonString());
}
