using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Edits;

/// <summary>The change a selection rewrite makes while it is being written.</summary>
public static class GrowingRewrite
{
    /// <summary>
    /// The whole lines written so far as a change. Old lines the answer has not come to yet stay; null where it says no change so far,
    /// or is in another format, which is placed only when it is whole.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="version">The editor's version of the target's text.</param>
    /// <param name="target">The lines that are rewritten.</param>
    /// <param name="written">The new lines so far, without fences and prose.</param>
    /// <param name="last">The change a moment ago, whose hunks keep their ids.</param>
    public static FileChange? Of(AbsolutePath path, TextVersion? version, EditTarget target, string written, FileChange? last)
    {
        var lines = TextLines.Split(written[..(written.LastIndexOf('\n') + 1)]);
        if (lines.Length == 0 || lines.Any(l => PatchEnvelope.StartsEnvelope(l, padded: false)) || UnifiedDiff.Looks(lines))
        {
            return null;
        }

        var (old, @new) = (target.Text.ToString(target.Span), SelectionRewrite.Fit(lines, target));
        var (oldLines, newLines) = (new TextLines(old), new TextLines(@new));
        var rest = "";
        if (HunkDiff.Blocks(old, @new, oldLines, newLines).LastOrDefault() is { OldCount: > 0 } tail && tail.OldStart + tail.OldCount == oldLines.Count)
        {
            // A line for a line, until it is known which of them stay.
            rest = old[oldLines.Start(tail.OldStart + Math.Min(tail.OldCount, tail.NewCount))..];
        }

        var after = target.Text.WithChanges(new TextChange(target.Span, @new + rest));
        ImmutableArray<Hunk> known = last?.Hunks ?? [];
        var hunks = HunkDiff.Between(target.Text, after, known);

        // The hunk that grows stays itself.
        hunks = [.. hunks.Select(h => known.FirstOrDefault(k => k.Span.Start == h.Span.Start) is { } same ? h with { Id = same.Id } : h)];
        return hunks.IsEmpty ? null : new FileChange(path, FileChangeKind.Modify, target.Text, after, hunks, version);
    }
}
