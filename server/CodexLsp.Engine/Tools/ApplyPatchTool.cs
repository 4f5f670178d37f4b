using System.Globalization;
using System.Text;
using CodexLsp.Engine.Edits;

namespace CodexLsp.Engine.Tools;

/// <summary><c>apply_patch</c>: changes files of the turn; nothing is written to disk.</summary>
internal sealed class ApplyPatchTool(TurnFiles files) : Tool(
    "apply_patch",
    """
    Changes files: all of the patch or nothing. Every tool sees the result at once; the user's files change only when they accept it.
    *** Begin Patch
    *** Update File: path/from/workspace/folder.cs
    @@ enclosing type or member, as the line stands in the file
     an unchanged line
    -a line to remove
    +a line to add
    *** Add File: path (all lines with +)
    *** Delete File: path
    *** End Patch
    "*** Move to: path" after an Update File line renames. Give about three unchanged lines around each change.
    """,
    """
    {
      "type": "object",
      "properties": { "patch": { "type": "string", "description": "From *** Begin Patch to *** End Patch." } },
      "required": ["patch"],
      "additionalProperties": false
    }
    """)
{
    internal sealed record Arguments(string Patch);

    /// <inheritdoc/>
    protected override async Task<ToolResult> RunAsync(ToolInvocation call, CancellationToken cancellationToken)
    {
        var arguments = ToolJson.Read(call.Arguments, ToolJson.Default.ApplyPatch);
        if (EditFormats.Parse(arguments.Patch, target: null) is not EditParse.Parsed parsed)
        {
            return ToolResult.Failed("The patch cannot be read. It has to begin with '*** Begin Patch' and end with '*** End Patch', as the tool's description shows.");
        }

        switch (EditResolver.Resolve(parsed.Script, files.Tree.View, files.Writes, files.Folder))
        {
            case Resolution.Unplaced unplaced:
                return ToolResult.Failed(unplaced.Failure);
            case Resolution.Placed { Changes.IsEmpty: true }:
                return new ToolResult("The patch changes nothing: the files are like that already.");
            case Resolution.Placed placed:
                await files.ChangeAsync(placed.Changes);
                return new ToolResult(Summary(placed));
            default:
                throw new InvalidOperationException("An unknown resolution.");
        }
    }

    private string Summary(Resolution.Placed placed)
    {
        var summary = new StringBuilder("Done.");
        foreach (var file in placed.Changes.Files)
        {
            var (added, removed) = (file.Hunks.Sum(h => Lines(h.NewText)), file.Hunks.Sum(h => Lines(h.OldText)));
            var what = file.Kind switch
            {
                FileChangeKind.Create => "created",
                FileChangeKind.Delete => "deleted",
                FileChangeKind.Rename => $"moved to {files.Name(file.FinalPath)}",
                _ => "changed",
            };
            summary.Append(CultureInfo.InvariantCulture, $"\n{files.Name(file.Path)}: {what}, +{added} -{removed} lines");
        }

        foreach (var guarded in placed.Protected)
        {
            summary.Append(CultureInfo.InvariantCulture, $"\n{files.Name(guarded.Path)} is protected ({guarded.Pattern}): the user has to accept it by name.");
        }

        return summary.ToString();
    }

    private static int Lines(string text) => text.Length == 0 ? 0 : text.Count(c => c == '\n') + (text.EndsWith('\n') ? 0 : 1);
}
