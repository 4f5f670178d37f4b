using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Policy;
using CodexLsp.ModelServer;

namespace CodexLsp.Engine.Tests.Models;

public sealed class OpenAiResponsesModelTests
{
    [Fact]
    public async Task Text_arrives_in_order_and_ends_with_what_it_cost()
    {
        await using var asking = await Asking.Start(new Answer
        {
            Text = new("Hello, world."),
            DeltaChars = 5,
            Usage = new AnswerUsage(1000, 200, CachedInputTokens: 600, ReasoningTokens: 150),
        });

        var events = await asking.All();

        Expect.Text(asking.Tell(events), """
            text Hello
            text , wor
            text ld.
            completed, requests 1
            """);
        var usage = Assert.IsType<ModelEvent.Completed>(events[^1]).Usage;
        Assert.Equal((1000, 600, 200, 150, false), (usage.InputTokens, usage.CachedInputTokens, usage.OutputTokens, usage.ReasoningTokens, usage.Estimated));
        // 400 at 1.25, 600 at 0.125 and 200 at 10 dollars a million.
        Assert.Equal(0.002575m, usage.CostUsd);
    }

    [Fact]
    public async Task Request_carries_instructions_conversation_effort_and_cache_key_and_stores_nothing()
    {
        await using var asking = await Asking.Start(Scenario.Saying("Hi."));
        var request = new ModelRequest("some-model", "You edit code.",
            [new ModelMessage(ModelRole.User, "One."), new ModelMessage(ModelRole.Assistant, "Two."), new ModelMessage(ModelRole.User, "Three.")])
        {
            Effort = "low",
            CacheKey = "thread-1",
        };

        await asking.All(request);

        var sent = asking.Server.Requests.Single();
        Assert.Equal($"Bearer {Asking.Key}", sent.Headers["authorization"]);
        Expect.Text(string.Join('\n', sent.Json!.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}: {p.Value?.ToJsonString()}")), """
            input: [{"type":"message","role":"user","content":[{"type":"input_text","text":"One."}]},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Two.","annotations":[]}]},{"type":"message","role":"user","content":[{"type":"input_text","text":"Three."}]}]
            instructions: "You edit code."
            model: "some-model"
            prompt_cache_key: "thread-1"
            reasoning: {"effort":"low"}
            store: false
            stream: true
            """);
    }

    [Fact]
    public async Task Request_without_effort_and_cache_key_leaves_both_out()
    {
        await using var asking = await Asking.Start(Scenario.Saying("Hi."));

        await asking.All();

        var sent = asking.Server.Requests.Single().Json!;
        Assert.False(sent.ContainsKey("reasoning"));
        Assert.False(sent.ContainsKey("prompt_cache_key"));
    }

    [Fact]
    public async Task Reasoning_and_refusal_are_told_apart_from_text()
    {
        await using var asking = await Asking.Start(new Answer
        {
            DeltaChars = 8,
            Output =
            [
                Json("""{ "type": "reasoning", "summary": [{ "type": "summary_text", "text": "Is this allowed?" }] }"""),
                Json("""{ "type": "message", "content": [{ "type": "output_text", "text": "Well: " }, { "type": "refusal", "refusal": "I cannot do this." }] }"""),
            ],
        });

        Expect.Text(await asking.Told(), """
            reasoning Is this 
            reasoning allowed?
            text Well: 
            refusal I cannot do this.
            completed, requests 1
            """);
    }

    [Fact]
    public async Task Items_and_events_nobody_knows_do_not_end_the_answer()
    {
        await using var asking = await Asking.Start(new Answer
        {
            Output =
            [
                Json("""{ "type": "hologram", "beam": { "power": 9000 }, "content": "not a list" }"""),
                Json("""{ "type": "custom_tool_call", "name": "apply_patch", "input": "*** Begin Patch" }"""),
                Json("""{ "type": "message", "content": [{ "type": "output_text", "text": "Done" }] }"""),
            ],
            Fault = new Fault(FaultKind.UnknownEvent),
        });

        Expect.Text(await asking.Told(), """
            text Done
            completed, requests 1
            """);
    }

    [Fact]
    public async Task Several_calls_come_with_arguments_that_are_whole_and_after_the_words()
    {
        await using var asking = await Asking.Start(new Answer
        {
            DeltaChars = 5,
            Output =
            [
                Json("""{ "type": "message", "content": [{ "type": "output_text", "text": "Look" }] }"""),
                Json("""{ "type": "function_call", "call_id": "call_1", "name": "read_file", "arguments": "{\"path\":\"a \\\"b\\\".cs\"}" }"""),
                Json("""{ "type": "function_call", "call_id": "call_2", "name": "search", "arguments": "not json" }"""),
            ],
        });

        Expect.Text(await asking.Told(), """
            text Look
            call call_1 read_file {"path":"a \"b\".cs"}
            call call_2 search not json
            completed, requests 1
            """);
    }

    [Fact]
    public async Task Conversation_with_calls_results_and_reasoning_goes_back_as_it_came()
    {
        await using var asking = await Asking.Start(new Answer
        {
            Output =
            [
                Json("""{ "type": "reasoning", "summary": [{ "type": "summary_text", "text": "Thinking." }], "encrypted_content": "c2VhbGVk" }"""),
                Json("""{ "type": "function_call", "call_id": "call_1", "name": "search", "arguments": "{}" }"""),
            ],
        },
        new Answer { Text = new("Found.") });
        var first = Asking.Request with
        {
            Tools = [new ModelTool("search", "Searches.", JsonElement.Parse("""{ "type": "object", "properties": {} }"""))],
        };

        var events = await asking.All(first);
        var reasoning = Assert.Single(events.OfType<ModelEvent.Reasoned>()).Reasoning;
        var call = Assert.Single(events.OfType<ModelEvent.ToolCall>()).Call;
        await asking.All(first with { Items = [.. first.Items, reasoning, call, new ModelToolResult("call_1", "a.cs:1")] });

        var sent = asking.Server.Requests.Select(r => r.Json!).ToArray();
        Assert.Equal("""[{"type":"function","name":"search","description":"Searches.","parameters":{"type":"object","properties":{}},"strict":false}]""", sent[0]["tools"]!.ToJsonString());
        Assert.Equal("""["reasoning.encrypted_content"]""", sent[0]["include"]!.ToJsonString());
        Expect.Text(string.Join('\n', sent[1]["input"]!.AsArray().Skip(1).Select(i => i!.ToJsonString())), """
            {"type":"reasoning","encrypted_content":"c2VhbGVk","summary":[{"type":"summary_text","text":"Thinking."}]}
            {"type":"function_call","call_id":"call_1","name":"search","arguments":"{}"}
            {"type":"function_call_output","call_id":"call_1","output":"a.cs:1"}
            """);
    }

    [Fact]
    public async Task Endless_arguments_are_given_up()
    {
        await using var asking = await Asking.Start(
            Scenario.Of(new Answer { Output = [Json("""{ "type": "function_call", "name": "search", "arguments": "{\"pattern\":\"x\"}" }""")], Fault = new Fault(FaultKind.Endless, After: 1) }),
            limits: l => l with { AnswerCharacters = 1000 });

        Assert.StartsWith("failed model.too-large", await asking.Told(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoint_without_a_key_gets_no_authorization_header()
    {
        await using var asking = await Asking.Start(Scenario.Saying("Hi."), key: null);

        await asking.All();

        Assert.DoesNotContain("authorization", asking.Server.Requests.Single().Headers.Keys);
    }

    [Fact]
    public async Task Configured_headers_go_with_each_request()
    {
        await using var server = await ScriptedModel.StartAsync(Scenario.Saying("Hi."));
        var endpoint = new OpenAiEndpoint(server.BaseUrl, Key: null);
        await using var asking = Asking.Ask(server, endpoint with { Headers = endpoint.Headers.Add("X-Team", "blue") });

        await asking.All();

        Assert.Equal("blue", server.Requests.Single().Headers["x-team"]);
    }

    [Fact]
    public async Task Endpoint_that_does_not_tell_the_tokens_is_estimated_and_said_to_be()
    {
        await using var asking = await Asking.Start(new Answer { Text = new("Hello, hello."), Fault = new Fault(FaultKind.End, After: 99) });

        var failed = Assert.IsType<ModelEvent.Failed>((await asking.All())[^1]);

        Assert.True(failed.Usage.Estimated);
        Assert.InRange(failed.Usage.OutputTokens, 3, 5);
        Assert.InRange(failed.Usage.InputTokens, 5, 12);
    }

    [Fact]
    public async Task Cancelling_closes_the_socket_and_throws()
    {
        await using var asking = await Asking.Start(new Answer { Text = new("Hello, world."), Fault = new Fault(FaultKind.Stall, After: 1) });
        using var cancel = new CancellationTokenSource();
        await using var answer = asking.Model.AskAsync(Asking.Request, cancel.Token).GetAsyncEnumerator();
        Assert.True(await answer.MoveNextAsync());
        var next = answer.MoveNextAsync().AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        await Deadline.Within(asking.Server.ClientClosed, "the socket to close");
    }

    [Fact]
    public void Network_drains_no_cancelled_answer_and_unpacks_and_keeps_nothing()
    {
        var network = Assert.IsType<SocketsHttpHandler>(ResponsesConnection.Network(new OpenAiEndpoint(new Uri("http://127.0.0.1/v1"), Key: null)));

        Assert.Equal(
            (TimeSpan.Zero, false, DecompressionMethods.None, false, false),
            (network.ResponseDrainTimeout, network.AllowAutoRedirect, network.AutomaticDecompression, network.UseCookies, network.UseProxy));
        network.Dispose();
    }

    [Fact]
    public async Task Cancelling_before_the_first_byte_closes_the_socket_and_throws()
    {
        await using var asking = await Asking.Start(new Answer { Text = new("Hello."), Gate = new AnswerGate("start") });
        var gate = asking.Server.Hold("start");
        using var cancel = new CancellationTokenSource();
        await using var answer = asking.Model.AskAsync(Asking.Request, cancel.Token).GetAsyncEnumerator();
        var next = answer.MoveNextAsync().AsTask();
        await Deadline.Within(gate.Reached, "the request");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        await Deadline.Within(asking.Server.ClientClosed, "the socket to close");
    }

    [Fact]
    public async Task Reader_that_stops_early_closes_the_socket()
    {
        await using var asking = await Asking.Start(new Answer { Text = new("Hello, world."), Fault = new Fault(FaultKind.Stall, After: 1) });

        await foreach (var _ in asking.Model.AskAsync(Asking.Request, Deadline.Token()))
        {
            break;
        }

        await Deadline.Within(asking.Server.ClientClosed, "the socket to close");
    }

    [Fact]
    public async Task Delta_is_there_before_the_next_is_sent()
    {
        await using var asking = await Asking.Start(new Answer { Text = new("one two "), Gate = new AnswerGate("second", After: 1) });
        var gate = asking.Server.Hold("second");
        await using var answer = asking.Model.AskAsync(Asking.Request, Deadline.Token()).GetAsyncEnumerator();

        Assert.True(await answer.MoveNextAsync());
        Assert.Equal(new ModelEvent.TextDelta("one "), answer.Current);
        gate.Release();
        Assert.True(await answer.MoveNextAsync());
        Assert.Equal(new ModelEvent.TextDelta("two "), answer.Current);
    }

    [Fact]
    public Task Warm_up_runs_the_good_case_without_a_network() => OpenAiResponsesModel.WarmUpAsync(Deadline.Token());

    [Fact]
    public async Task Warm_up_answer_is_a_whole_answer()
    {
        using var model = new OpenAiResponsesModel(
            new OpenAiEndpoint(OpenAiEndpoint.Vendor, Key: null), new Redactor(), TimeProvider.System, ModelLimits.Default, RetryPolicy.Default, new WarmUpNetwork());
        var events = new List<ModelEvent>();
        await foreach (var e in model.AskAsync(Asking.Request, Deadline.Token()))
        {
            events.Add(e);
        }

        Assert.Equal(new ModelEvent.TextDelta("Hello."), events[0]);
        Assert.Equal(2, Assert.IsType<ModelEvent.Completed>(events[1]).Usage.InputTokens + Assert.IsType<ModelEvent.Completed>(events[1]).Usage.OutputTokens);
    }

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();
}
