using FsCheck;
using FsCheck.Fluent;

namespace CodexLsp.Rpc.Tests;

public sealed class CancelTests
{
    [Fact]
    public async Task A_cancelled_request_is_answered_at_once_and_its_late_result_dropped()
    {
        var token = new TaskCompletionSource<CancellationToken>();
        await using var server = new TestServer((table, s) => table.Turn("deaf", () => Empty.Json, () => Empty.Json, async (_, _, ct) =>
        {
            token.SetResult(ct);
            await s.Gate("deaf").Task;
            return new Empty();
        }));
        var id = await server.Peer.Send("deaf");
        var ct = await Deadline.Within(token.Task, "the handler to start");

        await server.Peer.Cancel(id);

        Expect.Text((await server.Peer.WaitForAnswer(id)).ToJsonString(), """
            {"jsonrpc":"2.0","id":1,"error":{"code":-32800,"message":"deaf was cancelled."}}
            """);
        Assert.True(ct.IsCancellationRequested);
        server.Gate("deaf").SetResult();
        await server.Peer.Notify("exit");
        await server.Exit();
        Assert.Empty(await server.Peer.WaitForEnd());
    }

    [Fact]
    public async Task The_id_of_a_cancelled_request_may_be_used_while_its_handler_still_runs()
    {
        await using var server = new TestServer((table, s) => table.Turn("deaf", () => TestJson.Default.Gate, () => TestJson.Default.Reply, async (_, p, _) =>
        {
            s.Gate(p.Name + " started").SetResult();
            await s.Gate(p.Name).Task;
            return new Reply(p.Name);
        }));
        await Ask("first");
        await server.Peer.Cancel(500);
        await server.Peer.WaitForAnswer(500);

        await Ask("second");
        server.Gate("first").SetResult();
        await server.Peer.SendAndWait("text");
        server.Gate("second").SetResult();

        Assert.Equal("second", (string?)(await server.Peer.WaitForAnswer(500))["result"]!["text"]);

        async Task Ask(string gate)
        {
            await server.Peer.SendRaw($$"""{"jsonrpc":"2.0","id":500,"method":"deaf","params":{"name":"{{gate}}"} }""");
            await TestServer.Reached(server.Gate(gate + " started").Task, gate);
        }
    }

    [Fact]
    public async Task Cancelling_an_unknown_or_answered_request_is_nothing()
    {
        await using var server = new TestServer();
        var id = await server.Peer.Send("text");
        await server.Peer.WaitForAnswer(id);

        await server.Peer.Cancel(id);
        await server.Peer.Cancel(4711);
        await server.Peer.Notify("$/cancelRequest", """{"id":"text"}""");
        await server.Peer.SendAndWait("text");

        Assert.Empty(server.Log);
    }

    [Fact]
    public async Task A_callback_that_fails_on_cancel_is_logged_and_the_request_answered()
    {
        await using var server = new TestServer((table, s) => table.Turn("trap", () => Empty.Json, () => Empty.Json, async (_, _, ct) =>
        {
            await using var trap = ct.Register(() =>
            {
                s.Gate("sprung").SetResult();
                throw new InvalidDataException("trap");
            });
            s.Gate("set").SetResult();
            await s.Gate("sprung").Task;
            return new Empty();
        }));
        var id = await server.Peer.Send("trap");
        await TestServer.Reached(server.Gate("set").Task, "the trap");

        await server.Peer.Cancel(id);

        Assert.Equal(RpcErrorCodes.RequestCancelled, (int)(await server.Peer.WaitForAnswer(id))["error"]!["code"]!);
        await server.Peer.SendAndWait("text");
        await server.Peer.Notify("exit");
        await server.Exit();
    }

    [Fact]
    public void Each_request_gets_exactly_one_answer_whoever_comes_first() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(30),
        Prop.ForAll(ArbMap.Default.ArbFor<bool[]>(), (bool[] cancelled) => Race(cancelled)));

    private static async Task Race(bool[] cancelled)
    {
        await using var server = new TestServer();
        var ids = new List<int>();
        foreach (var isCancelled in cancelled)
        {
            var id = await server.Peer.Send("text");
            ids.Add(id);
            if (isCancelled)
                await server.Peer.Cancel(id);
        }

        foreach (var id in ids)
            await server.Peer.WaitForAnswer(id);
        await server.Peer.Notify("exit");
        await server.Exit();
        Assert.Empty(await server.Peer.WaitForEnd());
    }
}
