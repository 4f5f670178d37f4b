using System.Collections.Immutable;
using CodexLsp.Engine.Edits;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Verification;

/// <summary>
/// Follows positions of a text through a change of it. What lies in unchanged text has exactly one place afterwards; what a
/// change touches has none.
/// </summary>
internal sealed class TextAnchors
{
    private readonly ImmutableArray<TextChange> _changes;

    private TextAnchors(ImmutableArray<TextChange> changes) => _changes = changes;

    /// <summary>The anchors of a text that does not change.</summary>
    public static TextAnchors Unchanged { get; } = new([]);

    /// <summary>
    /// The anchors of one file's change: by its hunks, or, where they do not make up the whole change, by the one span between
    /// the common beginning and the common end.
    /// </summary>
    public static TextAnchors Of(FileChange change)
    {
        if (change.Before is not { } before || change.After is not { } after || before.ContentEquals(after))
        {
            return Unchanged;
        }

        var hunks = change.Hunks.Select(h => h.Change).ToImmutableArray();
        return new TextAnchors(MakesUp(before, hunks, after) ? hunks : [Middle(before, after)]);
    }

    /// <summary>Where <paramref name="before"/> is after the change; null when the change touches it.</summary>
    public TextSpan? Forward(TextSpan before)
    {
        var shift = 0;
        foreach (var change in _changes)
        {
            if (change.Span.Start >= before.End && !(change.Span.IsEmpty && before.IsEmpty && change.Span.Start == before.Start))
            {
                break;
            }

            if (change.Span.End > before.Start)
            {
                return null;
            }

            shift += change.NewText!.Length - change.Span.Length;
        }

        return new TextSpan(before.Start + shift, before.Length);
    }

    /// <summary>Where the position <paramref name="after"/> was before the change; null when the change wrote the text there.</summary>
    public int? Back(int after)
    {
        var shift = 0;
        foreach (var change in _changes)
        {
            var start = change.Span.Start + shift;
            if (after <= start)
            {
                break;
            }

            if (after < start + change.NewText!.Length)
            {
                return null;
            }

            shift += change.NewText.Length - change.Span.Length;
        }

        return after - shift;
    }

    /// <summary>Whether a change touches this span of the text before it.</summary>
    public bool Touches(TextSpan before) => _changes.Any(c => c.Span.IntersectsWith(before));

    /// <summary>Whether a change wrote, or borders on, this span of the text after it.</summary>
    public bool Wrote(TextSpan after)
    {
        var shift = 0;
        foreach (var change in _changes)
        {
            if (new TextSpan(change.Span.Start + shift, change.NewText!.Length).IntersectsWith(after))
            {
                return true;
            }

            shift += change.NewText.Length - change.Span.Length;
        }

        return false;
    }

    private static bool MakesUp(SourceText before, ImmutableArray<TextChange> changes, SourceText after)
    {
        var end = 0;
        foreach (var change in changes)
        {
            if (change.Span.Start < end || change.Span.End > before.Length)
            {
                return false;
            }

            end = change.Span.End;
        }

        return before.WithChanges(changes).ContentEquals(after);
    }

    private static TextChange Middle(SourceText before, SourceText after)
    {
        var shorter = Math.Min(before.Length, after.Length);
        var start = 0;
        while (start < shorter && before[start] == after[start])
        {
            start++;
        }

        var tail = 0;
        while (tail < shorter - start && before[before.Length - 1 - tail] == after[after.Length - 1 - tail])
        {
            tail++;
        }

        return new TextChange(
            TextSpan.FromBounds(start, before.Length - tail), after.ToString(TextSpan.FromBounds(start, after.Length - tail)));
    }
}
