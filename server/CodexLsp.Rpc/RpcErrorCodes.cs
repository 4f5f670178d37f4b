namespace CodexLsp.Rpc;

/// <summary>The error codes of JSON-RPC 2.0 and of LSP 3.18.</summary>
public static class RpcErrorCodes
{
    /// <summary>The message is not JSON.</summary>
    public const int ParseError = -32700;

    /// <summary>The message is JSON but not a request that can be taken now.</summary>
    public const int InvalidRequest = -32600;

    /// <summary>No such method.</summary>
    public const int MethodNotFound = -32601;

    /// <summary>The parameters do not have the method's shape.</summary>
    public const int InvalidParams = -32602;

    /// <summary>A bug in the server. The text is fixed; the log has the detail.</summary>
    public const int InternalError = -32603;

    /// <summary>A request came before the one that starts the session.</summary>
    public const int ServerNotInitialized = -32002;

    /// <summary>The request was right but failed for a reason the user can act on.</summary>
    public const int RequestFailed = -32803;

    /// <summary>The document changed under a cheap read; the client asks again.</summary>
    public const int ContentModified = -32801;

    /// <summary>The client cancelled the request, or the connection ended.</summary>
    public const int RequestCancelled = -32800;
}
