namespace CodexLsp.Rpc;

/// <summary>Everything about a connection that is not a method.</summary>
public sealed record RpcOptions<TState>
    where TState : class
{
    /// <summary>
    /// Asked in the loop for each request and notification, by state, method and whether it is a request, known method or not.
    /// An error refuses it: a request is answered with it, a notification is dropped.
    /// </summary>
    public Func<TState, string, bool, RpcError?> Admit { get; init; } = static (_, _, _) => null;

    /// <summary>Called in the loop after each change of the state (before, after). It must be quick; an exception ends the connection.</summary>
    public Action<TState, TState>? OnStateChanged { get; init; }

    /// <summary>Takes log lines, from any thread.</summary>
    public Action<RpcLogEntry> Log { get; init; } = static _ => { };

    /// <summary>Sees every message in and out; in ones in the loop, out ones on the writer.</summary>
    public Action<RpcTraceEntry>? Trace { get; init; }

    /// <summary>
    /// The notification that tells the client we no longer want an answer, sent with <c>{ "id": … }</c> when the token of a request
    /// of ours is cancelled. Null: the client is not told.
    /// </summary>
    public string? CancelMethod { get; init; }

    /// <summary>A longer message is skipped and answered with an error.</summary>
    public int MaxMessageBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Messages nested deeper are answered as malformed.</summary>
    public int MaxJsonDepth { get; init; } = 128;

    /// <summary>The header of one message, all its lines.</summary>
    public int MaxHeaderBytes { get; init; } = 4 * 1024;

    /// <summary>How many bytes may be thrown away in search of the next header before the stream is given up.</summary>
    public int MaxLostBytes { get; init; } = 64 * 1024;

    /// <summary>A client that leaves more than this unread is taken for dead: the connection ends. Waiting deltas do not count.</summary>
    public long MaxQueuedBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>How long the end of the connection waits for cancelled handlers and for the last bytes out.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The clock of <see cref="DrainLimit"/>.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
