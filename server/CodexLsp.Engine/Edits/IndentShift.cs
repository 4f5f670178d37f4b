namespace CodexLsp.Engine.Edits;

/// <summary>
/// How far a patch's lines stand from the file's, as one shift of all of them, and whether the file indents with tabs.
/// </summary>
internal sealed record IndentShift(int Columns, int TabWidth, bool Tabs)
{
    private static readonly int[] TabWidths = [4, 2, 8, 3];

    /// <summary>The one shift from <paramref name="wanted"/> to <paramref name="file"/>; null when the lines shifted differently.</summary>
    public static IndentShift? Between(IReadOnlyList<string> file, IReadOnlyList<string> wanted)
    {
        foreach (var width in TabWidths)
        {
            int? shift = null;
            var uniform = true;
            for (var i = 0; i < file.Count && uniform; i++)
            {
                if (file[i].Trim().Length > 0)
                {
                    var difference = ColumnsOf(file[i], width) - ColumnsOf(wanted[i], width);
                    uniform = shift is null || shift == difference;
                    shift ??= difference;
                }
            }

            if (uniform && shift is not null)
            {
                return new IndentShift(shift.Value, width, file.Any(l => Indentation.Of(l).Contains('\t', StringComparison.Ordinal)));
            }
        }

        return null;
    }

    /// <summary>The line moved by the shift, indented as the file is.</summary>
    public string Apply(string line)
    {
        if (line.Trim().Length == 0)
        {
            return line;
        }

        var columns = Math.Max(0, ColumnsOf(line, TabWidth) + Columns);
        var indent = Tabs ? new string('\t', columns / TabWidth) + new string(' ', columns % TabWidth) : new string(' ', columns);
        return indent + line[Indentation.Of(line).Length..];
    }

    private static int ColumnsOf(string line, int tabWidth)
    {
        var columns = 0;
        foreach (var character in Indentation.Of(line))
        {
            columns += character == '\t' ? tabWidth - (columns % tabWidth) : 1;
        }

        return columns;
    }
}
