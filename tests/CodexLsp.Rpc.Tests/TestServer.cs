using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace CodexLsp.Rpc.Tests;

/// <summary>The state of the test server: the words it was told, in order, and what could not be read.</summary>
public sealed record Words(ImmutableList<string> Said, string? Lost = null, string Phase = "running")
{
    public static Words None { get; } = new([]);

    public string Text => string.Join(' ', Said);
}

public sealed record Say(string Word);

public sealed record Gate(string Name);

public sealed record Nested(Say Inner, int Count = 0);

public sealed record Reply(string Text);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Say))]
[JsonSerializable(typeof(Gate))]
[JsonSerializable(typeof(Nested))]
[JsonSerializable(typeof(Reply))]
[JsonSerializable(typeof(CancelParams))]
internal sealed partial class TestJson : JsonSerializerContext;

/// <summary>A server whose state is a list of words, and a peer for it. Tests add the methods they are about.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();
    private readonly Stream _serverOutput;

    public TestServer(
        Action<MethodTable<Words>, TestServer>? methods = null,
        Func<RpcOptions<Words>, RpcOptions<Words>>? options = null,
        (RpcPeer Peer, Stream ServerInput, Stream ServerOutput)? streams = null)
    {
        var (peer, input, output) = streams ?? RpcPeer.InProcess();
        (Peer, _serverOutput) = (peer, output);
        var table = new MethodTable<Words>();
        var settings = new RpcOptions<Words> { Log = Log.Enqueue, CancelMethod = "$/cancelRequest" };
        Connection = new RpcConnection<Words>(input, output, table, Words.None, options?.Invoke(settings) ?? settings);
        table
            .Mutate("say", () => TestJson.Default.Say, (s, p) => s with { Said = s.Said.Add(p.Word) }, (s, raw, why) => s with { Lost = $"{raw.ValueKind}: {why}" })
            .Read("text", () => Empty.Json, () => TestJson.Default.Reply, (s, _, _) => Task.FromResult(new Reply(s.Text)))
            .Read("wait", () => TestJson.Default.Gate, () => TestJson.Default.Reply, WaitAsync)
            .Control("$/cancelRequest", () => TestJson.Default.CancelParams, (s, p, c) =>
            {
                c.Cancel(p.Id);
                return s;
            })
            .Control("exit", () => Empty.Json, (s, _, c) =>
            {
                c.Stop(0);
                return s;
            });
        methods?.Invoke(table, this);
        Methods = table;
        Running = RunAsync();
    }

    public RpcPeer Peer { get; }

    public RpcConnection<Words> Connection { get; }

    public MethodTable<Words> Methods { get; }

    public ConcurrentQueue<RpcLogEntry> Log { get; } = new();

    public Task<RpcExit> Running { get; }

    /// <summary>Ends <see cref="Running"/> as the host's own token would.</summary>
    public CancellationTokenSource Host { get; } = new();

    /// <summary>The gate a <c>wait</c> request stands before, named by its parameters.</summary>
    public TaskCompletionSource Gate(string name) =>
        _gates.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Waits until a test's own signal has come.</summary>
    public static Task Reached(Task signal, string what) => Deadline.Within(signal, what);

    public Task<RpcExit> Exit() => Deadline.Within(Running, "the connection to end");

    public IEnumerable<string> LogLines => Log.Select(l => $"{l.Level}: {l.Message}");

    public async ValueTask DisposeAsync()
    {
        await Peer.DisposeAsync();
        await Exit();
        Host.Dispose();
    }

    /// <summary>Says that it has started, waits for its gate, then answers with the text as it was at its admission.</summary>
    private async Task<Reply> WaitAsync(Words state, Gate gate, CancellationToken ct)
    {
        Gate(gate.Name + " started").TrySetResult();
        await Gate(gate.Name).Task.WaitAsync(ct);
        return new Reply(state.Text);
    }

    private async Task<RpcExit> RunAsync()
    {
        var exit = await Connection.RunAsync(Host.Token);
        await _serverOutput.DisposeAsync();
        return exit;
    }
}
