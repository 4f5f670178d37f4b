using System.Globalization;
using System.Text;

namespace CodexLsp.Engine.Tools;

/// <summary><c>read_file</c>: numbered lines of a file.</summary>
internal sealed class ReadFileTool(TurnFiles files) : Tool(
    "read_file",
    "Reads a text file of the workspace, your own edits included. Gives numbered lines; a long file is given in parts.",
    """
    {
      "type": "object",
      "properties": {
        "path": { "type": "string", "description": "Relative to the workspace folder." },
        "start_line": { "type": "integer", "minimum": 1, "description": "The first line; 1 if absent." },
        "end_line": { "type": "integer", "minimum": 1, "description": "The last line, inclusive." }
      },
      "required": ["path"],
      "additionalProperties": false
    }
    """)
{
    private const int MostLineCharacters = 2_000;

    internal sealed record Arguments(string Path, int? StartLine = null, int? EndLine = null);

    /// <inheritdoc/>
    protected override Task<ToolResult> RunAsync(ToolInvocation call, CancellationToken cancellationToken)
    {
        var arguments = ToolJson.Read(call.Arguments, ToolJson.Default.ReadFile);
        var (path, objection) = files.Find(arguments.Path);
        return Task.FromResult(objection is not null ? ToolResult.Failed(objection)
            : files.Tree.View.Read(path)?.Text is { } text ? Lines(text.Lines, arguments)
            : ToolResult.Failed($"There is no file '{arguments.Path}'. list_files and search say what there is."));
    }

    private static ToolResult Lines(Microsoft.CodeAnalysis.Text.TextLineCollection lines, Arguments arguments)
    {
        // A text that ends with a line end has a last line with nothing in it.
        var count = lines.Count > 1 && lines[^1].Span.IsEmpty ? lines.Count - 1 : lines.Count;
        var first = Math.Max(1, arguments.StartLine ?? 1);
        var last = Math.Min(count, arguments.EndLine ?? count);
        if (first > last)
        {
            return ToolResult.Failed($"The file has {count} lines; there are none from {first} to {last}.");
        }

        var shown = new StringBuilder();
        for (var number = first; number <= last; number++)
        {
            var line = lines[number - 1].ToString();
            line = line.Length <= MostLineCharacters ? line : line[..MostLineCharacters] + "… (line cut)";
            if (shown.Length + line.Length > ToolResult.MostCharacters - 200)
            {
                shown.Append(CultureInfo.InvariantCulture, $"… {count} lines in all; go on with start_line {number}.");
                return new ToolResult(shown.ToString());
            }

            shown.Append(CultureInfo.InvariantCulture, $"{number}\t{line}\n");
        }

        if (last < count)
        {
            shown.Append(CultureInfo.InvariantCulture, $"… {count} lines in all.");
        }

        return new ToolResult(shown.ToString());
    }
}
