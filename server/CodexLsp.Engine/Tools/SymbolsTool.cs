using System.Collections.Immutable;

namespace CodexLsp.Engine.Tools;

/// <summary><c>symbols</c>: declarations by name, or all of a file.</summary>
internal sealed class SymbolsTool(TurnFiles files, ImmutableArray<ISymbolSource> sources) : Tool(
    "symbols",
    "Finds declarations by name or part of it (Type.Member for a member), or gives the outline of a file. Cheaper and more exact than reading whole files.",
    """
    {
      "type": "object",
      "properties": {
        "query": { "type": "string", "description": "A name, a part of one, or Type.Member." },
        "path": { "type": "string", "description": "A file, for its outline." }
      },
      "additionalProperties": false
    }
    """)
{
    private const int Most = 40;

    internal sealed record Arguments(string? Query = null, string? Path = null);

    /// <inheritdoc/>
    protected override async Task<ToolResult> RunAsync(ToolInvocation call, CancellationToken cancellationToken)
    {
        var arguments = ToolJson.Read(call.Arguments, ToolJson.Default.Symbols);
        if (arguments.Path is { Length: > 0 } written)
        {
            var (path, objection) = files.Find(written);
            if (objection is not null)
            {
                return ToolResult.Failed(objection);
            }

            var outline = sources.For(path) is { } source ? await source.OutlineAsync(files.Tree, path, cancellationToken) : [];
            var asked = outline.Where(p => arguments.Query is not { Length: > 0 } query || p.Name.Contains(query, StringComparison.OrdinalIgnoreCase));
            return Answer(asked, $"Nothing is known to be declared in '{written}'; read_file shows it.");
        }

        if (string.IsNullOrWhiteSpace(arguments.Query))
        {
            return ToolResult.Failed("Give a query, or the path of a file for its outline.");
        }

        var found = new List<SymbolPlace>();
        foreach (var source in sources)
        {
            found.AddRange(await source.FindAsync(files.Tree, arguments.Query, Most, cancellationToken));
        }

        return Answer(found.Take(Most), $"No declaration has '{arguments.Query}' in its name; search looks into the text.");
    }

    private ToolResult Answer(IEnumerable<SymbolPlace> places, string nothing) =>
        new(SymbolLines.Of(files, places) is { Length: > 0 } lines ? lines : nothing);
}
