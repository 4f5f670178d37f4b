using FsCheck;
using FsCheck.Fluent;

namespace CodexLsp.Rpc.Tests;

public sealed class StateTests
{
    [Fact]
    public async Task A_read_sees_the_state_at_its_admission()
    {
        await using var server = new TestServer();
        await server.Peer.Notify("say", """{"word":"before"}""");
        var id = await server.Peer.Send("wait", """{"name":"a"}""");
        await server.Peer.Notify("say", """{"word":"after"}""");
        Assert.Equal("before after", (string?)(await server.Peer.SendAndWait("text"))!["text"]);

        server.Gate("a").SetResult();

        Assert.Equal("before", (string?)(await server.Peer.WaitForAnswer(id))["result"]!["text"]);
    }

    [Fact]
    public void Changes_are_applied_in_arrival_order_relative_to_reads() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(30),
        Prop.ForAll(ArbMap.Default.ArbFor<bool[]>(), (bool[] reads) => ReadsSeeWhatCameBefore(reads)));

    private static async Task ReadsSeeWhatCameBefore(bool[] reads)
    {
        await using var server = new TestServer();
        var said = "";
        var expected = new List<(int Id, string Text)>();
        for (var i = 0; i < reads.Length; i++)
        {
            if (reads[i])
            {
                expected.Add((await server.Peer.Send("text"), said.TrimStart()));
                continue;
            }

            await server.Peer.Notify("say", $$"""{"word":"{{i}}"}""");
            said += $" {i}";
        }

        foreach (var (id, text) in expected)
            Assert.Equal(text, (string?)(await server.Peer.WaitForAnswer(id))["result"]!["text"]);
    }

    [Fact]
    public async Task Parameters_of_a_change_that_cannot_be_read_are_told_to_the_state()
    {
        await using var server = new TestServer();

        await server.Peer.Notify("say", """{"word":1}""");
        await server.Peer.SendAndWait("text");

        Assert.StartsWith("Object: $.word: ", server.Connection.State.Lost, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_is_too_long_is_told_to_the_state_without_its_parameters()
    {
        await using var server = new TestServer(options: o => o with { MaxMessageBytes = 1000 });

        await server.Peer.Notify("say", $$"""{"word":"{{new string('x', 9000)}}"}""");
        await server.Peer.SendAndWait("text");

        Assert.Equal("Undefined: The message has 9053 bytes; at most 1000 are taken.", server.Connection.State.Lost);
    }

    [Fact]
    public async Task A_posted_change_is_applied_in_the_loop_and_observed()
    {
        var seen = new TaskCompletionSource<(string Before, string After)>();
        await using var server = new TestServer(options: o => o with { OnStateChanged = (b, a) => seen.TrySetResult((b.Text, a.Text)) });

        server.Connection.Post(s => s with { Said = s.Said.Add("loaded") });

        Assert.Equal(("", "loaded"), await Deadline.Within(seen.Task, "the change"));
        Assert.Equal("loaded", (string?)(await server.Peer.SendAndWait("text"))!["text"]);
    }

    [Fact]
    public async Task A_control_request_changes_the_state_and_is_answered_before_what_the_change_sets_off()
    {
        await using var server = new TestServer(
            (table, _) => table.Control("start", () => TestJson.Default.Say, () => TestJson.Default.Reply, (s, p, _) => (s with { Phase = p.Word }, new Reply("ok"))),
            o => o with { OnStateChanged = (_, _) => OnChange!() });
        OnChange = () => server.Connection.Notify("changed", Empty.Json, new Empty());

        Assert.Equal("ok", (string?)(await server.Peer.SendAndWait("start", """{"word":"up"}"""))!["text"]);
        await server.Peer.WaitForNotification("changed");

        Assert.Equal("up", server.Connection.State.Phase);
        Assert.True(
            server.Peer.Session.IndexOf("\"ok\"", StringComparison.Ordinal) < server.Peer.Session.IndexOf("\"changed\"", StringComparison.Ordinal),
            server.Peer.Session);
    }

    private Action? OnChange { get; set; }

    [Fact]
    public async Task A_control_that_fails_changes_nothing_and_the_server_lives()
    {
        await using var server = new TestServer((table, _) => table
            .Control("bad", () => Empty.Json, () => Empty.Json, (Words, Empty) (_, _, _) => throw new InvalidDataException("x"))
            .Control("refused", () => Empty.Json, () => Empty.Json, (Words, Empty) (_, _, _) => throw new RpcException(RpcErrorCodes.InvalidRequest, "Twice."))
            .Control("badNote", () => Empty.Json, Words (_, _, _) => throw new InvalidDataException("x"))
            .Control("typed", () => TestJson.Default.Say, () => Empty.Json, (s, _, _) => (s, new Empty())));

        Assert.Equal(RpcErrorCodes.InternalError, (int)(await server.Peer.SendAndWaitForError("bad"))["code"]!);
        Assert.Equal("""{"code":-32600,"message":"Twice."}""", (await server.Peer.SendAndWaitForError("refused")).ToJsonString());
        Assert.Equal(RpcErrorCodes.InvalidParams, (int)(await server.Peer.SendAndWaitForError("typed"))["code"]!);
        await server.Peer.Notify("badNote");
        await server.Peer.Notify("$/cancelRequest", """{"id":1.5}""");
        await server.Peer.SendAndWait("text");

        Assert.Contains(server.LogLines, l => l.StartsWith("Warning: badNote changed nothing", StringComparison.Ordinal));
        Assert.Contains(server.LogLines, l => l.StartsWith("Warning: The parameters of $/cancelRequest cannot be read at $.id", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_change_that_fails_ends_the_connection_with_code_1(bool posted)
    {
        await using var server = new TestServer((table, _) =>
            table.Mutate("break", () => Empty.Json, Words (_, _) => throw new InvalidDataException("impossible")));

        if (posted)
            server.Connection.Post(_ => throw new InvalidDataException("impossible"));
        else
            await server.Peer.Notify("break");

        Assert.Equal(new RpcExit(1, "A change of the state failed, so the state is unknown."), await server.Exit());
        Assert.Contains(server.Log, l => l.Exception is InvalidDataException);
    }
}
