using System.Text.Json.Nodes;
using CodexLsp.Engine.Turns;
using CodexLsp.Engine.Verification;
using CodexLsp.ModelServer;

namespace CodexLsp.Engine.Tests.Turns;

/// <summary>What ends a turn before its model is done, and what does not.</summary>
public sealed class TurnLimitTests
{
    private const string Files = """
        //- a.txt
        one
        """;

    [Fact]
    public async Task The_same_verdict_on_other_edits_is_no_circle()
    {
        await using var test = await TurnTest.StartAsync(Files,
        [
            Patch("one", "two"), Verify, Patch("two", "three"), Verify, Patch("three", "four"), Verify,
            new Answer { Text = new("Four.") },
        ]);

        var result = await test.DoAsync("Count.");

        Assert.Equal(TurnStatus.Completed, result.Turn.Status);
        Assert.Equal("four", result.Proposal?.Changes.Files[0].After?.ToString());
    }

    [Fact]
    public async Task An_edit_that_is_made_and_taken_back_again_and_again_is_a_circle()
    {
        await using var test = await TurnTest.StartAsync(Files, [.. Enumerable.Repeat((Answer[])[Patch("one", "two"), Patch("two", "one")], 9).SelectMany(p => p)]);

        var result = await test.DoAsync("Count.");

        Assert.Equal((TurnStatus.Partial, "loop.repeated", 5), (result.Turn.Status, result.Turn.Error?.Code, test.Server.Requests.Count));
    }

    [Fact]
    public async Task Two_hundred_same_calls_in_one_answer_are_run_three_times()
    {
        await using var test = await TurnTest.StartAsync(Files,
        [
            new Answer { Output = [.. Enumerable.Range(0, 200).SelectMany(_ => Answer.Calling("list_files", "{}").Output)] },
            new Answer { Text = new("I stop.") },
        ]);

        var result = await test.AskAsync("Look.");
        var calls = result.Turn.Items.OfType<Item.ToolCall>().Count();
        await test.AskAsync("Stop that.");

        Assert.Equal((TurnStatus.Partial, 3), (result.Turn.Status, calls));
        Assert.Equal(200, test.Sent(1).Split("call list_files").Length - 1);
    }

