using System.Collections.Immutable;

namespace CodexLsp.Engine.Tools;

/// <summary><c>definition</c>: where a name is declared.</summary>
internal sealed class DefinitionTool(TurnFiles files, ImmutableArray<ISymbolSource> sources) : Tool(
    "definition", "Says where the name that is used on a line is declared, with its signature.", NameAt.Schema)
{
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
            ? await source.DefinitionAsync(files.Tree, path, Math.Max(0, arguments.Line - 1), arguments.Name, cancellationToken)
            : [];
        return new ToolResult(SymbolLines.Of(files, found) is { Length: > 0 } lines ? lines
            : $"'{arguments.Name}' on that line is declared outside the workspace, or it is not known; search looks into the text.");
    }
}
