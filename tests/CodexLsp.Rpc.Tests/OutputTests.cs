using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace CodexLsp.Rpc.Tests;

public sealed class OutputTests
{
    [Fact]
    public async Task Deltas_a_slow_reader_has_not_read_are_merged_and_none_is_lost()
    {
        var (streams, slow) = Slow();
        await using var server = new TestServer(streams: streams);
        server.Connection.Notify("first", Empty.Json, new Empty());
        await TestServer.Reached(slow.Reached.Task, "the writer to be held up");

        foreach (var word in "a b c d e".Split(' '))
        {
            Delta(server, "one", word);
            Delta(server, "two", word.ToUpperInvariant());
        }

        slow.Gate.SetResult();

        Assert.Equal("abcde", (string?)(await server.Peer.WaitForNotification("delta"))!["word"]);
        Assert.Equal("ABCDE", (string?)(await server.Peer.WaitForNotification("delta"))!["word"]);
        await server.Peer.Notify("exit");
        Assert.Single(await server.Peer.WaitForEnd());
    }

    [Fact]
    public async Task Deltas_are_not_merged_across_another_message()
    {
        var (streams, slow) = Slow();
        await using var server = new TestServer(streams: streams);
        server.Connection.Notify("first", Empty.Json, new Empty());
        await TestServer.Reached(slow.Reached.Task, "the writer to be held up");

        Delta(server, "one", "a");
        Delta(server, "one", "b");
        server.Connection.Notify("done", Empty.Json, new Empty());
        Delta(server, "one", "c");
        Delta(server, "one", "d");
        slow.Gate.SetResult();
        await server.Peer.Notify("exit");

        Expect.Text(string.Join('\n', await server.Peer.WaitForEnd()), """
            {"jsonrpc":"2.0","method":"first","params":{}}
            {"jsonrpc":"2.0","method":"delta","params":{"word":"ab"}}
            {"jsonrpc":"2.0","method":"done","params":{}}
            {"jsonrpc":"2.0","method":"delta","params":{"word":"cd"}}
            """);
    }

    [Fact]
    public async Task Text_from_every_writer_at_once_arrives_whole_and_in_each_ones_order()
    {
        await using var server = new TestServer();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                if (i % 10 == 0)
                    server.Connection.Notify("mark", TestJson.Default.Say, new Say($"{writer}"));
                Delta(server, $"{writer}", $"{i} ");
            }
        })));
        await server.Peer.Notify("exit");

        var all = (await server.Peer.WaitForEnd()).Select(m => JsonDocument.Parse(m).RootElement).ToList();
        Assert.Equal(80, all.Count(m => m.GetProperty("method").GetString() == "mark"));
        var numbers = string.Concat(all.Where(m => m.GetProperty("method").GetString() == "delta").Select(m => m.GetProperty("params").GetProperty("word").GetString()))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            Enumerable.Range(0, 200).SelectMany(i => Enumerable.Repeat(i, 4)),
            numbers.Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture)).Order());
    }

    [Fact]
    public async Task A_client_that_reads_nothing_is_taken_for_dead_and_memory_stays_bounded()
    {
        var clock = new ManualClock();
        var (streams, _) = Slow();
        await using var server = new TestServer(options: o => o with { MaxQueuedBytes = 10_000, Clock = clock }, streams: streams);

        for (var i = 0; i < 20; i++)
            server.Connection.Notify("much", TestJson.Default.Say, new Say(new string('x', 1000)));

        await clock.SetOffFirstTimer();
        Assert.Equal(new RpcExit(1, "The client has left more than 10000 bytes unread."), await server.Exit());
    }

    [Fact]
    public async Task An_output_that_fails_ends_the_connection()
    {
        var (streams, slow) = Slow();
        await using var server = new TestServer(streams: streams);
        slow.Gate.SetException(new IOException("Broken pipe"));

        server.Connection.Notify("any", Empty.Json, new Empty());

        Assert.Equal(new RpcExit(1, "The output can not be written: the client has closed it."), await server.Exit());
        Assert.Contains(server.Log, l => l.Exception is IOException);
    }

    [Fact]
    public async Task A_notification_that_cannot_be_serialised_is_thrown_at_its_sender()
    {
        await using var server = new TestServer();

        Assert.Throws<ArgumentException>(() => server.Connection.Notify("infinite", NumberJson.Default.Double, double.NaN));

        await server.Peer.SendAndWait("text");
    }

    [Fact]
    public async Task A_delta_that_cannot_be_serialised_is_logged_and_the_rest_still_sent()
    {
        await using var server = new TestServer();

        server.Connection.NotifyDelta("infinite", "k", NumberJson.Default.Double, double.NaN, (a, _) => a);
        await server.Peer.SendAndWait("text");

        Assert.Contains("Error: A notification could not be serialised and was not sent.", server.LogLines);
    }

    [Fact]
    public async Task A_long_message_with_any_text_arrives_as_it_was()
    {
        await using var server = new TestServer();
        var word = string.Concat(Enumerable.Repeat("ä€😀\"\\\u0001<&\r\n\u2028", 50_000));

        await server.Peer.Notify("say", $$"""{"word":{{System.Text.Json.Nodes.JsonValue.Create(word).ToJsonString()}}}""");

        Assert.Equal(word, (string?)(await server.Peer.SendAndWait("text"))!["text"]);
    }

    [Fact]
    public async Task Every_message_is_traced_with_the_method_an_answer_belongs_to()
    {
        var trace = new ConcurrentQueue<string>();
        await using var server = new TestServer(options: o => o with
        {
            Trace = t => trace.Enqueue($"{t.Direction} {t.Method ?? "-"} {t.Id?.ToString() ?? "-"} {Encoding.UTF8.GetString(t.Body.Span)}"),
        });
        var asking = server.Connection.RequestAsync("secret", Empty.Json, new Empty(), TestJson.Default.Say, CancellationToken.None);
        await server.Peer.Respond((await server.Peer.WaitForRequest("secret")).Id, """{"word":"s"}""");
        await asking;
        await server.Peer.SendAndWait("text");
        await server.Peer.SendRaw("?");
        await server.Peer.WaitForErrorWithoutId();
        await server.Peer.Notify("exit");
        await server.Exit();

        Expect.Text(string.Join('\n', trace.Select(t => t.Split(": '?'")[0])), """
            Out secret 1 {"jsonrpc":"2.0","id":1,"method":"secret","params":{}}
            In secret 1 {"jsonrpc":"2.0","id":1,"result":{"word":"s"}}
            In text 1 {"jsonrpc":"2.0","id":1,"method":"text"}
            Out text 1 {"jsonrpc":"2.0","id":1,"result":{"text":""}}
            In - - ?
            Out - - {"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"The message is not JSON, or nested deeper than 128
            In exit - {"jsonrpc":"2.0","method":"exit"}
            """);
    }

    private static void Delta(TestServer server, string key, string word) =>
        server.Connection.NotifyDelta("delta", key, TestJson.Default.Say, new Say(word), (a, b) => new Say(a.Word + b.Word));

    private static ((RpcPeer Peer, Stream ServerInput, Stream ServerOutput) Streams, GatedStream Slow) Slow()
    {
        var (peer, input, output) = RpcPeer.InProcess();
        var slow = new GatedStream(output);
        return ((peer, input, slow), slow);
    }
}
