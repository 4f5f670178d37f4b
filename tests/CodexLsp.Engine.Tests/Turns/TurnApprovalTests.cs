using System.Text.Json.Nodes;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Sandboxing;
using CodexLsp.Engine.Tools;
using CodexLsp.Engine.Turns;
using CodexLsp.ModelServer;

namespace CodexLsp.Engine.Tests.Turns;

/// <summary>A turn that asks a person.</summary>
public sealed class TurnApprovalTests
{
    private const string Files = """
        //- a.txt
        one
        """;

    [Fact]
    public async Task The_time_a_person_takes_to_answer_is_not_the_turns()
    {
        await using var test = await TurnTest.StartAsync(Files,
        [
            Run("first"), Run("second"),
            new Answer { Text = new("On and on"), Fault = new Fault(FaultKind.Stall, After: 2) },
        ]);
        var times = 0;
        var doing = test.DoAsync("Run it.", r => Asking(r with { Budget = new Budget(MaxMinutes: 1) }, ApprovalDecision.Deny, AnHourLater));
        while (!test.Events.ToArray().OfType<TurnEvent.ItemDelta>().Any())
        {
            await Task.Yield();
        }

        Assert.Equal(2, times);
        test.Time.Advance(TimeSpan.FromMinutes(0.9));
        Assert.False(doing.IsCompleted);
        test.Time.Advance(TimeSpan.FromMinutes(0.2));
        Assert.Equal("budget.minutes", (await doing).Turn.Error?.Code);

        void AnHourLater()
        {
            times++;
            test.Time.Advance(TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public async Task An_approval_for_always_that_cannot_be_kept_holds_this_once_and_says_so()
    {
        await using var test = await TurnTest.StartAsync(Files, [Run("first"), new Answer { Text = new("I see.") }]);

        // Where the folder of the kept ones would be, there is a file.
        var result = await test.DoAsync("Run it.", r => Asking(r, ApprovalDecision.ApproveAlways, static () => { }, kept: "a.txt/approvals.json"));

        var approval = result.Turn.Items.OfType<Item.Approval>().Single();
        Assert.Equal((ItemStatus.Completed, ApprovalDecision.ApproveAlways), (approval.Status, approval.Decision));
        Assert.StartsWith("It holds this once: it could not be kept.", approval.Note, StringComparison.Ordinal);
        Assert.Contains("result There is none.", test.Sent(1), StringComparison.Ordinal);
    }

    private static Answer Run(string program) => Answer.Calling("run_command", new JsonObject { ["command"] = new JsonArray(program) }.ToJsonString());

    private static TurnRequest Asking(TurnRequest request, ApprovalDecision decision, Action asked, string kept = "approvals.json") => request with
    {
        Snapshot = request.Snapshot with { Trusted = true },
        Ports = request.Ports with
        {
            Commands = new CommandPorts
            {
                Sandbox = new NoSandbox(),
                Approver = new Person(decision, asked),
                Grants = new ApprovalGrants(request.Folder.Append(kept)),
            },
        },
    };

    /// <summary>Always says the same.</summary>
    private sealed class Person(ApprovalDecision decision, Action asked) : IApprover
    {
        public Task<ApprovalAnswer> AskAsync(ApprovalRequest request, CancellationToken cancellationToken)
        {
            asked();
            return Task.FromResult(new ApprovalAnswer(decision));
        }
    }

    /// <summary>A machine without one.</summary>
    private sealed class NoSandbox : ISandbox
    {
        public Task<SandboxAbility> AbilityAsync(CancellationToken cancellationToken) => Task.FromResult(new SandboxAbility(false, "there is none"));

        public Task<Outcome<Checkout>> OpenAsync(AbsolutePath folder, CancellationToken cancellationToken) =>
            Task.FromResult<Outcome<Checkout>>(new Failure("sandbox.none", "There is none."));
    }
}
