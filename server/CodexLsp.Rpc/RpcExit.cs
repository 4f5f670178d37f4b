namespace CodexLsp.Rpc;

/// <summary>How a connection ended: the process's exit code and, for the log, why.</summary>
public sealed record RpcExit(int Code, string Reason);
