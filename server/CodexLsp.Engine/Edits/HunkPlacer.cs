using System.Collections.Immutable;

namespace CodexLsp.Engine.Edits;

/// <summary>Finds the one place of a hunk in a file, or says why there is none.</summary>
internal sealed class HunkPlacer(TextLines lines, string name)
{
    private static readonly MatchLevel[] Levels = [MatchLevel.Exact, MatchLevel.Whitespace, MatchLevel.Unicode, MatchLevel.Indent];
    private readonly LineMatcher _matcher = new(lines);

    /// <summary>Where the hunk goes. The hunk of the answer may have fewer lines: blank ones at its end, copied numbers.</summary>
    public (HunkPlace? Place, Failure? Failure) Place(EditHunk hunk)
    {
        var (regions, failure) = Narrow(hunk.Anchors);
        if (failure is not null)
        {
            return (null, failure);
        }

        if (OldLines(hunk).Length == 0)
        {
            return PlaceInsertion(hunk, regions);
        }

        foreach (var variant in Variants(hunk))
        {
            var old = OldLines(variant);
            foreach (var inside in regions.Length > 0 ? [true, false] : new[] { false })
            {
                foreach (var level in Levels)
                {
                    var places = _matcher.Find(old, level);
                    places = places.FindAll(p => Fits(p, old.Length, regions, inside) && (!variant.AtEndOfFile || p + old.Length == lines.Count));
                    if (places.Count > 0)
                    {
                        return (places.Count == 1 ? places[0] : Nearest(places, variant.LineHint)) is { } place
                            ? (new HunkPlace(variant, place, old.Length, level), null)
                            : (null, Ambiguous(places.Select(p => (p, old.Length))));
                    }
                }
            }
        }

        return (null, NotFound(OldLines(hunk), hunk.AtEndOfFile));
    }

    private static string[] OldLines(EditHunk hunk) => [.. hunk.Lines.Where(l => l.Kind != EditLineKind.Added).Select(l => l.Text)];

    private static IEnumerable<EditHunk> Variants(EditHunk hunk)
    {
        yield return hunk;

        // A last blank line often stands for the file's last line end, or sets off what follows.
        if (hunk.Lines.Length > 1 && hunk.Lines[^1] is { Kind: EditLineKind.Context } last && last.Text.Trim().Length == 0)
        {
            yield return hunk with { Lines = hunk.Lines[..^1] };
        }

        if (NumberedLines.Strip(OldLines(hunk)) is { } old)
        {
            var next = 0;
            yield return hunk with
            {
                Lines = [.. hunk.Lines.Select(l => l with { Text = l.Kind == EditLineKind.Added ? NumberedLines.StripOne(l.Text) : old[next++] })],
            };
        }
    }

    private static bool Fits(int place, int count, ImmutableArray<Region> regions, bool inside) =>
        regions.IsEmpty || regions.Any(r => place >= r.Anchor && (!inside || place + count <= r.End + 1));

    /// <summary>The place a unified diff's line number means, if one is clearly nearer than any other.</summary>
    private static int? Nearest(List<int> places, int? hint)
    {
        if (hint is null)
        {
            return null;
        }

        var byDistance = places.Select(p => (Place: p, Distance: Math.Abs((long)p - hint.Value))).OrderBy(p => p.Distance).Take(2).ToArray();
        return byDistance[0].Distance * 2 < byDistance[1].Distance ? byDistance[0].Place : null;
    }

    private (HunkPlace? Place, Failure? Failure) PlaceInsertion(EditHunk hunk, ImmutableArray<Region> regions)
    {
        if (regions.Length > 1)
        {
            return (null, Ambiguous(regions.Select(r => (r.Anchor, 1))));
        }

        if (hunk.LineHint is { } hint && regions.IsEmpty && !hunk.AtEndOfFile && hint != 0 && hint != lines.Count)
        {
            return (null, new Failure(
                "edit.place", $"In '{name}', the lines to insert near line {hint + 1} come without any line around them, so their place cannot be checked.",
                "Give lines of context around the new ones."));
        }

        var place = regions is [var only] && !hunk.AtEndOfFile ? only.Anchor + 1 : hunk is { LineHint: 0, AtEndOfFile: false } ? 0 : lines.Count;
        return (new HunkPlace(hunk, place, 0, MatchLevel.Exact), null);
    }