    [Fact]
    public async Task A_stop_between_the_calls_of_one_answer_leaves_each_with_a_result_when_the_thread_goes_on()
    {
        using var interrupt = new CancellationTokenSource();
        await using var test = await TurnTest.StartAsync(Files,
        [
            new Answer { Output = [.. Enumerable.Range(0, 3).SelectMany(_ => Answer.Calling("list_files", "{}").Output)] },
            new Answer { Text = new("I go on.") },
        ]);
        test.Heard = happened =>
        {
            if (happened is TurnEvent.ItemCompleted { Item: Item.ToolCall })
            {
                interrupt.Cancel();
            }
        };

        var result = await test.AskAsync("Look.", interrupt: interrupt.Token);
        test.Heard = static _ => { };
        var next = await test.AskAsync("Go on.");

        Assert.Equal((TurnStatus.Interrupted, TurnStatus.Completed), (result.Turn.Status, next.Turn.Status));
        Assert.EndsWith("""
            result a.txt
            result The turn was stopped before the call had ended.
            result The call was cut short; nothing is known of its result.
            user: Go on.
            """.ReplaceLineEndings("\n"), test.Sent(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_counts_its_calls_anew_in_each_answer_is_understood_after_a_stop()
    {
        static Answer Calling(string tool) => new()
        {
            Output = [new JsonObject { ["type"] = "function_call", ["call_id"] = "call_0", ["name"] = tool, ["arguments"] = "{}" }],
        };
        using var interrupt = new CancellationTokenSource();
        await using var test = await TurnTest.StartAsync(Files, [Calling("list_files"), Calling("diagnostics"), new Answer { Text = new("I go on.") }]);
        test.Heard = happened =>
        {
            if (happened is TurnEvent.ItemStarted { Item: Item.ToolCall { Tool: "diagnostics" } })
            {
                interrupt.Cancel();
            }
        };

        await test.AskAsync("Look.", interrupt: interrupt.Token);
        test.Heard = static _ => { };
        var next = await test.AskAsync("Go on.");

        Assert.Equal((TurnStatus.Completed, null), (next.Turn.Status, next.Turn.Error));
    }

    [Fact]
    public async Task A_call_without_an_id_fails_the_answer_and_the_thread_goes_on()
    {
        await using var test = await TurnTest.StartAsync(Files,
        [
            new Answer { Output = [new JsonObject { ["type"] = "function_call", ["call_id"] = "", ["name"] = "list_files", ["arguments"] = "{}" }] },
            new Answer { Text = new("I go on.") },
        ]);

        var result = await test.AskAsync("Look.");
        var next = await test.AskAsync("Go on.");

        Assert.Equal(("model.cut", TurnStatus.Completed), (result.Turn.Error?.Code, next.Turn.Status));
    }

    [Theory]
    [InlineData("update_plan", """{"steps":[null]}""")]
    [InlineData("update_plan", """{"steps":[{"text":null,"status":"done"}]}""")]
    [InlineData("update_plan", """{"steps":[{"text":"x","status":"later"}]}""")]
    [InlineData("apply_patch", """{"patch":null}""")]
    [InlineData("read_file", """{"path":"a.txt","start_line":1e99}""")]
    [InlineData("list_files", """{"path":["a"]}""")]
    public async Task Arguments_that_do_not_fit_are_answered_with_what_is_wrong(string tool, string arguments)
    {
        await using var test = await TurnTest.StartAsync(Files, [Answer.Calling(tool, arguments), new Answer { Text = new("I see.") }]);

        var result = await test.DoAsync("Do it.");

        Assert.Equal((TurnStatus.Completed, ItemStatus.Failed), (result.Turn.Status, Assert.IsType<Item.ToolCall>(result.Turn.Items[1]).Status));
        Assert.Contains($"The arguments of {tool} do not fit", test.Sent(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_declines_in_the_middle_leaves_what_was_done()
    {
        var refusal = new JsonObject { ["type"] = "message", ["content"] = new JsonArray(new JsonObject { ["type"] = "refusal", ["refusal"] = "Not that." }) };
        await using var test = await TurnTest.StartAsync(Files, [Patch("one", "two"), new Answer { Output = [refusal] }]);

        var result = await test.DoAsync("Do it.");

        Assert.Equal((TurnStatus.Failed, "task.refused", VerificationStatus.Unverified), (result.Turn.Status, result.Turn.Error?.Code, result.Proposal?.Verdict.Status));
        Assert.Contains("agent Not that.", TurnTest.Items(result.Turn), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_minutes_than_a_timer_has_are_no_limit()
    {
        await using var test = await TurnTest.StartAsync(Files, [new Answer { Text = new("Hi.") }]);

        var result = await test.AskAsync("Hello.", with: r => r with { Budget = new Budget(MaxMinutes: 1e12) });

        Assert.Equal(TurnStatus.Completed, result.Turn.Status);
    }

    [Fact]
    public async Task What_was_stopped_has_its_price_all_the_same()
    {
        using var interrupt = new CancellationTokenSource();
        await using var test = await TurnTest.StartAsync(Files, [new Answer { Text = new("It is long."), DeltaChars = 3, Fault = new Fault(FaultKind.Stall, After: 2) }]);
        test.Heard = happened =>
        {
            if (happened is TurnEvent.ItemDelta)
            {
                interrupt.Cancel();
            }
        };

        var usage = (await test.AskAsync("Tell me.", interrupt: interrupt.Token)).Turn.Usage;

        Assert.True(usage is { Requests: 1, Estimated: true, InputTokens: > 0, OutputTokens: > 0, CostUsd: > 0 }, usage.ToString());
    }

    private static Answer Verify => Answer.Calling("verify", "{}");

    private static Answer Patch(string old, string @new) => Answer.Calling(
        "apply_patch", new JsonObject { ["patch"] = $"*** Begin Patch\n*** Update File: a.txt\n-{old}\n+{@new}\n*** End Patch" }.ToJsonString());
}
