using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Documents;

/// <summary>Line positions from outside, which may lie past the end of a line or of the text.</summary>
public static class LinePositions
{
    /// <summary>The span of a range, clamped to the text as the Language Server Protocol says.</summary>
    public static TextSpan Clamped(this TextLineCollection lines, LinePositionSpan range)
    {
        var start = Offset(lines, range.Start);
        return TextSpan.FromBounds(start, Math.Max(start, Offset(lines, range.End)));
    }

    private static int Offset(TextLineCollection lines, LinePosition position)
    {
        if (position.Line >= lines.Count)
        {
            return lines[^1].End;
        }

        var line = lines[position.Line];
        return Math.Min(line.Start + position.Character, line.End);
    }
}
