using System.Text.Json;

namespace CodexLsp.Rpc.Tests;

public sealed class RequestTests
{
    [Fact]
    public async Task A_request_is_answered_with_its_result()
    {
        await using var server = new TestServer();
        await server.Peer.Notify("say", """{"word":"hello"}""");

        var result = await server.Peer.SendAndWait("text");

        Expect.Text(result!.ToJsonString(), """
            {"text":"hello"}
            """);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("-9223372036854775808")]
    [InlineData("\"a-1\"")]
    [InlineData("\"\"")]
    [InlineData("\"\\u00fcber \\\"x\\\"\"")]
    public async Task The_id_is_echoed_as_it_came(string id)
    {
        await using var server = new TestServer();

        await server.Peer.SendRaw($$"""{"id":{{id}},"jsonrpc":"2.0","method":"text"}""");
        await server.Peer.SendAndWait("text");

        var answer = JsonDocument.Parse((await Unread(server)).Single()).RootElement;
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(id).RootElement, answer.GetProperty("id")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","params":null""")]
    [InlineData(""","params":{}""")]
    [InlineData(""","params":{"unknown":1}""")]
    public async Task Parameters_that_do_not_matter_may_be_absent(string parameters)
    {
        await using var server = new TestServer();

        await server.Peer.SendRaw($$"""{"jsonrpc":"2.0","id":1,"method":"text"{{parameters}}}""");

        Assert.Null((await server.Peer.WaitForAnswer(1))["error"]);
    }

    [Fact]
    public async Task A_null_result_is_answered_as_null()
    {
        await using var server = new TestServer((table, _) =>
            table.Read("nothing", () => Empty.Json, () => Empty.Json, (_, _, _) => Task.FromResult<Empty>(null!)));

        var answer = await server.Peer.SendAndWaitForAnswer("nothing");

        Assert.True(answer.ContainsKey("result"));
        Assert.Null(answer["result"]);
    }

    [Fact]
    public async Task An_unknown_request_is_32601_naming_the_method()
    {
        await using var server = new TestServer();

        var error = await server.Peer.SendAndWaitForError("codex/none");
        var dollar = await server.Peer.SendAndWaitForError("$/none");

        Assert.Equal(RpcErrorCodes.MethodNotFound, (int)error["code"]!);
        Assert.Equal("There is no method codex/none.", (string?)error["message"]);
        Assert.Equal(RpcErrorCodes.MethodNotFound, (int)dollar["code"]!);
    }

    [Theory]
    [InlineData("""{"inner":{}}""", "$.inner: ", "'word'")]
    [InlineData("""{}""", "$: ", "'inner'")]
    [InlineData("""{"inner":{"word":null}}""", "$.inner.word: ", "null")]
    [InlineData("""{"inner":{"word":"w"},"count":"many"}""", "$.count: ", "")]
    [InlineData("""{"inner":{"word":"\ud800"}}""", "$", "")]
    [InlineData("""[1,2]""", "$: ", "")]
    [InlineData("true", "$: ", "")]
    public async Task Bad_parameters_are_32602_with_the_place(string parameters, string path, string detail)
    {
        await using var server = new TestServer((table, _) =>
            table.Read("nested", () => TestJson.Default.Nested, () => Empty.Json, (_, _, _) => Task.FromResult(new Empty())));

        var error = await server.Peer.SendAndWaitForError("nested", parameters);

        Assert.Equal(RpcErrorCodes.InvalidParams, (int)error["code"]!);
        Assert.StartsWith($"The parameters of nested cannot be read at {path}", (string?)error["message"], StringComparison.Ordinal);
        Assert.Contains(detail, (string?)error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deliberate_error_is_answered_with_its_code_text_and_data()
    {
        var data = JsonSerializer.SerializeToElement(new Reply("next"), TestJson.Default.Reply);
        await using var server = new TestServer((table, _) => table.Read(
            "refuse", () => Empty.Json, () => Empty.Json, Task<Empty> (_, _, _) => throw new RpcException(RpcErrorCodes.RequestFailed, "No such file.", data)));

        var error = await server.Peer.SendAndWaitForError("refuse");

        Expect.Text(error.ToJsonString(), """
            {"code":-32803,"message":"No such file.","data":{"text":"next"}}
            """);
    }

    [Fact]
    public async Task A_failing_handler_is_32603_and_its_detail_stays_in_the_log()
    {
        await using var server = new TestServer((table, _) => table.Read(
            "fail", () => Empty.Json, () => Empty.Json, Task<Empty> (_, _, _) => throw new InvalidDataException("sk-secret")));

        var error = await server.Peer.SendAndWaitForError("fail");

        var entry = Assert.Single(server.Log, l => l.Incident is not null);
        Assert.Equal(RpcErrorCodes.InternalError, (int)error["code"]!);
        Assert.Equal($"Internal error. The host's log has the detail under incident {entry.Incident}.", (string?)error["message"]);
        Assert.IsType<InvalidDataException>(entry.Exception);
        Assert.DoesNotContain("sk-secret", server.Peer.Session, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-secret", entry.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_cannot_be_serialised_is_32603()
    {
        await using var server = new TestServer((table, _) => table.Read(
            "infinite", () => Empty.Json, () => NumberJson.Default.Double, (_, _, _) => Task.FromResult(double.PositiveInfinity)));

        var error = await server.Peer.SendAndWaitForError("infinite");

        Assert.Equal(RpcErrorCodes.InternalError, (int)error["code"]!);
        await server.Peer.SendAndWait("text");
    }

    [Fact]
    public async Task A_timeout_inside_a_handler_is_not_taken_for_a_cancel()
    {
        await using var server = new TestServer((table, _) =>
            table.Read("late", () => Empty.Json, () => Empty.Json, Task<Empty> (_, _, _) => throw new TaskCanceledException()));

        Assert.Equal(RpcErrorCodes.InternalError, (int)(await server.Peer.SendAndWaitForError("late"))["code"]!);
    }

    [Fact]
    public async Task An_id_that_is_in_flight_is_refused_and_its_owner_still_answered()
    {
        await using var server = new TestServer();
        await server.Peer.SendRaw("""{"jsonrpc":"2.0","id":900,"method":"wait","params":{"name":"a"}}""");

        await server.Peer.SendRaw("""{"jsonrpc":"2.0","id":900,"method":"text"}""");

        Assert.Equal(RpcErrorCodes.InvalidRequest, (int)(await server.Peer.WaitForAnswer(900))["error"]!["code"]!);
        server.Gate("a").SetResult();
        Assert.Equal("", (string?)(await server.Peer.WaitForAnswer(900))["result"]!["text"]);
    }

    [Fact]
    public async Task An_id_may_be_used_again_once_it_is_answered()
    {
        await using var server = new TestServer();

        for (var i = 0; i < 2; i++)
        {
            await server.Peer.SendRaw("""{"jsonrpc":"2.0","id":"x","method":"text"}""");
            await server.Peer.SendAndWait("text");
        }

        Assert.All(await Unread(server), answer => Assert.Contains("result", answer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_request_is_answered_and_a_refused_notification_dropped()
    {
        await using var server = new TestServer(
            (table, _) => table.Control("start", () => Empty.Json, () => Empty.Json, (s, _, _) => (s with { Phase = "started" }, new Empty())),
            o => o with
            {
                Admit = (s, method, isRequest) => s.Phase == "started" || method is "start" or "exit"
                    ? null
                    : new RpcError(RpcErrorCodes.ServerNotInitialized, isRequest ? "Ask start first." : "dropped"),
            });

        await server.Peer.Notify("say", """{"word":"early"}""");
        var known = await server.Peer.SendAndWaitForError("text");
        var unknown = await server.Peer.SendAndWaitForError("none");
        await server.Peer.SendAndWait("start");
        var after = await server.Peer.SendAndWait("text");

        Assert.Equal("""{"code":-32002,"message":"Ask start first."}""", known.ToJsonString());
        Assert.Equal(RpcErrorCodes.ServerNotInitialized, (int)unknown["code"]!);
        Assert.Equal("", (string?)after!["text"]);
    }

    [Fact]
    public async Task A_notification_sent_as_a_request_changes_nothing_and_is_32600()
    {
        await using var server = new TestServer();

        var error = await server.Peer.SendAndWaitForError("say", """{"word":"x"}""");

        Assert.Equal(RpcErrorCodes.InvalidRequest, (int)error["code"]!);
        Assert.Empty(server.Connection.State.Said);
    }

    [Fact]
    public async Task A_request_sent_as_a_notification_is_not_run()
    {
        var ran = false;
        await using var server = new TestServer((table, _) => table.Turn("pay", () => Empty.Json, () => Empty.Json, (_, _, _) =>
        {
            ran = true;
            return Task.FromResult(new Empty());
        }));

        await server.Peer.Notify("pay");
        await server.Peer.SendAndWait("text");

        Assert.False(ran);
        Assert.Contains("Warning: pay is a request; without an id it cannot be answered and was not run.", server.LogLines);
    }

    [Fact]
    public async Task Unknown_notifications_are_logged_but_not_those_that_may_be_ignored()
    {
        await using var server = new TestServer();

        await server.Peer.Notify("$/maybe");
        await server.Peer.Notify("codex/none");
        await server.Peer.Notify(new string('x', 5000));
        await server.Peer.SendAndWait("text");

        Assert.Equal(
            ["Warning: Unknown notification codex/none ignored.", $"Warning: Unknown notification {new string('x', 80)}… ignored."],
            server.LogLines);
    }

    [Fact]
    public void A_method_is_registered_once_and_before_the_start()
    {
        var server = new TestServer();

        Assert.Throws<InvalidOperationException>(() => server.Methods.Read("late", () => Empty.Json, () => Empty.Json, (_, _, _) => Task.FromResult(new Empty())));
        Assert.Throws<ArgumentException>(() => new MethodTable<Words>()
            .Mutate("twice", () => Empty.Json, (s, _) => s)
            .Mutate("twice", () => Empty.Json, (s, _) => s));
        Assert.Equal(
            [
                (Lane.Mutate, "say", typeof(Say), null),
                (Lane.Read, "text", typeof(Empty), typeof(Reply)),
                (Lane.Read, "wait", typeof(Gate), typeof(Reply)),
                (Lane.Control, "$/cancelRequest", typeof(CancelParams), null),
                (Lane.Control, "exit", typeof(Empty), null),
            ],
            server.Methods.Methods);
    }

    private static async Task<IReadOnlyList<string>> Unread(TestServer server)
    {
        await server.Peer.Notify("exit");
        return await server.Peer.WaitForEnd();
    }
}
