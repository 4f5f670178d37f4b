using CodexLsp.Engine.FileGraph;

namespace CodexLsp.Engine.Tools;

/// <summary><c>search</c>: lines that have a text in them.</summary>
internal sealed class SearchTool(TurnFiles files, WorkspaceFiles workspace) : Tool(
    "search",
    "Searches the workspace's files for a text, or a regular expression, line by line. For names of C# and other symbols, symbols and references are exact.",
    """
    {
      "type": "object",
      "properties": {
        "pattern": { "type": "string" },
        "regex": { "type": "boolean", "description": "Whether the pattern is a regular expression; false if absent." },
        "path": { "type": "string", "description": "A folder relative to the workspace folder." },
        "glob": { "type": "string", "description": "Such as *.cs." }
      },
      "required": ["pattern"],
      "additionalProperties": false
    }
    """)
{
    private const int Most = 150;

    internal sealed record Arguments(string Pattern, bool Regex = false, string? Path = null, string? Glob = null);

    /// <inheritdoc/>
    protected override Task<ToolResult> RunAsync(ToolInvocation call, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var arguments = ToolJson.Read(call.Arguments, ToolJson.Default.Search);
            var (folder, objection) = files.Find(arguments.Path);
            if (objection is not null)
            {
                return ToolResult.Failed(objection);
            }

            if (WorkspaceFiles.PatternProblem(arguments.Pattern, arguments.Regex) is { } problem)
            {
                return ToolResult.Failed($"The pattern cannot be searched for: {problem}");
            }

            var found = workspace
                .Search(files.Tree, folder, arguments.Pattern, arguments.Regex, arguments.Glob, int.MaxValue, cancellationToken)
                .Where(m => files.MayRead(m.Path))
                .Take(Most + 1)
                .ToList();
            var lines = found.Take(Most).Select(m => $"{files.Name(m.Path)}:{m.Line + 1}: {m.Text.Trim()}");
            return new ToolResult(found.Count == 0 ? "Nothing was found."
                : string.Join('\n', lines) + (found.Count > Most ? $"\n… more than {Most} lines; narrow it with path or glob." : ""));
        },
        cancellationToken);
}
