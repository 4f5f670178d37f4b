using System.Collections.Immutable;
using CodexLsp.Engine.Edits;
using DiffPlex;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Offline;

/// <summary>
/// Says the difference of two solutions as an edit script. Each hunk has as much context as it takes for its lines to be at
/// one place of the file only, so that it can be placed by its lines alone.
/// </summary>
internal static class DocumentChangesToEditScript
{
    private const int ContextLines = 3;

    /// <summary>
    /// The changed files as updates; null when there are none, or when a changed document has no file.
    /// </summary>
    /// <param name="before">The solution the user sees.</param>
    /// <param name="after">The solution after the change; the documents of one file have one text.</param>
    /// <param name="pathOf">How the script writes a file's absolute path.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<EditScript?> ConvertAsync(
        Solution before, Solution after, Func<string, string> pathOf, CancellationToken cancellationToken)
    {
        SortedDictionary<string, FileEdit> edits = new(StringComparer.Ordinal);
        foreach (var id in after.GetChanges(before).GetProjectChanges().SelectMany(p => p.GetChangedDocuments()))
        {
            var (old, now) = (before.GetDocument(id)!, after.GetDocument(id)!);
            if (old.FilePath is not { } path)
            {
                return null;
            }

            var hunks = Hunks(
                await old.GetTextAsync(cancellationToken), await now.GetTextAsync(cancellationToken));
            if (!hunks.IsEmpty)
            {
                edits[path] = new FileEdit.Update(pathOf(path), MoveTo: null, hunks);
            }
        }

        return edits.Count == 0 ? null : new EditScript([.. edits.Values]);
    }

    /// <summary>The difference of two texts in hunks that are disjoint and whose lines are at one place only.</summary>
    public static ImmutableArray<EditHunk> Hunks(SourceText before, SourceText after)
    {
        var (old, now) = (LinesOf(before), LinesOf(after));
        var blocks = new Differ().CreateLineDiffs(string.Join('\n', old), string.Join('\n', now), ignoreWhitespace: false).DiffBlocks;
        List<(int Start, int End)> ranges = [];
        foreach (var block in blocks)
        {
            var (start, end) = (Math.Max(0, block.DeleteStartA - ContextLines),
                Math.Min(old.Length, block.DeleteStartA + block.DeleteCountA + ContextLines));
            while (!IsUnique(old, start, end))
            {
                (start, end) = (Math.Max(0, start - 1), Math.Min(old.Length, end + 1));
            }

            // Touching ranges become one: their lines together are as unique as each part.
            while (ranges is [.., var last] && last.End >= start)
            {
                (start, end) = (Math.Min(start, last.Start), Math.Max(end, last.End));
                ranges.RemoveAt(ranges.Count - 1);
            }

            ranges.Add((start, end));
        }

        return [.. ranges.Select(Hunk)];

        EditHunk Hunk((int Start, int End) range)
        {
            var lines = ImmutableArray.CreateBuilder<EditLine>();
            var next = range.Start;
            foreach (var block in blocks.Where(b => b.DeleteStartA >= range.Start && b.DeleteStartA + b.DeleteCountA <= range.End))
            {
                Keep(block.DeleteStartA);
                lines.AddRange(old[block.DeleteStartA..(block.DeleteStartA + block.DeleteCountA)]
                    .Select(l => new EditLine(EditLineKind.Removed, l)));
                lines.AddRange(now[block.InsertStartB..(block.InsertStartB + block.InsertCountB)]
                    .Select(l => new EditLine(EditLineKind.Added, l)));
                next = block.DeleteStartA + block.DeleteCountA;
            }

            Keep(range.End);
            return new EditHunk([], lines.ToImmutable(), LineHint: range.Start);

            void Keep(int end)
            {
                lines.AddRange(old[next..end].Select(l => new EditLine(EditLineKind.Context, l)));
                next = end;
            }
        }
    }

    private static string[] LinesOf(SourceText text)
    {
        var lines = text.Lines.Select(l => l.ToString()).ToArray();
        return lines is [.. var rest, ""] ? rest : lines;
    }

    private static bool IsUnique(string[] lines, int start, int end)
    {
        var wanted = lines.AsSpan(start, end - start);
        if (wanted.Length == lines.Length)
        {
            return true;
        }

        for (var at = 0; at + wanted.Length <= lines.Length; at++)
        {
            if (at != start && lines.AsSpan(at, wanted.Length).SequenceEqual(wanted))
            {
                return false;
            }
        }

        return true;
    }
}
