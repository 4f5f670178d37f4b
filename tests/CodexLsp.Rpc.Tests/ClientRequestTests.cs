namespace CodexLsp.Rpc.Tests;

/// <summary>Questions of the server's to the client.</summary>
public sealed class ClientRequestTests
{
    [Fact]
    public async Task A_question_is_asked_and_its_answer_read()
    {
        await using var server = new TestServer();
        var asking = Ask(server);

        var (id, parameters) = await server.Peer.WaitForRequest("ask");
        await server.Peer.Respond(id, """{"text":"yes"}""");

        Assert.Equal("""{"word":"really?"}""", parameters!.ToJsonString());
        Assert.Equal(new Reply("yes"), await Deadline.Within(asking, "the answer"));
    }

    [Fact]
    public async Task A_null_answer_is_null()
    {
        await using var server = new TestServer();
        var asking = Ask(server);

        await server.Peer.Respond((await server.Peer.WaitForRequest("ask")).Id, "null");

        Assert.Null(await Deadline.Within(asking, "the answer"));
    }

    [Fact]
    public async Task A_handler_that_asks_the_client_does_not_stop_the_reader()
    {
        await using var server = new TestServer((table, s) =>
            table.Turn("consult", () => Empty.Json, () => TestJson.Default.Reply, async (_, _, ct) => (await Ask(s, ct))!));
        var consulting = await server.Peer.Send("consult");
        var (question, _) = await server.Peer.WaitForRequest("ask");

        for (var i = 0; i < 5000; i++)
            await server.Peer.Notify("say", """{"word":"x"}""");
        await server.Peer.Respond(question, """{"text":"yes"}""");

        Assert.Equal("yes", (string?)(await server.Peer.WaitForAnswer(consulting))["result"]!["text"]);
        Assert.Equal(5000, server.Connection.State.Said.Count);
    }

    [Fact]
    public async Task A_handler_sees_what_the_client_sent_before_its_answer()
    {
        await using var server = new TestServer();
        var asking = Ask(server);
        var (id, _) = await server.Peer.WaitForRequest("ask");

        await server.Peer.Notify("say", """{"word":"first"}""");
        await server.Peer.Respond(id, """{"text":"yes"}""");
        await Deadline.Within(asking, "the answer");

        Assert.Equal("first", server.Connection.State.Text);
    }

    [Theory]
    [InlineData("""{"code":-32001,"message":"No.","data":[1]}""", -32001, "No.", "[1]")]
    [InlineData("""{"code":"x"}""", RpcErrorCodes.InternalError, "The client answered with an error that has no message.", null)]
    [InlineData("\"no\"", RpcErrorCodes.InternalError, "The client answered with an error that has no message.", null)]
    public async Task An_error_for_an_answer_is_thrown(string error, int code, string message, string? data)
    {
        await using var server = new TestServer();
        var asking = Ask(server);
        var (id, _) = await server.Peer.WaitForRequest("ask");

        await server.Peer.SendRaw($$"""{"jsonrpc":"2.0","id":{{id}},"error":{{error}}}""");

        var thrown = await Assert.ThrowsAsync<RpcException>(() => Deadline.Within(asking, "the answer"));
        Assert.True(thrown.FromClient);
        Assert.Equal((code, message, data), (thrown.Error.Code, thrown.Error.Message, thrown.Error.Data?.GetRawText()));
    }

    [Fact]
    public async Task An_error_of_the_clients_that_a_handler_lets_escape_is_not_sent_back()
    {
        await using var server = new TestServer((table, s) =>
            table.Turn("consult", () => Empty.Json, () => TestJson.Default.Reply, async (_, _, ct) => (await Ask(s, ct))!));
        var consulting = await server.Peer.Send("consult");

        await server.Peer.RespondWithError((await server.Peer.WaitForRequest("ask")).Id, RpcErrorCodes.MethodNotFound, "What?");

        Assert.Equal(RpcErrorCodes.InternalError, (int)(await server.Peer.WaitForAnswer(consulting))["error"]!["code"]!);
    }

    [Theory]
    [InlineData("""{"text":1}""", "$.text")]
    [InlineData("{}", "$: ")]
    [InlineData("[]", "$: ")]
    public async Task An_answer_that_cannot_be_read_is_thrown(string result, string place)
    {
        await using var server = new TestServer();
        var asking = Ask(server);

        await server.Peer.Respond((await server.Peer.WaitForRequest("ask")).Id, result);

        var thrown = await Assert.ThrowsAsync<RpcException>(() => Deadline.Within(asking, "the answer"));
        Assert.Contains($"The client's answer to ask cannot be read at {place}", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_thrown()
    {
        await using var server = new TestServer(options: o => o with { MaxMessageBytes = 1000 });
        var asking = Ask(server);

        await server.Peer.Respond((await server.Peer.WaitForRequest("ask")).Id, $$"""{"text":"{{new string('x', 9000)}}"}""");

        var thrown = await Assert.ThrowsAsync<RpcException>(() => Deadline.Within(asking, "the answer"));
        Assert.Contains("at most 1000 are taken", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":4711,"result":1}""", "4711")]
    [InlineData("""{"jsonrpc":"2.0","id":"4711","error":{"code":1,"message":"x"}}""", "\"4711\"")]
    [InlineData("""{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"x"}}""", "null")]
    public async Task An_answer_nobody_waits_for_is_logged_and_dropped(string answer, string id)
    {
        await using var server = new TestServer();

        await server.Peer.SendRaw(answer);
        await server.Peer.SendAndWait("text");

        Assert.Equal([$"Warning: The client answered request {id}, which does not wait for an answer."], server.LogLines);
    }

    [Fact]
    public async Task A_question_that_is_cancelled_is_taken_back_and_its_late_answer_dropped()
    {
        await using var server = new TestServer();
        using var cancel = new CancellationTokenSource();
        var asking = Ask(server, cancel.Token);
        var (id, _) = await server.Peer.WaitForRequest("ask");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal($$"""{"id":{{id}}}""", (await server.Peer.WaitForNotification("$/cancelRequest"))!.ToJsonString());
        await server.Peer.Respond(id, """{"text":"yes"}""");
        await server.Peer.SendAndWait("text");
        Assert.Single(server.Log);
    }

    [Fact]
    public async Task Questions_fail_when_the_connection_ends_and_after()
    {
        await using var server = new TestServer();
        var asking = Ask(server);
        await server.Peer.WaitForRequest("ask");

        await server.Peer.Notify("exit");

        var thrown = await Assert.ThrowsAsync<IOException>(() => Deadline.Within(asking, "the failure"));
        Assert.Equal("The connection to the client ended before it answered ask.", thrown.Message);
        await Assert.ThrowsAsync<IOException>(() => Deadline.Within(Ask(server), "the failure"));
    }

    private static Task<Reply?> Ask(TestServer server, CancellationToken ct = default) =>
        server.Connection.RequestAsync("ask", TestJson.Default.Say, new Say("really?"), TestJson.Default.Reply, ct);
}
