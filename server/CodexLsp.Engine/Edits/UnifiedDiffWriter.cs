using System.Globalization;
using System.Text;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Edits;

/// <summary>Writes one file's change as <c>git diff</c> prints it.</summary>
internal static class UnifiedDiffWriter
{
    private const int Context = 3;

    public static void Write(StringBuilder diff, FileChange change, AbsolutePath root)
    {
        var (oldName, newName) = (change.Path.RelativeTo(root), change.FinalPath.RelativeTo(root));
        Line(diff, $"diff --git {Quote("a/" + oldName)} {Quote("b/" + newName)}");
        switch (change.Kind)
        {
            case FileChangeKind.Create:
                Line(diff, "new file mode 100644");
                break;
            case FileChangeKind.Delete:
                Line(diff, "deleted file mode 100644");
                break;
            case FileChangeKind.Rename:
                Line(diff, $"rename from {Quote(oldName)}");
                Line(diff, $"rename to {Quote(newName)}");
                break;
        }

        var (before, after) = (change.Before?.ToString() ?? "", change.After?.ToString() ?? "");
        if (before == after)
        {
            return;
        }

        Line(diff, $"--- {(change.Before is null ? "/dev/null" : Quote("a/" + oldName))}");
        Line(diff, $"+++ {(change.After is null ? "/dev/null" : Quote("b/" + newName))}");
        WriteHunks(diff, before, after);
    }

    private static void WriteHunks(StringBuilder diff, string before, string after)
    {
        var (old, @new) = (new TextLines(before), new TextLines(after));
        var blocks = HunkDiff.Blocks(before, after, old, @new).ToArray();
        for (var first = 0; first < blocks.Length;)
        {
            // Blocks whose context would touch are printed as one hunk.
            var last = first;
            while (last + 1 < blocks.Length && blocks[last + 1].OldStart - (blocks[last].OldStart + blocks[last].OldCount) <= 2 * Context)
            {
                last++;
            }

            var oldStart = Math.Max(0, blocks[first].OldStart - Context);
            var newStart = blocks[first].NewStart - (blocks[first].OldStart - oldStart);
            var oldEnd = Math.Min(old.Count, blocks[last].OldStart + blocks[last].OldCount + Context);
            var newEnd = blocks[last].NewStart + blocks[last].NewCount + (oldEnd - (blocks[last].OldStart + blocks[last].OldCount));
            Line(diff, $"@@ -{Range(oldStart, oldEnd)} +{Range(newStart, newEnd)} @@");
            var next = oldStart;
            foreach (var block in blocks[first..(last + 1)])
            {
                Lines(diff, ' ', old, next, block.OldStart);
                Lines(diff, '-', old, block.OldStart, block.OldStart + block.OldCount);
                Lines(diff, '+', @new, block.NewStart, block.NewStart + block.NewCount);
                next = block.OldStart + block.OldCount;
            }

            Lines(diff, ' ', old, next, oldEnd);
            first = last + 1;
        }
    }

    private static void Lines(StringBuilder diff, char prefix, TextLines lines, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            // A carriage return is part of the line in a diff; only the line feed ends it.
            var lineEnd = lines.End(i);
            diff.Append(prefix).Append(lines[i]).Append(lineEnd.TrimEnd('\n')).Append('\n');
            diff.Append(lineEnd.Length == 0 ? "\\ No newline at end of file\n" : "");
        }
    }

    private static string Range(int start, int end) => (end - start) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"{start},0"),
        1 => string.Create(CultureInfo.InvariantCulture, $"{start + 1}"),
        var count => string.Create(CultureInfo.InvariantCulture, $"{start + 1},{count}"),
    };

    private static void Line(StringBuilder diff, string line) => diff.Append(line).Append('\n');

    private static string Quote(string name) => name.Any(c => c is '"' or '\\' || c < ' ')
        ? '"' + string.Concat(name.Select(c => c is '"' or '\\' ? $"\\{c}" : c < ' ' ? "\\" + Convert.ToString(c, 8).PadLeft(3, '0') : c.ToString())) + '"'
        : name;
}
