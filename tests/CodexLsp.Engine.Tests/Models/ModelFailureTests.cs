using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using CodexLsp.Engine.Models;
using CodexLsp.ModelServer;

namespace CodexLsp.Engine.Tests.Models;

public sealed class ModelFailureTests
{
    [Theory]
    [InlineData(400, "model.bad-request")]
    [InlineData(401, "model.unauthorized")]
    [InlineData(403, "model.forbidden")]
    [InlineData(404, "model.bad-request")]
    [InlineData(422, "model.bad-request")]
    public async Task What_cannot_succeed_is_asked_once(int status, string code)
    {
        await using var asking = await Asking.Start(new Answer { Status = status }, new Answer { Text = new("never") });

        var failed = Assert.IsType<ModelEvent.Failed>(Assert.Single(await asking.All()));

        Assert.Equal(code, failed.Failure.Code);
        Assert.False(failed.Failure.Retryable);
        Assert.Single(asking.Server.Requests);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task What_can_succeed_is_asked_again(int status)
    {
        await using var asking = await Asking.Start(new Answer { Status = status }, new Answer { Text = new("Here.") });

        var events = await asking.All();

        Assert.IsType<ModelEvent.Retrying>(events[0]);
        Assert.Equal(2, Assert.IsType<ModelEvent.Completed>(events[^1]).Usage.Requests);
    }

    [Fact]
    public async Task Four_tries_are_all()
    {
        await using var asking = await Asking.Start(new Scenario([new Exchange { Then = new Answer { Status = 503 } }]));

        Expect.Text(await asking.Told(), """
            retrying after try 1: http://server cannot answer now: The engine is currently overloaded, please try again later. (503)
            retrying after try 2: http://server cannot answer now: The engine is currently overloaded, please try again later. (503)
            retrying after try 3: http://server cannot answer now: The engine is currently overloaded, please try again later. (503)
            failed model.unavailable: http://server cannot answer now: The engine is currently overloaded, please try again later. (503) → Try again in a while. (requests 4)
            """);
        Assert.Equal(4, asking.Server.Requests.Count);
    }

    [Fact]
    public async Task Used_up_quota_is_not_asked_again_though_its_status_is_429()
    {
        await using var asking = await Asking.Start(new Answer
        {
            Status = 429,
            Error = new VendorError("You exceeded your current quota.", "insufficient_quota", "insufficient_quota"),
        });

        Expect.Text(await asking.Told(), """
            failed model.quota: The quota at http://server is used up: You exceeded your current quota. (429) → Check plan and billing there, or use another key. (requests 1)
            """);
    }

    [Fact]
    public async Task Wait_the_provider_asks_for_is_kept()
    {
        await using var asking = await Asking.Start(
            new Answer { Status = 429, Headers = Header("Retry-After", "17") }, new Answer { Text = new("Here.") });

        Assert.Equal(TimeSpan.FromSeconds(17), Assert.IsType<ModelEvent.Retrying>((await asking.All())[0]).Delay);
    }

    [Fact]
    public async Task Wait_given_as_a_date_is_kept()
    {
        await using var asking = await Asking.Start(
            new Answer { Status = 503, Headers = Header("Retry-After", "Thu, 01 Jan 2026 00:00:09 GMT") }, new Answer { Text = new("Here.") });

        Assert.Equal(TimeSpan.FromSeconds(9), Assert.IsType<ModelEvent.Retrying>((await asking.All())[0]).Delay);
    }

    [Fact]
    public async Task Wait_longer_than_a_minute_is_not_waited_for()
    {
        await using var asking = await Asking.Start(new Answer { Status = 429, Headers = Header("Retry-After", "61") });

        Assert.Equal("model.rate-limited", Assert.IsType<ModelEvent.Failed>(Assert.Single(await asking.All())).Failure.Code);
    }

    [Fact]
    public async Task Cancelling_the_wait_between_tries_throws_at_once()
    {
        await using var asking = await Asking.Start(new Answer { Status = 503 });
        using var cancel = new CancellationTokenSource();
        await using var answer = asking.Model.AskAsync(Asking.Request, cancel.Token).GetAsyncEnumerator();
        Assert.True(await answer.MoveNextAsync());
        var next = answer.MoveNextAsync().AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task Stream_cut_before_the_first_token_is_asked_again()
    {
        await using var asking = await Asking.Start(
            new Answer { Text = new("lost"), Fault = new Fault(FaultKind.Cut) },
            new Answer { Text = new("lost"), Fault = new Fault(FaultKind.End) },
            new Answer { Text = new("Here") });

        Expect.Text(await asking.Told(), """
            retrying after try 1: http://server ended the answer before it was whole.
            retrying after try 2: http://server ended the answer before it was whole.
            text Here
            completed, requests 3
            """);
    }

    [Theory]
    [InlineData(FaultKind.Cut)]
    [InlineData(FaultKind.End)]
    public async Task Stream_cut_later_keeps_what_came_and_says_so(FaultKind kind)
    {
        await using var asking = await Asking.Start(
            new Answer { Text = new("one two three"), Gate = new AnswerGate("cut", After: 2), Fault = new Fault(kind, After: 2) });
        var gate = asking.Server.Hold("cut");
        var events = new List<ModelEvent>();

        await foreach (var e in asking.Model.AskAsync(Asking.Request, Deadline.Token()))
        {
            events.Add(e);
            if (events.Count == 2)
            {
                gate.Release();
            }
        }

        Expect.Text(asking.Tell(events), """
            text one 
            text two 
            failed model.cut: http://server ended the answer before it was whole. → Try again. (requests 1)
            """);
    }

    [Theory]
    [InlineData(FaultKind.Malformed)]
    [InlineData(FaultKind.DeepJson)]
    public async Task What_is_no_event_ends_the_answer_in_words(FaultKind kind)
    {
        await using var asking = await Asking.Start(new Answer { Text = new("one two"), Fault = new Fault(kind, After: 1) });

        Expect.Text(await asking.Told(), """
            text one 
            failed model.cut: http://server sent what is no event of the Responses API. → Check 'baseUrl' (http://server/v1): it is what precedes '/responses'. (requests 1)
            """);
    }

    [Fact]
    public async Task Failure_the_provider_reports_is_told_in_its_words()
    {
        await using var asking = await Asking.Start(
            new Answer { Text = new("text"), Fault = new Fault(FaultKind.Failed, After: 1) { Code = "invalid_prompt", Message = "The prompt is \u001b[31mbad." } });

        Expect.Text(await asking.Told(), """
            text text
            failed model.bad-request: http://server failed: The prompt is  [31mbad. →  (requests 1)
            """);
    }

    [Fact]
    public async Task Server_error_reported_before_the_first_token_is_asked_again()
    {
        await using var asking = await Asking.Start(
            new Answer { Text = new("lost"), Fault = new Fault(FaultKind.Failed) },
            new Answer { Text = new("lost"), Fault = new Fault(FaultKind.Error) { Code = "rate_limit_exceeded", Message = "Slow down." } },
            new Answer { Text = new("Here") });

        Expect.Text(await asking.Told(), """
            retrying after try 1: http://server failed: An error occurred while processing your request.
            retrying after try 2: http://server limits the rate of requests: Slow down.
            text Here
            completed, requests 3
            """);
    }

    [Fact]
    public async Task Error_event_is_told_in_the_provider_s_words()
    {
        await using var asking = await Asking.Start(
            new Answer { Text = new("text"), Fault = new Fault(FaultKind.Error, After: 1) { Code = "server_error", Message = "Out of biscuits." } });

        Expect.Text(await asking.Told(), """
            text text
            failed model.unavailable: http://server failed: Out of biscuits. → Try again in a while. (requests 1)
            """);
    }

    [Theory]
    [InlineData("max_output_tokens", "at the longest it gives")]
    [InlineData("content_filter", "content filter")]
    [InlineData("boredom", "boredom")]
    public async Task Incomplete_answer_says_why(string reason, string words)
    {
        await using var asking = await Asking.Start(new Answer { Text = new("text"), Fault = new Fault(FaultKind.Incomplete, After: 1) { Code = reason } });

        var events = await asking.All();

        Assert.Equal(new ModelEvent.TextDelta("text"), events[0]);
        var failed = Assert.IsType<ModelEvent.Failed>(events[1]);
        Assert.Equal("model.cut", failed.Failure.Code);
        Assert.Contains(words, failed.Failure.Message, StringComparison.Ordinal);
        Assert.False(failed.Usage.Estimated);
    }

    [Theory]
    [InlineData(null, 60)]
    [InlineData("high", 300)]
    public async Task Silence_is_given_up(string? effort, int seconds)
    {
        await using var asking = await Asking.Start(new Answer { Text = new("one two"), Fault = new Fault(FaultKind.Stall, After: 1) });
        await using var answer = asking.Model.AskAsync(Asking.Request with { Effort = effort }, Deadline.Token()).GetAsyncEnumerator();
        Assert.True(await answer.MoveNextAsync());
        var next = answer.MoveNextAsync().AsTask();

        asking.Time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.False(next.IsCompleted);
        asking.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await Deadline.Within(next, "the timeout"));
        Assert.Equal("model.timeout", Assert.IsType<ModelEvent.Failed>(answer.Current).Failure.Code);
        await Deadline.Within(asking.Server.ClientClosed, "the socket to close");
    }

    [Fact]
    public async Task Answer_that_never_ends_is_given_up()
    {
        await using var asking = await Asking.Start(
            Scenario.Of(new Answer { Text = new("text"), Fault = new Fault(FaultKind.Endless, After: 1) }),
            limits: l => l with { AnswerCharacters = 10_000 });

        var failed = Assert.IsType<ModelEvent.Failed>((await asking.All())[^1]);

        Assert.Equal("model.too-large", failed.Failure.Code);
        await Deadline.Within(asking.Server.ClientClosed, "the socket to close");
    }

    [Fact]
    public async Task Answer_of_too_many_bytes_is_given_up()
    {
        await using var asking = await Asking.Start(
            Scenario.Of(new Answer { Text = new("text"), Fault = new Fault(FaultKind.Endless, After: 1) }),
            limits: l => l with { ResponseBytes = 100_000 });

        Assert.Equal("model.too-large", Assert.IsType<ModelEvent.Failed>((await asking.All())[^1]).Failure.Code);
        await Deadline.Within(asking.Server.ClientClosed, "the socket to close");
    }

    [Fact]
    public async Task Line_that_never_ends_is_given_up()
    {
        await using var asking = await Asking.Start(
            Scenario.Of(new Answer { Text = new("text"), Fault = new Fault(FaultKind.GiantLine, After: 1) }),
            limits: l => l with { LineBytes = 100_000 });

        Expect.Text(await asking.Told(), """
            text text
            failed model.too-large: The answer of http://server was given up: a line of the answer is longer than 100,000 bytes. → Ask for less at once. (requests 1)
            """);
        await Deadline.Within(asking.Server.ClientClosed, "the socket to close");
    }

    [Fact]
    public async Task Answer_that_trickles_for_ever_is_given_up()
    {
        await using var asking = await Asking.Start(new Answer { Text = new("one two"), Fault = new Fault(FaultKind.Endless, After: 1) });
        await using var answer = asking.Model.AskAsync(Asking.Request, Deadline.Token()).GetAsyncEnumerator();
        ModelEvent? last = null;
        while (await answer.MoveNextAsync())
        {
            last = answer.Current;
            asking.Time.Advance(TimeSpan.FromSeconds(50));
        }

        Assert.Contains("30 minutes", Assert.IsType<ModelEvent.Failed>(last).Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_is_not_followed()
    {
        await using var elsewhere = await ScriptedModel.StartAsync(Scenario.Saying("stolen"));
        await using var asking = await Asking.Start(
            new Answer { Status = 307, Headers = Header("Location", $"{elsewhere.BaseUrl}/responses") });

        var failed = Assert.IsType<ModelEvent.Failed>(Assert.Single(await asking.All()));

        Assert.Equal("network.redirected", failed.Failure.Code);
        Assert.Contains(elsewhere.BaseUrl.Authority, failed.Failure.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Endpoint_that_is_down_is_named()
    {
        await using var asking = await Asking.Start(Scenario.Saying("never"));
        await asking.Server.DisposeAsync();

        Expect.Text(await asking.Told(), """
            retrying after try 1: http://server cannot be reached: Connection refused.
            retrying after try 2: http://server cannot be reached: Connection refused.
            retrying after try 3: http://server cannot be reached: Connection refused.
            failed network.unreachable: http://server cannot be reached: Connection refused. → Check the network and 'baseUrl' (http://server/v1). (requests 4)
            """);
    }

    [Fact]
    public async Task Host_that_does_not_exist_is_named()
    {
        await using var server = await ScriptedModel.StartAsync(Scenario.Saying("never"));
        await using var asking = Asking.Ask(server, new OpenAiEndpoint(new Uri("http://no-such-host.invalid/v1"), Key: null));

        var failed = Assert.IsType<ModelEvent.Failed>((await asking.All())[^1]);

        Assert.Equal("network.unreachable", failed.Failure.Code);
        Assert.Contains("http://no-such-host.invalid", failed.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoint_that_speaks_no_tls_is_asked_once()
    {
        await using var server = await ScriptedModel.StartAsync(Scenario.Saying("never"));
        var url = new UriBuilder(server.BaseUrl) { Scheme = "https" }.Uri;
        await using var asking = Asking.Ask(server, new OpenAiEndpoint(url, Asking.Key));

        Assert.Equal("network.unreachable", Assert.IsType<ModelEvent.Failed>(Assert.Single(await asking.All())).Failure.Code);
    }

    [Fact]
    public async Task Page_of_a_proxy_is_not_shown_as_the_provider_s_words()
    {
        await using var asking = await Asking.Start(new Answer { Status = 403, Body = "<html><h1>Blocked</h1></html>" });

        Expect.Text(await asking.Told(), """
            failed model.forbidden: http://server forbids this: Forbidden (403) → Ask for another 'model', or use a key that may. (requests 1)
            """);
    }

    [Fact]
    public async Task Server_that_answers_no_http_is_told_in_words()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answered = AnswerAsMailServer(listener);
        await using var server = await ScriptedModel.StartAsync(Scenario.Saying("never"));
        await using var asking = Asking.Ask(server, new OpenAiEndpoint(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1"), Key: null));

        var failed = Assert.IsType<ModelEvent.Failed>((await asking.All())[^1]);

        Assert.Equal("model.cut", failed.Failure.Code);
        Assert.Contains("baseUrl", failed.Failure.Next, StringComparison.Ordinal);
        await Deadline.Within(answered, "the connection");
    }

    [Fact]
    public async Task Page_in_place_of_a_stream_is_told_in_words_and_not_asked_for_again()
    {
        await using var asking = await Asking.Start(new Answer { Body = "<html>Please log in.</html>" });

        Expect.Text(await asking.Told(), """
            failed model.cut: http://server sent what is no event of the Responses API. → Check 'baseUrl' (http://server/v1): it is what precedes '/responses'. (requests 1)
            """);
    }

    [Fact]
    public async Task Connection_that_nobody_takes_is_told_as_unreachable()
    {
        await using var server = await ScriptedModel.StartAsync(Scenario.Saying("never"));
        await using var asking = Asking.Ask(server, new OpenAiEndpoint(server.BaseUrl, Asking.Key), network: new ConnectTimeout());

        Assert.Equal("network.unreachable", Assert.IsType<ModelEvent.Failed>((await asking.All())[^1]).Failure.Code);
    }

    [Fact]
    public async Task Key_is_in_no_failure_whatever_the_provider_echoes()
    {
        await using var server = await ScriptedModel.StartAsync(Scenario.Of(
            new Answer { Status = 503, Error = new VendorError($"Busy, {Asking.Key}.") },
            new Answer { Status = 401, Error = new VendorError($"Incorrect API key provided: {Asking.Key}.", Code: "invalid_api_key") },
            new Answer { Status = 401, Body = Asking.Key },
            new Answer { Text = new("text"), Fault = new Fault(FaultKind.Failed, After: 1) { Code = Asking.Key, Message = $"Bearer {Asking.Key}" } },
            new Answer { Text = new("text"), Fault = new Fault(FaultKind.Error, After: 1) { Message = Asking.Key } },
            new Answer { Text = new("text"), Fault = new Fault(FaultKind.Incomplete, After: 1) { Code = Asking.Key } },
            new Answer { Text = new("text"), Fault = new Fault(FaultKind.End, After: 1) },
            new Answer { Status = 307, Headers = Header("Location", $"http://{Asking.Key}@127.0.0.1/{Asking.Key}") }));
        var endpoint = new OpenAiEndpoint(server.BaseUrl, Asking.Key);
        await using var asking = Asking.Ask(server, endpoint with { Headers = endpoint.Headers.Add("X-Other-Key", "second-canary") });

        var told = new List<ModelEvent>();
        for (var i = 0; i < 7; i++)
        {
            told.AddRange(await asking.All());
        }

        Assert.Equal(8, server.Requests.Count);
        Assert.All(server.Requests, r => Assert.Equal($"Bearer {Asking.Key}", r.Headers["authorization"]));
        Assert.DoesNotContain(server.Requests, r => r.Body.Contains(Asking.Key, StringComparison.Ordinal) || r.Path.Contains(Asking.Key, StringComparison.Ordinal));
        var everything = $"{string.Join('\n', told)}\n{endpoint}\n{asking.Model}";
        Assert.DoesNotContain(Asking.Key, everything, StringComparison.Ordinal);
        Assert.DoesNotContain("second-canary", everything, StringComparison.Ordinal);
    }

    private static async Task AnswerAsMailServer(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync(Deadline.Token());
        await client.GetStream().WriteAsync("220 mail.example SMTP\r\n"u8.ToArray());
    }

    private static ImmutableDictionary<string, string> Header(string name, string value) =>
        ImmutableDictionary<string, string>.Empty.Add(name, value);

    /// <summary>What the HTTP stack throws when nobody takes the connection, without the wait for it.</summary>
    private sealed class ConnectTimeout : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new TaskCanceledException("connect", new TimeoutException("connect"));
    }
}
