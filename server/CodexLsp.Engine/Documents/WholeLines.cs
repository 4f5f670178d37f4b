using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Documents;

/// <summary>Grows a selection to the lines it touches.</summary>
public static class WholeLines
{
    /// <summary>
    /// The span of every line the selection touches, with its line end. A selection that ends at the start of a line does not touch
    /// that line: that is how editors select lines whole.
    /// </summary>
    public static TextSpan Around(SourceText text, TextSpan selection)
    {
        var first = text.Lines.GetLineFromPosition(selection.Start);
        var last = text.Lines.GetLineFromPosition(selection.End);
        if (last.LineNumber > first.LineNumber && last.Start == selection.End)
        {
            last = text.Lines[last.LineNumber - 1];
        }

        return TextSpan.FromBounds(first.Start, last.EndIncludingLineBreak);
    }
}
