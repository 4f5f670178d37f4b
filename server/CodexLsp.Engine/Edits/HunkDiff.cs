using System.Collections.Immutable;
using DiffPlex;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Edits;

/// <summary>The smallest hunks of whole lines that make one text of another.</summary>
public static class HunkDiff
{
    // The diff takes time in proportion to lines times differences; beyond this it would be felt, and nobody reviews it by hunk.
    private const long Budget = 100_000_000;

    /// <summary>
    /// Compares two texts line by line. A hunk that <paramref name="known"/> has already, to the letter, stays itself; a new one
    /// takes the loosest match of those it overlaps.
    /// </summary>
    public static ImmutableArray<Hunk> Between(SourceText before, SourceText after, ImmutableArray<Hunk> known)
    {
        var (old, @new) = (before.ToString(), after.ToString());
        var (oldLines, newLines) = (new TextLines(old), new TextLines(@new));
        var hunks = ImmutableArray.CreateBuilder<Hunk>();
        foreach (var (oldStart, oldCount, newStart, newCount) in Blocks(old, @new, oldLines, newLines))
        {
            var span = TextSpan.FromBounds(oldLines.Start(oldStart), oldLines.Start(oldStart + oldCount));
            var newText = @new[newLines.Start(newStart)..newLines.Start(newStart + newCount)];
            var same = known.FirstOrDefault(h => h.Span == span && h.NewText == newText);
            var overlapping = known.Where(h => h.Span.IntersectsWith(span)).Select(h => h.Match).DefaultIfEmpty(MatchLevel.Exact).Max();
            hunks.Add(same ?? new Hunk(NewId(), span, before.ToString(span), newText, overlapping));
        }

        return hunks.ToImmutable();
    }

    /// <summary>A fresh hunk id.</summary>
    internal static string NewId() => Guid.CreateVersion7().ToString();

    /// <summary>The lines that differ: where in the one, how many, where in the other, how many.</summary>
    internal static IEnumerable<(int OldStart, int OldCount, int NewStart, int NewCount)> Blocks(
        string old, string @new, TextLines oldLines, TextLines newLines)
    {
        if (old == @new)
        {
            return [];
        }

        if (TooFarApart(old, @new))
        {
            return [(0, oldLines.Count, 0, newLines.Count)];
        }

        return new Differ().CreateCustomDiffs(old, @new, false, LinesWithEnds).DiffBlocks
            .Select(b => (b.DeleteStartA, b.DeleteCountA, b.InsertStartB, b.InsertCountB));
    }

    private static bool TooFarApart(string old, string @new)
    {
        var (oldLines, newLines) = (LinesWithEnds(old), LinesWithEnds(@new));
        var total = (long)oldLines.Length + newLines.Length;
        if (total * total <= Budget)
        {
            return false;
        }

        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in oldLines)
        {
            counts[line] = counts.GetValueOrDefault(line) + 1;
        }

        foreach (var line in newLines)
        {
            counts[line] = counts.GetValueOrDefault(line) - 1;
        }

        return counts.Values.Sum(c => (long)Math.Abs(c)) * total > Budget;
    }

    private static string[] LinesWithEnds(string text)
    {
        var lines = new TextLines(text);
        return [.. Enumerable.Range(0, lines.Count).Select(i => text[lines.Start(i)..lines.Start(i + 1)])];
    }
}
