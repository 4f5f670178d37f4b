namespace CodexLsp.Rpc;

/// <summary>Which way a traced message went.</summary>
public enum RpcDirection
{
    /// <summary>From the client.</summary>
    In,

    /// <summary>To the client.</summary>
    Out,
}

/// <summary>
/// One message as it crossed the wire. <see cref="Method"/> is also set on answers, to the method they answer, so that a trace can
/// leave out the bodies that carry a secret. <see cref="Body"/> (UTF-8 JSON without its header; only the start of a message that
/// was too long) may be read during the call only.
/// </summary>
public readonly record struct RpcTraceEntry(RpcDirection Direction, string? Method, RequestId? Id, ReadOnlyMemory<byte> Body);
