using System.Collections.Immutable;

namespace CodexLsp.Engine.Edits;

/// <summary>
/// A text cut into lines the way editors and models count them: at <c>\n</c>, <c>\r\n</c> and <c>\r</c>, and nowhere else, each
/// line with its own end. What follows the last line end is a line only if it is not empty.
/// </summary>
internal sealed class TextLines
{
    private readonly string _text;
    private readonly ImmutableArray<(int Start, int Length, int EndLength)> _lines;

    public TextLines(string text)
    {
        _text = text;
        var lines = ImmutableArray.CreateBuilder<(int, int, int)>();
        var start = 0;
        while (start < text.Length)
        {
            var length = text.AsSpan(start).IndexOfAny('\r', '\n');
            if (length < 0)
            {
                lines.Add((start, text.Length - start, 0));
                break;
            }

            var end = start + length;
            var endLength = text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? 2 : 1;
            lines.Add((start, length, endLength));
            start = end + endLength;
        }

        _lines = lines.ToImmutable();
    }

    /// <summary>How many lines there are; 0 only for the empty text.</summary>
    public int Count => _lines.Length;

    /// <summary>Whether the last line has a line end. The empty text counts as if it had one.</summary>
    public bool EndsWithLineEnd => Count == 0 || _lines[^1].EndLength > 0;

    /// <summary>The line, without its end.</summary>
    public string this[int index] => _text.Substring(_lines[index].Start, _lines[index].Length);

    /// <summary>The lines of a text, without their ends.</summary>
    public static string[] Split(string text)
    {
        var lines = new TextLines(text);
        return [.. Enumerable.Range(0, lines.Count).Select(i => lines[i])];
    }

    /// <summary>Where the line starts; for the line after the last, the end of the text.</summary>
    public int Start(int index) => index < Count ? _lines[index].Start : _text.Length;

    /// <summary>The line that holds the position; the last one for the end of the text.</summary>
    public int LineOf(int position)
    {
        int low = 0, high = Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _lines[middle].Start <= position ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>The end of the line: empty for a last line without one.</summary>
    public string End(int index) => _text.Substring(_lines[index].Start + _lines[index].Length, _lines[index].EndLength);

    /// <summary>The end a new line at this place should have: its neighbours', the one before first.</summary>
    public string EndNear(int index)
    {
        for (var distance = 0; distance <= Count; distance++)
        {
            foreach (var i in (ReadOnlySpan<int>)[index - distance, index + distance])
            {
                if (i >= 0 && i < Count && _lines[i].EndLength > 0)
                {
                    return End(i);
                }
            }
        }

        return "\n";
    }
}
