namespace CodexLsp.Rpc;

internal static class Placeholder;
