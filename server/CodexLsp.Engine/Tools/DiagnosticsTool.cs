using System.Collections.Immutable;
using CodexLsp.Engine.Verification;

namespace CodexLsp.Engine.Tools;

/// <summary><c>diagnostics</c>: what the compiler says now.</summary>
internal sealed class DiagnosticsTool(TurnFiles files, ImmutableArray<ISymbolSource> sources) : Tool(
    "diagnostics",
    "Gives the compiler's errors and warnings of a file, or of everything, with your edits in.",
    """
    {
      "type": "object",
      "properties": { "path": { "type": "string", "description": "A file relative to the workspace folder; everything if absent." } },
      "additionalProperties": false
    }
    """)
{
    private const int Most = 30;

    internal sealed record Arguments(string? Path = null);

    /// <inheritdoc/>
    protected override async Task<ToolResult> RunAsync(ToolInvocation call, CancellationToken cancellationToken)
    {
        var arguments = ToolJson.Read(call.Arguments, ToolJson.Default.Diagnostics);
        var (path, objection) = files.Find(arguments.Path);
        if (objection is not null)
        {
            return ToolResult.Failed(objection);
        }

        var whole = string.IsNullOrWhiteSpace(arguments.Path);
        var findings = new List<Finding>();
        var asked = false;
        foreach (var source in whole ? sources : [.. sources.Where(s => s.Handles(path)).Take(1)])
        {
            if (await source.DiagnosticsAsync(files.Tree, whole ? null : path, cancellationToken) is { } said)
            {
                asked = true;
                findings.AddRange(said);
            }
        }

        return new ToolResult((asked, findings.Count) switch
        {
            (false, _) => "No compiler is at hand for that here.",
            (_, 0) => "The compiler says nothing.",
            _ => FindingLines.Of(findings, p => files.Tree.View.Read(p)?.Text, files.Name, Most),
        });
    }
}
