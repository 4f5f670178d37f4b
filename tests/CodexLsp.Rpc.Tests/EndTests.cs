using System.Text;

namespace CodexLsp.Rpc.Tests;

public sealed class EndTests
{
    [Fact]
    public async Task Exit_ends_with_the_code_it_is_given_and_drops_what_came_behind_it()
    {
        await using var server = new TestServer();
        var said = """{"jsonrpc":"2.0","method":"say","params":{"word":"late"}}""";

        await server.Peer.WriteBytes([.. RpcPeer.Frame("""{"jsonrpc":"2.0","method":"exit"}"""), .. RpcPeer.Frame(said)]);

        Assert.Equal(new RpcExit(0, "The client asked the host to exit."), await server.Exit());
        Assert.Empty(server.Connection.State.Said);
    }

    [Fact]
    public async Task The_end_of_the_input_without_exit_is_code_1_behind_what_came_before_it()
    {
        await using var server = new TestServer();
        await server.Peer.Notify("say", """{"word":"last"}""");

        await server.Peer.CloseInput();

        Assert.Equal(new RpcExit(1, "The client closed the input without asking to exit."), await server.Exit());
        Assert.Equal("last", server.Connection.State.Text);
    }

    [Theory]
    [InlineData("Content-Le", "The input ended inside a message header.")]
    [InlineData("Content-Length: 100\r\n\r\n{", "The input ended inside a message.")]
    public async Task An_input_that_ends_inside_a_message_is_code_1(string bytes, string reason)
    {
        await using var server = new TestServer();

        await server.Peer.WriteBytes(Encoding.ASCII.GetBytes(bytes));
        await server.Peer.CloseInput();

        Assert.Equal(new RpcExit(1, reason), await server.Exit());
    }

    [Fact]
    public async Task The_hosts_own_token_ends_it_with_code_1()
    {
        await using var server = new TestServer();

        await server.Host.CancelAsync();

        Assert.Equal(new RpcExit(1, "The host was told to stop."), await server.Exit());
    }

    [Fact]
    public async Task Running_handlers_are_cancelled_and_answered_and_waited_for()
    {
        await using var server = new TestServer((table, s) => table.Turn("tidy", () => Empty.Json, () => Empty.Json, async (_, _, ct) =>
        {
            var cancelled = new TaskCompletionSource();
            await using var registration = ct.Register(cancelled.SetResult);
            s.Gate("started").SetResult();
            await cancelled.Task;
            s.Gate("cancelled").SetResult();
            await s.Gate("tidied").Task;
            return new Empty();
        }));
        var id = await server.Peer.Send("tidy");
        await TestServer.Reached(server.Gate("started").Task, "the handler to start");

        await server.Peer.Notify("exit");
        await TestServer.Reached(server.Gate("cancelled").Task, "the handler to be cancelled");
        await server.Peer.WaitForAnswer(id);
        Assert.False(server.Running.IsCompleted);
        server.Gate("tidied").SetResult();

        Assert.Equal(0, (await server.Exit()).Code);
        Assert.DoesNotContain(server.Log, l => l.Level is not RpcLogLevel.Debug);
    }

    [Fact]
    public async Task A_handler_that_does_not_end_is_left_behind_after_the_limit()
    {
        var clock = new ManualClock();
        await using var server = new TestServer(
            (table, s) => table.Turn("deaf", () => Empty.Json, () => Empty.Json, async (_, _, _) =>
            {
                s.Gate("started").SetResult();
                await s.Gate("never").Task;
                return new Empty();
            }),
            o => o with { Clock = clock });
        await server.Peer.Send("deaf");
        await TestServer.Reached(server.Gate("started").Task, "the handler to start");

        await server.Peer.Notify("exit");

        Assert.Equal(TimeSpan.FromSeconds(2), await clock.SetOffFirstTimer());
        Assert.Equal(0, (await server.Exit()).Code);
        Assert.Contains("Warning: Cancelled requests were still running after 2 s and were left behind.", server.LogLines);
    }

    [Fact]
    public async Task What_was_answered_before_exit_is_written()
    {
        await using var server = new TestServer();
        var id = await server.Peer.Send("text");

        await server.Peer.Notify("exit");

        await server.Peer.WaitForAnswer(id);
        await server.Exit();
    }

    [Fact]
    public async Task Nothing_is_sent_and_nothing_fails_after_the_end()
    {
        await using var server = new TestServer();
        await server.Peer.Notify("exit");
        await server.Exit();

        server.Connection.Notify("late", Empty.Json, new Empty());
        server.Connection.NotifyDelta("late", "k", TestJson.Default.Say, new Say("x"), (a, _) => a);
        server.Connection.Post(s => s with { Phase = "late" });
        server.Connection.Stop(7);
        server.Connection.CancelAll();

        Assert.Empty(await server.Peer.WaitForEnd());
        Assert.Equal("running", server.Connection.State.Phase);
    }
}
