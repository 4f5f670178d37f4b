using System.Text.Json;

namespace CodexLsp.Rpc;

/// <summary>A line of the table: what the loop does with a message of that name, its types closed over.</summary>
internal abstract record RpcMethod(Lane Lane, string Name)
{
    /// <summary>What is read.</summary>
    public required Type Params { get; init; }

    /// <summary>What is answered; null for a notification.</summary>
    public Type? Result { get; init; }
}

/// <summary>A notification that changes the state. <c>Problem</c> says why the parameters could not be read.</summary>
internal sealed record MutateMethod<TState>(
    string Name,
    Func<TState, IncomingMessage, (TState State, string? Problem)> Apply,
    Func<TState, JsonElement, string, TState>? Unreadable)
    : RpcMethod(Lane.Mutate, Name);

/// <summary>A request run on the thread pool. It gives the whole answer, whether that is a result or bad parameters.</summary>
internal sealed record HandlerMethod<TState>(
    Lane Lane,
    string Name,
    Func<TState, IncomingMessage, RequestId, CancellationToken, Task<OutgoingMessage>> Invoke)
    : RpcMethod(Lane, Name);

/// <summary>A request handled in the loop.</summary>
internal sealed record ControlRequest<TState>(
    string Name,
    Func<TState, IncomingMessage, RequestId, RpcConnection<TState>, (TState State, OutgoingMessage Answer)> Invoke)
    : RpcMethod(Lane.Control, Name)
    where TState : class;

/// <summary>A notification handled in the loop.</summary>
internal sealed record ControlNotification<TState>(
    string Name,
    Func<TState, IncomingMessage, RpcConnection<TState>, (TState State, string? Problem)> Invoke)
    : RpcMethod(Lane.Control, Name)
    where TState : class;