    /// <summary>The anchors' lines, each anchor searched within what the one before it heads; none when there are no anchors.</summary>
    private (ImmutableArray<Region> Regions, Failure? Failure) Narrow(ImmutableArray<string> anchors)
    {
        ImmutableArray<Region> regions = [];
        foreach (var anchor in anchors)
        {
            var hits = AnchorLines(anchor);
            var within = hits.FindAll(h => regions.IsEmpty || regions.Any(r => h > r.Anchor && h <= r.End));
            within = within.Count > 0 ? within : hits.FindAll(h => regions.Any(r => h > r.Anchor));
            if (within.Count == 0)
            {
                return ([], new Failure(
                    "edit.place", $"'{name}' has no line '@@ {anchor}'{(regions.IsEmpty ? "" : " below the one before it")}.",
                    "Use a line of the file as anchor, or lines of context instead."));
            }

            regions = [.. within.Select(h => new Region(h, BlockEnd(h)))];
        }

        return (regions, null);
    }

    private List<int> AnchorLines(string anchor)
    {
        var whole = _matcher.Find([anchor], MatchLevel.Exact);
        if (whole.Count > 0)
        {
            return whole;
        }

        var plain = LineMatcher.Normal(anchor, MatchLevel.Indent);
        var all = Enumerable.Range(0, lines.Count).Select(i => (Index: i, Text: LineMatcher.Normal(lines[i], MatchLevel.Indent))).ToArray();
        whole = [.. all.Where(l => l.Text == plain).Select(l => l.Index)];
        return whole.Count > 0 ? whole : [.. all.Where(l => HasWord(l.Text, plain)).Select(l => l.Index)];
    }

    private static bool HasWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || !IsWord(text[at - 1]) || !IsWord(word[0])) && (end == text.Length || !IsWord(text[end]) || !IsWord(word[^1])))
            {
                return true;
            }
        }

        return false;

        static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
    }

    /// <summary>The last line of what the line heads, by indentation.</summary>
    private int BlockEnd(int head)
    {
        var indent = Indentation.Of(lines[head]).Length;
        for (var i = head + 1; i < lines.Count; i++)
        {
            var text = lines[i].TrimStart();
            if (text.Length > 0 && lines[i].Length - text.Length <= indent && text[0] is not ('{' or '}' or '(' or ')' or '#'))
            {
                return i - 1;
            }
        }

        return lines.Count - 1;
    }

    private Failure Ambiguous(IEnumerable<(int Start, int Count)> places)
    {
        var named = places.Take(2).Select(p => p.Count == 1 ? $"line {p.Start + 1}" : $"lines {p.Start + 1}-{p.Start + p.Count}").ToArray();
        return new Failure(
            "edit.place", $"In '{name}', the hunk fits two places equally well: {named[0]} and {named[1]}.",
            "Give more lines of context, or an '@@' line with the enclosing declaration.");
    }

    private Failure NotFound(string[] old, bool atEnd)
    {
        var first = old.FirstOrDefault(l => l.Trim().Length > 0) ?? "";
        var near = NearestText(old);
        return new Failure(
            "edit.place",
            $"'{name}' has no lines that match the hunk starting with '{Shorten(first.Trim())}'{(atEnd ? " at its end" : "")}."
                + (near is null ? "" : $" The nearest text is {near}"),
            "Copy the lines to be replaced from the file as it is now, to the letter.");
    }

    /// <summary>Where most of the wanted lines stand, in the order of a first line that is there.</summary>
    private string? NearestText(string[] old)
    {
        var wanted = old.Select(l => LineMatcher.Normal(l, MatchLevel.Indent)).ToArray();
        var rare = wanted.ToHashSet(StringComparer.Ordinal);
        rare.RemoveWhere(l => l.Length < 3);
        var (best, bestAt, window) = (0, 0, Math.Max(1, old.Length));
        var present = Enumerable.Range(0, lines.Count).Select(i => rare.Contains(LineMatcher.Normal(lines[i], MatchLevel.Indent)) ? 1 : 0).ToArray();
        for (int i = 0, sum = 0; i < present.Length; i++)
        {
            sum += present[i] - (i >= window ? present[i - window] : 0);
            if (sum > best)
            {
                (best, bestAt) = (sum, Math.Max(0, i - window + 1));
            }
        }

        if (best == 0)
        {
            return null;
        }

        bestAt = Array.IndexOf(present, 1, bestAt);
        var count = Math.Min(window, lines.Count - bestAt);
        var shown = _matcher.At(bestAt, Math.Min(count, 12)).Select(l => Shorten(l));
        return $"lines {bestAt + 1}-{bestAt + count}:\n{string.Join('\n', shown)}";
    }

    private static string Shorten(string line) => line.Length <= 120 ? line : line[..120] + "…";

    /// <summary>What an anchor heads: its own line up to the last one of its block.</summary>
    private readonly record struct Region(int Anchor, int End);
}

/// <summary>A hunk with its place.</summary>
/// <param name="Hunk">The lines as they were matched.</param>
/// <param name="Start">The first line of the file it takes.</param>
/// <param name="Count">How many lines of the file it takes; 0 for an insertion.</param>
/// <param name="Level">How closely they match.</param>
internal sealed record HunkPlace(EditHunk Hunk, int Start, int Count, MatchLevel Level);
