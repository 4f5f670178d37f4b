using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CodexLsp.Rpc;

/// <summary>
/// The methods of a server, a line each. It may be filled after the connection is made, so that handlers can hold the connection,
/// and is closed once the connection runs. Absent or null parameters are read as <c>{}</c>; a null result is answered as
/// <c>null</c>.
/// </summary>
/// <typeparam name="TState">The immutable snapshot that messages change and handlers read.</typeparam>
public sealed class MethodTable<TState>
    where TState : class
{
    private readonly Dictionary<string, RpcMethod> _methods = new(StringComparer.Ordinal);
    private bool _closed;

    /// <summary>Every registered method, in the order of registration, with what it reads and answers; a notification answers nothing.</summary>
    public IReadOnlyList<(Lane Lane, string Method, Type Params, Type? Result)> Methods =>
        [.. _methods.Values.Select(m => (m.Lane, m.Name, m.Params, m.Result))];

    /// <summary>The names of the registered methods, in the order of registration.</summary>
    public IReadOnlyCollection<string> Names => _methods.Keys;

    /// <summary>
    /// A notification that changes the state: pure, synchronous, in arrival order. An exception in it ends the connection, because
    /// then the state is unknown. <paramref name="unreadable"/> makes the state say that a change was lost: it is called with the
    /// parameters as they came and why they cannot be read. The element is undefined when there were none or the message was too
    /// long to be kept. Without it such a message is logged and dropped.
    /// </summary>
    public MethodTable<TState> Mutate<TParams>(
        string method,
        Func<JsonTypeInfo<TParams>> @in,
        Func<TState, TParams, TState> handler,
        Func<TState, JsonElement, string, TState>? unreadable = null) =>
        Add(new MutateMethod<TState>(
            method,
            (state, message) => message.TryReadParams(@in(), out var value, out var why) ? (handler(state, value), null) : (state, why),
            unreadable)
        {
            Params = typeof(TParams),
        });

    /// <summary>A request answered from the state at its admission, on the thread pool.</summary>
    public MethodTable<TState> Read<TParams, TResult>(
        string method,
        Func<JsonTypeInfo<TParams>> @in,
        Func<JsonTypeInfo<TResult>> @out,
        Func<TState, TParams, CancellationToken, Task<TResult>> handler) =>
        Add(Handler(Lane.Read, method, @in, @out, handler));

    /// <summary>As <see cref="Read"/>, for long and paid work.</summary>
    public MethodTable<TState> Turn<TParams, TResult>(
        string method,
        Func<JsonTypeInfo<TParams>> @in,
        Func<JsonTypeInfo<TResult>> @out,
        Func<TState, TParams, CancellationToken, Task<TResult>> handler) =>
        Add(Handler(Lane.Turn, method, @in, @out, handler));

    /// <summary>
    /// A request handled in the loop: it gives the new state and the result. It must not wait for anything. When it throws, the
    /// state stays and the error is answered.
    /// </summary>
    public MethodTable<TState> Control<TParams, TResult>(
        string method,
        Func<JsonTypeInfo<TParams>> @in,
        Func<JsonTypeInfo<TResult>> @out,
        Func<TState, TParams, RpcConnection<TState>, (TState State, TResult Result)> handler) =>
        Add(new ControlRequest<TState>(method, (state, message, id, connection) =>
        {
            if (!message.TryReadParams(@in(), out var value, out var why))
                return (state, BadParams(id, method, why));
            var (after, result) = handler(state, value, connection);
            return (after, OutgoingMessage.Result(id, method, @out(), result));
        })
        {
            Params = typeof(TParams),
            Result = typeof(TResult),
        });

    /// <summary>A notification handled in the loop: it gives the new state. It must not wait for anything.</summary>
    public MethodTable<TState> Control<TParams>(
        string method,
        Func<JsonTypeInfo<TParams>> @in,
        Func<TState, TParams, RpcConnection<TState>, TState> handler) =>
        Add(new ControlNotification<TState>(method, (state, message, connection) =>
            message.TryReadParams(@in(), out var value, out var why) ? (handler(state, value, connection), null) : (state, why))
        {
            Params = typeof(TParams),
        });

    internal RpcMethod? Find(string method) => _methods.GetValueOrDefault(method);

    internal void Close() => _closed = true;

    private static HandlerMethod<TState> Handler<TParams, TResult>(
        Lane lane,
        string method,
        Func<JsonTypeInfo<TParams>> @in,
        Func<JsonTypeInfo<TResult>> @out,
        Func<TState, TParams, CancellationToken, Task<TResult>> handler) =>
        new(lane, method, async (state, message, id, ct) =>
        {
            var isRead = message.TryReadParams(@in(), out var value, out var why);
            message.Dispose();
            return isRead
                ? OutgoingMessage.Result(id, method, @out(), await handler(state, value!, ct))
                : BadParams(id, method, why);
        })
        {
            Params = typeof(TParams),
            Result = typeof(TResult),
        };

    private static OutgoingMessage BadParams(RequestId id, string method, string why) =>
        OutgoingMessage.Error(id, method, new RpcError(RpcErrorCodes.InvalidParams, $"The parameters of {method} cannot be read at {why}"));

    private MethodTable<TState> Add(RpcMethod method)
    {
        if (_closed)
            throw new InvalidOperationException($"{method.Name} is registered after the connection started.");
        _methods.Add(method.Name, method);
        return this;
    }
}
