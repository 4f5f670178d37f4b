using System.Text.Json;

namespace CodexLsp.Rpc;

/// <summary>The error of an answer: a code of <see cref="RpcErrorCodes"/>, what happened, and what only the method knows more.</summary>
public sealed record RpcError(int Code, string Message, JsonElement? Data = null);
