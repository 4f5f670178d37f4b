namespace CodexLsp.Engine.Edits;

/// <summary>The answer to an inline edit: the new lines of the selection and nothing else, though a fence and prose around it happen.</summary>
public static class SelectionRewrite
{
    /// <summary>Reads the new lines as the replacement of <paramref name="target"/>.</summary>
    public static EditParse Parse(string text, EditTarget target)
    {
        var stream = new SelectionRewriteStream(target);
        stream.Append(text);
        return stream.Complete();
    }

    /// <summary>The replacement as it goes into the file: its line ends, its indentation, no copied line numbers.</summary>
    internal static string Fit(string[] lines, EditTarget target)
    {
        var whole = new TextLines(target.Text.ToString());
        var old = TextLines.Split(target.Text.ToString(target.Span));
        if (NumberedLines.Strip(old) is null && NumberedLines.Strip(lines) is { } unnumbered)
        {
            lines = unnumbered;
        }

        // A model that saw the lines alone often answers from the margin; the whole answer then moves to where the old lines were.
        var indent = Indentation.Common(old);
        if (indent.Length > 0 && Indentation.Common(lines).Length == 0 && FirstFilled(lines) is { } first && first == first.TrimStart())
        {
            lines = [.. lines.Select(l => l.Trim().Length == 0 ? l : indent + l)];
        }

        if (lines.Length == 0)
        {
            return "";
        }

        var end = whole.EndNear(whole.LineOf(target.Span.Start));
        var endsOpen = target.Span.End == target.Text.Length && !whole.EndsWithLineEnd;
        return string.Join(end, lines) + (endsOpen || (target.Span.IsEmpty && whole.Count == 0) ? "" : end);
    }

    private static string? FirstFilled(string[] lines) => lines.FirstOrDefault(l => l.Trim().Length > 0);
}
