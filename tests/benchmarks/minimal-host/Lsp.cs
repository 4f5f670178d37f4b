/// <summary>The messages of the minimal host.</summary>
internal static class Lsp
{
    internal sealed record Request(int Id, string Method, Params Params);

    internal sealed record Params(int? ProcessId, string? RootUri, Capabilities Capabilities);

    internal sealed record Response(string Jsonrpc, int Id, Result Result);

    internal sealed record Result(Capabilities Capabilities);

    internal sealed record Capabilities;
}
