using System.Collections.Immutable;

namespace CodexLsp.Engine.Tools;

/// <summary><c>references</c>: where a name is used.</summary>
internal sealed class ReferencesTool(TurnFiles files, ImmutableArray<ISymbolSource> sources) : Tool(
    "references", "Says where what a name on a line means is used: callers of a method, uses of a type.", NameAt.Schema)
{
    private const int Most = 100;

    /// <inheritdoc/>
    protected override async Task<ToolResult> RunAsync(ToolInvocation call, CancellationToken cancellationToken)
    {
        var arguments = ToolJson.Read(call.Arguments, ToolJson.Default.NameAt);
        var (path, objection) = files.Find(arguments.Path);
        if (objection is not null)
        {
            return ToolResult.Failed(objection);
        }

        var found = sources.For(path) is { } source
            ? await source.ReferencesAsync(files.Tree, path, Math.Max(0, arguments.Line - 1), arguments.Name, Most + 1, cancellationToken)
            : [];
        return new ToolResult(SymbolLines.Of(files, found.Take(Most)) is { Length: > 0 } lines
            ? lines + (found.Length > Most ? $"\n… more than {Most} uses." : "")
            : $"No use of '{arguments.Name}' is known; search looks into the text.");
    }
}
