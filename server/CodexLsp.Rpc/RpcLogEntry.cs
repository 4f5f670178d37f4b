namespace CodexLsp.Rpc;

/// <summary>How much a <see cref="RpcLogEntry"/> matters.</summary>
public enum RpcLogLevel
{
    /// <summary>Expected, of interest only when looking for a fault.</summary>
    Debug,

    /// <summary>The client did something wrong or unexpected; the connection lives.</summary>
    Warning,

    /// <summary>A bug of ours, or the end of the connection.</summary>
    Error,
}

/// <summary>
/// A line for the log. The text never holds parameters or results; <see cref="Exception"/> may, as exceptions do.
/// <see cref="Incident"/> is the id a client was given in place of the detail.
/// </summary>
public sealed record RpcLogEntry(RpcLogLevel Level, string Message, Exception? Exception = null, string? Incident = null);
