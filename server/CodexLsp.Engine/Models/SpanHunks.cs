using System.Collections.Immutable;
using CodexLsp.Engine.Edits;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Models;

/// <summary>
/// Writes replacements at known positions as hunks of lines, with as much context as it takes for each to fit at one place only: an
/// envelope has no positions.
/// </summary>
internal static class SpanHunks
{
    private const int LeastContext = 3;

    /// <summary>The hunks that make of <paramref name="text"/> what the replacements make of it. They may not overlap.</summary>
    public static ImmutableArray<EditHunk> Of(SourceText text, IEnumerable<FileEdit.Replace> replacements)
    {
        var lines = TextLines.Split(text.ToString());
        var changes = replacements.OrderBy(r => r.Span.Start).Select(r => new TextChange(r.Span, r.Text)).ToArray();
        var windows = changes.Select(c => Window(lines, Touched(text, lines, c.Span))).ToList();
        for (var i = 1; i < windows.Count;)
        {
            // Windows that meet become one, which is looked at again: more lines are never less unique.
            if (windows[i].First <= windows[i - 1].End)
            {
                windows[i - 1] = (windows[i - 1].First, Math.Max(windows[i - 1].End, windows[i].End));
                windows.RemoveAt(i);
                i = Math.Max(1, i - 1);
            }
            else
            {
                i++;
            }
        }

        return [.. windows.Select(w => Hunk(text, lines, w, changes))];
    }

    private static (int First, int End) Touched(SourceText text, string[] lines, TextSpan span)
    {
        var first = text.Lines.GetLineFromPosition(span.Start).LineNumber;
        var last = text.Lines.GetLineFromPosition(span.End).LineNumber;
        return (Math.Min(first, Math.Max(0, lines.Length - 1)), Math.Min(last + 1, lines.Length));
    }

    private static (int First, int End) Window(string[] lines, (int First, int End) touched)
    {
        for (var context = LeastContext; ; context *= 2)
        {
            var window = (First: Math.Max(0, touched.First - context), End: Math.Min(lines.Length, touched.End + context));
            if (window is { First: 0 } && window.End == lines.Length || IsUnique(lines, window))
            {
                return window;
            }
        }
    }

    private static bool IsUnique(string[] lines, (int First, int End) window)
    {
        var wanted = lines.AsSpan(window.First, window.End - window.First);
        for (var start = 0; start + wanted.Length <= lines.Length; start++)
        {
            if (start != window.First && lines.AsSpan(start, wanted.Length).SequenceEqual(wanted))
            {
                return false;
            }
        }

        return true;
    }

    private static EditHunk Hunk(SourceText text, string[] lines, (int First, int End) window, TextChange[] changes)
    {
        var start = text.Lines[window.First].Start;
        var end = window.End < lines.Length ? text.Lines[window.End].Start : text.Length;
        var inside = changes.Where(c => c.Span.Start >= start && c.Span.End <= end && (c.Span.Start < end || end == text.Length))
            .Select(c => new TextChange(new TextSpan(c.Span.Start - start, c.Span.Length), c.NewText!));
        var before = lines[window.First..window.End];
        var after = TextLines.Split(text.GetSubText(TextSpan.FromBounds(start, end)).WithChanges(inside).ToString());
        var head = before.Zip(after).TakeWhile(p => p.First == p.Second).Count();
        var tail = before.Skip(head).Reverse().Zip(after.Skip(head).Reverse()).TakeWhile(p => p.First == p.Second).Count();
        return new EditHunk(
            [],
            [
                .. before[..head].Select(l => new EditLine(EditLineKind.Context, l)),
                .. before[head..^tail].Select(l => new EditLine(EditLineKind.Removed, l)),
                .. after[head..^tail].Select(l => new EditLine(EditLineKind.Added, l)),
                .. before[^tail..].Select(l => new EditLine(EditLineKind.Context, l)),
            ],
            AtEndOfFile: window.End == lines.Length);
    }
}
