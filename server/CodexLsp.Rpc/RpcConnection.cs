using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;

namespace CodexLsp.Rpc;

/// <summary>
/// A JSON-RPC 2.0 server on two streams, framed as LSP frames it. One reader, one admission loop that alone changes the state, the
/// thread pool for handlers, one writer. The reader never waits for any of the others, so a handler may ask the client a question.
/// </summary>
/// <typeparam name="TState">The immutable snapshot; every change makes a new one.</typeparam>
public sealed partial class RpcConnection<TState>
    where TState : class
{
    private readonly MethodTable<TState> _methods;
    private readonly RpcOptions<TState> _options;
    private readonly FrameReader _frames;
    private readonly Outbox _outbox;
    private readonly RequestRegistry _requests = new();
    private readonly ClientRequests _questions = new();
    private readonly Channel<Arrival> _arrivals = Channel.CreateUnbounded<Arrival>(new UnboundedChannelOptions { SingleReader = true });
    private TState _state;
    private RpcExit? _exit;

    /// <summary>Makes the connection; nothing is read or written before <see cref="RunAsync"/>. The streams stay the caller's.</summary>
    public RpcConnection(Stream input, Stream output, MethodTable<TState> methods, TState initial, RpcOptions<TState> options)
    {
        (_methods, _state, _options) = (methods, initial, options);
        _frames = new FrameReader(input, options.MaxMessageBytes, options.MaxHeaderBytes, options.MaxLostBytes);
        _outbox = new Outbox(output, options.MaxQueuedBytes, options.Trace, options.Log, why => End(1, why));
    }

    /// <summary>The current snapshot, readable from any thread.</summary>
    public TState State => Volatile.Read(ref _state);

    /// <summary>
    /// Serves until <see cref="Stop"/>, the end of the input, a fault that makes the state or the stream unknown, or
    /// <paramref name="ct"/>. Then questions to the client fail, handlers are cancelled, their requests answered as cancelled, and
    /// both they and the last output get <see cref="RpcOptions{TState}.DrainLimit"/>. Called once; does not throw.
    /// </summary>
    public async Task<RpcExit> RunAsync(CancellationToken ct)
    {
        _methods.Close();
        using var stopReading = new CancellationTokenSource();
        using var stopWriting = new CancellationTokenSource();
        await using var stopped = ct.Register(() => End(1, "The host was told to stop."));
        // A read from standard input can be impossible to cancel, so nobody waits for this task; it never faults.
        _ = Task.Run(() => ReadAsync(stopReading.Token), CancellationToken.None);
        var writing = Task.Run(() => _outbox.RunAsync(stopWriting.Token), CancellationToken.None);

        var exit = await AdmitAllAsync();

        await stopReading.CancelAsync();
        _questions.Close();
        CancelAll();
        using var limit = new CancellationTokenSource(_options.DrainLimit, _options.Clock);
        if (!await EndsWithin(_requests.Drained(), limit.Token))
            Log(RpcLogLevel.Warning, $"Cancelled requests were still running after {_options.DrainLimit.TotalSeconds} s and were left behind.");
        _outbox.Close();
        if (!await EndsWithin(writing, limit.Token))
            await stopWriting.CancelAsync();
        return exit;
    }

    /// <summary>
    /// Changes the state from outside any message (a project has loaded). The change runs in the loop, behind what has arrived
    /// already, under the rules of a Mutate.
    /// </summary>
    public void Post(Func<TState, TState> change) => _arrivals.Writer.TryWrite(new Arrival(Change: change));

    /// <summary>Ends the connection with an exit code. The first call counts. What has arrived but is not admitted is dropped.</summary>
    public void Stop(int exitCode) => End(exitCode, "The client asked the host to exit.");

    /// <summary>Answers a pending request as cancelled, at once, and cancels its handler. An unknown or answered id is nothing.</summary>
    public void Cancel(RequestId id)
    {
        if (_requests.TryTake(id) is { } request)
            AnswerCancelled(request);
    }

    /// <summary>Cancels every pending request.</summary>
    public void CancelAll()
    {
        foreach (var request in _requests.TakeAll())
            AnswerCancelled(request);
    }

    /// <summary>Sends a notification. Never waits.</summary>
    public void Notify<T>(string method, JsonTypeInfo<T> type, T value) => _outbox.Post(OutgoingMessage.Notification(method, type, value));

    /// <summary>
    /// Sends a notification that may be joined with others of the same method and key that the client has not read yet:
    /// <paramref name="merge"/> gives one value for an earlier and a later one. It must be quick and pure. Nothing is lost, and
    /// nothing moves across another message.
    /// </summary>
    public void NotifyDelta<T>(string method, string key, JsonTypeInfo<T> type, T value, Func<T, T, T> merge) =>
        _outbox.PostDelta(method, key, type, value, merge);

    /// <summary>
    /// Asks the client. Throws <see cref="RpcException"/> when it answers with an error or with something that cannot be read,
    /// <see cref="IOException"/> when the connection ends first. Not to be awaited inside a Mutate or Control.
    /// </summary>
    public async Task<TResult?> RequestAsync<TParams, TResult>(
        string method,
        JsonTypeInfo<TParams> @in,
        TParams value,
        JsonTypeInfo<TResult> @out,
        CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var (id, waiting) = _questions.Add(method);
        IncomingMessage answer;
        try
        {
            _outbox.Post(OutgoingMessage.Request(id, method, @in, value));
            answer = await waiting.WaitAsync(ct);
        }
        catch (Exception e)
        {
            if (_questions.Forget(id) && e is OperationCanceledException && _options.CancelMethod is { } cancelMethod)
                Notify(cancelMethod, CancelJson.Default.CancelParams, new CancelParams(id));
            throw;
        }

        using (answer)
        {
            if (answer.Problem is { } problem)
                throw new RpcException(problem) { FromClient = true };
            if (answer.IsError)
                throw new RpcException(answer.ReadError()) { FromClient = true };
            if (!answer.TryReadResult(@out, out var result, out var why))
                throw new RpcException(RpcErrorCodes.ParseError, $"The client's answer to {method} cannot be read at {why}") { FromClient = true };
            return result;
        }
    }

    private sealed record Arrival(IncomingMessage? Message = null, Func<TState, TState>? Change = null, RpcExit? End = null);

    private void End(int code, string reason)
    {
        var exit = new RpcExit(code, reason);
        if (Interlocked.CompareExchange(ref _exit, exit, null) is null)
            _arrivals.Writer.TryWrite(new Arrival(End: exit));
    }

    private static async Task<bool> EndsWithin(Task task, CancellationToken limit)
    {
        try
        {
            await task.WaitAsync(limit);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Log(RpcLogLevel level, string message, Exception? exception = null, string? incident = null) =>
        _options.Log(new RpcLogEntry(level, message, exception, incident));
}
