using CodexLsp.Engine.FileGraph;

namespace CodexLsp.Engine.Tools;

/// <summary><c>list_files</c>: what git would list.</summary>
internal sealed class ListFilesTool(TurnFiles files, WorkspaceFiles workspace) : Tool(
    "list_files",
    "Lists the files of the workspace, or of a folder in it; ignored files are left out.",
    """
    {
      "type": "object",
      "properties": {
        "path": { "type": "string", "description": "A folder relative to the workspace folder; the workspace folder if absent." },
        "glob": { "type": "string", "description": "Such as *.cs or src/**/*.ts." }
      },
      "additionalProperties": false
    }
    """)
{
    private const int Most = 400;

    internal sealed record Arguments(string? Path = null, string? Glob = null);

    /// <inheritdoc/>
    protected override Task<ToolResult> RunAsync(ToolInvocation call, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var arguments = ToolJson.Read(call.Arguments, ToolJson.Default.ListFiles);
            var (folder, objection) = files.Find(arguments.Path);
            if (objection is not null)
            {
                return ToolResult.Failed(objection);
            }

            var found = workspace.List(files.Tree, folder, arguments.Glob, Most + 1, cancellationToken);
            var lines = found.Take(Most).Select(files.Name);
            return new ToolResult(found.Count == 0 ? "There are no such files."
                : string.Join('\n', lines) + (found.Count > Most ? $"\n… more than {Most}; narrow it with path or glob." : ""));
        },
        cancellationToken);
}
