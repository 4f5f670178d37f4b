using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Edits;

/// <summary>Makes of a placed change the script that asks for it, each hunk with as much context as its place needs to be the only one.</summary>
internal static class PatchWriter
{
    public static EditScript ScriptOf(ChangeSet changes, AbsolutePath folder) => new([.. changes.Files.Select(f => EditOf(f, folder))]);

    private static FileEdit EditOf(FileChange change, AbsolutePath folder)
    {
        var path = change.Path.RelativeTo(folder);
        if (change.Before is null)
        {
            return new FileEdit.Create(path, change.After!.ToString());
        }

        if (change.After is null)
        {
            return new FileEdit.Delete(path);
        }

        var lines = new TextLines(change.Before.ToString());
        var matcher = new LineMatcher(lines);
        var endsWithLineEnd = new TextLines(change.After.ToString()).EndsWithLineEnd;
        var last = endsWithLineEnd == lines.EndsWithLineEnd ? null : change.Hunks[^1];
        return new FileEdit.Update(
            path,
            change.NewPath?.RelativeTo(folder),
            [.. change.Hunks.Select(h => HunkOf(h, lines, matcher, h == last ? endsWithLineEnd : null))]);
    }

    private static EditHunk HunkOf(Hunk hunk, TextLines lines, LineMatcher matcher, bool? finalNewline)
    {
        var start = hunk.Span.Start == lines.Start(lines.Count) ? lines.Count : lines.LineOf(hunk.Span.Start);
        var removed = TextLines.Split(hunk.OldText);
        var end = start + removed.Length;
        var (from, to) = (start, end);
        for (var context = 1; from == to || matcher.Find(matcher.At(from, to - from), MatchLevel.Exact).Count > 1; context *= 2)
        {
            if (from == 0 && to == lines.Count)
            {
                break;
            }

            (from, to) = (Math.Max(0, start - context), Math.Min(lines.Count, end + context));
        }

        IEnumerable<EditLine> Kept(int first, int after) => matcher.At(first, after - first).Select(l => new EditLine(EditLineKind.Context, l));
        return new EditHunk(
            [],
            [
                .. Kept(from, start),
                .. removed.Select(l => new EditLine(EditLineKind.Removed, l)),
                .. TextLines.Split(hunk.NewText).Select(l => new EditLine(EditLineKind.Added, l)),
                .. Kept(end, to),
            ],
            finalNewline is not null,
            null,
            finalNewline);
    }
}
