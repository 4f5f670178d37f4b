using System.Text.Json;

namespace CodexLsp.Rpc;

/// <summary>
/// A deliberate error answer. Thrown by a handler it is sent to the client; thrown by <c>RequestAsync</c> it is the client's own
/// answer to a question of ours (<see cref="FromClient"/>), and a handler that lets such a one escape has a bug: it is not sent back.
/// </summary>
public sealed class RpcException(int code, string message, JsonElement? data = null) : Exception(message)
{
    internal RpcException(RpcError error)
        : this(error.Code, error.Message, error.Data)
    {
    }

    /// <summary>What goes on the wire.</summary>
    public RpcError Error { get; } = new(code, message, data);

    /// <summary>True when the client answered our request with this error, or with something that cannot be read.</summary>
    public bool FromClient { get; internal init; }
}
