using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Edits;

/// <summary>Makes the new text of one file from all that is asked of it.</summary>
internal static class TextPlacement
{
    /// <summary>
    /// The text with every edit made, and where each hunk was placed. Lines the hunks keep stay the file's own; new lines get
    /// their neighbours' line ends; the last line keeps or lacks its line end as before unless a hunk asks otherwise.
    /// </summary>
    public static (SourceText? Text, ImmutableArray<(TextSpan Span, MatchLevel Level)> Places, Failure? Failure) Place(
        SourceText before, string name, List<FileEdit> edits)
    {
        var text = before.ToString();
        var lines = new TextLines(text);
        var placer = new HunkPlacer(lines, name);
        var changes = new List<TextChange>();
        var places = ImmutableArray.CreateBuilder<(TextSpan, MatchLevel)>();
        var hunks = edits.OfType<FileEdit.Update>().SelectMany(u => u.Hunks).ToArray();
        foreach (var hunk in hunks)
        {
            var (place, failure) = placer.Place(hunk);
            if (place is null)
            {
                return (null, [], failure);
            }

            places.Add((TextSpan.FromBounds(lines.Start(place.Start), lines.Start(place.Start + place.Count)), place.Level));
            changes.AddRange(Changes(place, lines));
        }

        foreach (var replace in edits.OfType<FileEdit.Replace>())
        {
            if (replace.Span.End > before.Length)
            {
                return (null, [], new Failure("edit.place", $"'{name}' is shorter than the place to change.", "Ask again on the file as it is now."));
            }

            changes.Add(new TextChange(replace.Span, replace.Text));
        }

        changes = [.. changes.OrderBy(c => c.Span.Start).ThenBy(c => c.Span.End)];
        for (var i = 1; i < changes.Count; i++)
        {
            var (first, second) = (changes[i - 1].Span, changes[i].Span);
            if (second.Start < first.End || first == second)
            {
                return (null, [], new Failure(
                    "edit.place", $"In '{name}', two hunks change the same place: line {lines.LineOf(second.Start) + 1}.", "Make one hunk of them."));
            }
        }

        var after = before.WithChanges(changes);
        return (hunks.Length == 0 ? after : WithFinalLineEnd(after, lines, hunks), places.ToImmutable(), null);
    }

    private static IEnumerable<TextChange> Changes(HunkPlace place, TextLines lines)
    {
        var old = Enumerable.Range(place.Start, place.Count).Select(i => lines[i]).ToArray();
        var oldInPatch = place.Hunk.Lines.Where(l => l.Kind != EditLineKind.Added).Select(l => l.Text).ToArray();
        var shift = place.Level == MatchLevel.Indent ? IndentShift.Between(old, oldInPatch) : null;

        // A line that goes and comes again untouched is the file's own, however loosely it matched.
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < old.Length; i++)
        {
            own.TryAdd(oldInPatch[i], old[i]);
        }

        var at = place.Start;
        for (var i = 0; i < place.Hunk.Lines.Length;)
        {
            if (place.Hunk.Lines[i].Kind == EditLineKind.Context)
            {
                (at, i) = (at + 1, i + 1);
                continue;
            }

            var start = at;
            var added = new List<string>();
            for (; i < place.Hunk.Lines.Length && place.Hunk.Lines[i].Kind != EditLineKind.Context; i++)
            {
                var (kind, text) = place.Hunk.Lines[i];
                if (kind == EditLineKind.Removed)
                {
                    at++;
                }
                else
                {
                    added.Add(own.GetValueOrDefault(text) ?? shift?.Apply(text) ?? text);
                }
            }

            yield return Change(lines, start, at, added);
        }
    }

    private static TextChange Change(TextLines lines, int start, int end, List<string> added)
    {
        var span = TextSpan.FromBounds(lines.Start(start), lines.Start(end));
        if (start == lines.Count && !lines.EndsWithLineEnd && added.Count > 0)
        {
            var lineEnd = lines.EndNear(lines.Count - 1);
            return new TextChange(span, lineEnd + string.Join(lineEnd, added) + lineEnd);
        }

        var text = added.Select((line, i) =>
        {
            var own = start + i < end ? lines.End(start + i) : "";
            return line + (own.Length > 0 ? own : lines.EndNear(start + i < end ? start + i : Math.Max(0, Math.Max(start, end) - 1)));
        });
        return new TextChange(span, string.Concat(text));
    }

    private static SourceText WithFinalLineEnd(SourceText after, TextLines before, EditHunk[] hunks)
    {
        var text = after.ToString();
        var wanted = hunks.Select(h => h.FinalNewline).LastOrDefault(f => f is not null) ?? before.EndsWithLineEnd;
        var lines = new TextLines(text);
        if (lines.Count == 0 || wanted == lines.EndsWithLineEnd)
        {
            return after;
        }

        var last = lines.End(lines.Count - 1);
        return wanted
            ? after.WithChanges(new TextChange(new TextSpan(text.Length, 0), lines.EndNear(lines.Count - 1)))
            : after.WithChanges(new TextChange(new TextSpan(text.Length - last.Length, last.Length), ""));
    }
}
