using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Edits;

/// <summary>Moves a change onto a text that was edited since the change was made.</summary>
public static class Rebase
{
    /// <summary>
    /// Three-way by hunk and by line: a hunk moves with the lines around it, and keeps its id, unless its own lines were edited,
    /// too. A hunk that the file already has is left out; when none is left, nothing remains to be done.
    /// </summary>
    /// <param name="change">The change, with the text it was made for.</param>
    /// <param name="current">The text as it is now; null when there is no such file.</param>
    /// <param name="version">The editor's version of <paramref name="current"/>; null when it was read from disk.</param>
    public static RebaseResult Onto(FileChange change, SourceText? current, TextVersion? version)
    {
        var (before, now) = (change.Before?.ToString(), current?.ToString());
        if (before is null || now is null || change.Kind == FileChangeKind.Delete)
        {
            // There is nothing to move within: the file has to be, or to be absent, just as it was.
            return before == now
                ? new RebaseResult.Rebased(change with { Before = current, Version = version })
                : new RebaseResult.Conflicts(
                    change.Hunks.IsEmpty
                        ? [new HunkConflict(null, before ?? "", now ?? "", change.After?.ToString() ?? "")]
                        : [.. change.Hunks.Select(h => new HunkConflict(h.Id, h.OldText, now ?? "", h.NewText))]);
        }

        var hunks = ImmutableArray.CreateBuilder<Hunk>();
        var conflicts = ImmutableArray.CreateBuilder<HunkConflict>();
        foreach (var place in Places(change.Hunks, before, now))
        {
            if (place.Ours is null)
            {
                hunks.Add(place.Hunk with { Span = place.Span });
            }
            else if (!place.IsDone)
            {
                conflicts.Add(new HunkConflict(place.Hunk.Id, place.Hunk.OldText, place.Ours, place.Hunk.NewText));
            }
        }

        return conflicts.Count > 0
            ? new RebaseResult.Conflicts(conflicts.ToImmutable())
            : new RebaseResult.Rebased(change with
            {
                Before = current,
                After = current!.WithChanges(hunks.Select(h => h.Change)),
                Hunks = hunks.ToImmutable(),
                Version = version,
            });
    }

    /// <summary>
    /// The change as it stands on the text of now, whether it can still be made or not: each hunk where its lines are, its status
    /// <see cref="HunkStatus.Conflict"/> where it was pending and the lines were edited. What the file already has is left out.
    /// </summary>
    /// <param name="change">The change, with the text it was made for.</param>
    /// <param name="current">The text as it is now; null when there is no such file.</param>
    /// <param name="version">The editor's version of <paramref name="current"/>; null when it was read from disk.</param>
    /// <param name="fits">Whether everything that is pending can still be made.</param>
    public static FileChange Follow(FileChange change, SourceText? current, TextVersion? version, out bool fits)
    {
        var (before, now) = (change.Before?.ToString(), current?.ToString());
        fits = true;
        if (before is not null && now is not null && change.Kind != FileChangeKind.Delete)
        {
            ImmutableArray<Hunk> hunks = [.. Places(change.Hunks, before, now).Where(p => !p.IsDone || p.Hunk.Status == HunkStatus.Accepted).Select(Stand)];
            fits = !hunks.Any(h => h.Status == HunkStatus.Conflict && change.Hunks.Any(o => o.Id == h.Id && o.Status == HunkStatus.Pending));
            var pending = hunks.Where(h => h.Status == HunkStatus.Pending).Select(h => h.Change);
            return change with { Before = current, After = current!.WithChanges(pending), Hunks = hunks, Version = version };
        }

        if (before == now)
        {
            return change with { Version = version };
        }

        if (change.Kind == FileChangeKind.Create && now == change.After?.ToString())
        {
            return change with { Hunks = [.. change.Hunks.Where(h => h.Status != HunkStatus.Pending)] };
        }

        // The file came or went: there is no place for what is pending, nor for a deletion.
        fits = !change.Hunks.IsEmpty && !change.Hunks.Any(h => h.Status == HunkStatus.Pending);
        return change with { Hunks = [.. change.Hunks.Select(h => h.Status == HunkStatus.Pending ? h with { Status = HunkStatus.Conflict } : h)] };

        static Hunk Stand(Place place) => place.Hunk with
        {
            Span = place.Span,
            Status = place.Ours is not null && place.Hunk.Status == HunkStatus.Pending ? HunkStatus.Conflict : place.Hunk.Status,
        };
    }

    /// <summary>Where lines of a text are after it was edited; lines that were edited themselves are what was made of them.</summary>
    public static TextSpan Move(SourceText before, SourceText now, TextSpan lines) =>
        Places([new Hunk("", lines, "", "", MatchLevel.Exact)], before.ToString(), now.ToString()).Single().Span;

    // A hunk that had no place when it was journaled has none now.
    private static IEnumerable<Place> Places(ImmutableArray<Hunk> hunks, string before, string now)
    {
        var (oldLines, newLines) = (new TextLines(before), new TextLines(now));
        var blocks = HunkDiff.Blocks(before, now, oldLines, newLines).Select(b => new Block(b.OldStart, b.OldCount, b.NewStart, b.NewCount)).ToList();
        var reached = 0;
        foreach (var hunk in hunks)
        {
            if (hunk.Status == HunkStatus.Conflict)
            {
                yield return new Place(hunk, default, "", IsDone: false);
                continue;
            }

            var (start, end) = LinesOf(hunk.Span, oldLines);
            Slide(blocks, start, end, before, now, oldLines, newLines);
            var touching = blocks.FindAll(b => b.Touches(start, end));
            var shift = blocks.Where(b => b.OldEnd <= start).Sum(b => b.NewCount - b.OldCount);
            var (first, last) = (start + shift, end + shift);
            if (touching.Count > 0)
            {
                first = touching[0].OldStart <= start ? touching[0].NewStart : first;
                last = touching[^1].NewEnd + Math.Max(0, end - touching[^1].OldEnd);
            }

            // Where equal lines in a row came and went around two hunks, the second can seem to be where the first is.
            var isFree = touching.Count == 0 && newLines.Start(first) >= reached;
            reached = isFree ? newLines.Start(last) : reached;
            yield return new Place(
                hunk,
                TextSpan.FromBounds(newLines.Start(first), newLines.Start(last)),
                isFree ? null : string.Concat(touching.Select(b => TextOf(b, now, newLines))),
                touching.Exists(b => b.OldStart == start && b.OldEnd == end && TextOf(b, now, newLines) == hunk.NewText));
        }
    }

    private static (int Start, int End) LinesOf(TextSpan span, TextLines lines)
    {
        int Line(int position) => position == lines.Start(lines.Count) ? lines.Count : lines.LineOf(position);
        return (Line(span.Start), Line(span.End));
    }

    private static string TextOf(Block block, string text, TextLines lines) =>
        text[lines.Start(block.NewStart)..lines.Start(block.NewEnd)];

    /// <summary>
    /// Of equal lines in a row a diff cannot tell which one came or went. Where it names one within the hunk, and one outside
    /// would explain the text as well, it is taken to be that one.
    /// </summary>
    private static void Slide(List<Block> blocks, int start, int end, string before, string now, TextLines oldLines, TextLines newLines)
    {
        string Old(int i) => before[oldLines.Start(i)..oldLines.Start(i + 1)];
        string New(int i) => now[newLines.Start(i)..newLines.Start(i + 1)];
        for (var i = 0; i < blocks.Count; i++)
        {
            var block = blocks[i];
            if (!block.Touches(start, end) || (block.OldCount > 0 && block.NewCount > 0))
            {
                continue;
            }

            var (low, high) = (i == 0 ? 0 : blocks[i - 1].OldEnd, i + 1 == blocks.Count ? oldLines.Count : blocks[i + 1].OldStart);
            bool Down(Block b) => b.OldEnd < high && (b.OldCount == 0 ? Old(b.OldStart) == New(b.NewStart) : Old(b.OldStart) == Old(b.OldEnd));
            bool Up(Block b) => b.OldStart > low
                && (b.OldCount == 0 ? Old(b.OldStart - 1) == New(b.NewStart + b.NewCount - 1) : Old(b.OldStart - 1) == Old(b.OldEnd - 1));
            foreach (var (step, can) in new (int, Func<Block, bool>)[] { (1, Down), (-1, Up) })
            {
                var moved = block;
                while (moved.Touches(start, end) && can(moved))
                {
                    moved = moved with { OldStart = moved.OldStart + step, NewStart = moved.NewStart + step };
                }

                if (!moved.Touches(start, end))
                {
                    blocks[i] = moved;
                    break;
                }
            }
        }
    }

    /// <summary>Where a hunk is in the text of now.</summary>
    /// <param name="Hunk">The hunk.</param>
    /// <param name="Span">Its lines, or what the user made of them.</param>
    /// <param name="Ours">The lines the user made of its own; null when they are as they were.</param>
    /// <param name="IsDone">Whether they are just what the hunk would make of them.</param>
    private sealed record Place(Hunk Hunk, TextSpan Span, string? Ours, bool IsDone);

    /// <summary>Lines that the user's edits replaced.</summary>
    private readonly record struct Block(int OldStart, int OldCount, int NewStart, int NewCount)
    {
        public int OldEnd => OldStart + OldCount;

        public int NewEnd => NewStart + NewCount;

        /// <summary>Whether the lines overlap, or one inserts within the other, or both insert at one place.</summary>
        public bool Touches(int start, int end) =>
            (OldStart < end && start < OldEnd) || (OldCount == 0 && start == end && OldStart == start);
    }
}

/// <summary>What came of moving a change.</summary>
public abstract record RebaseResult
{
    private RebaseResult()
    {
    }

    /// <summary>The change on the new text.</summary>
    public sealed record Rebased(FileChange Change) : RebaseResult;

    /// <summary>Both changed the same lines.</summary>
    public sealed record Conflicts(ImmutableArray<HunkConflict> Hunks) : RebaseResult;
}

/// <summary>A hunk whose lines were edited meanwhile.</summary>
/// <param name="HunkId">The hunk; null for a deletion, which has none.</param>
/// <param name="Base">The text the hunk was made for.</param>
/// <param name="Ours">What the user made of it.</param>
/// <param name="Theirs">What the hunk would make of it.</param>
public sealed record HunkConflict(string? HunkId, string Base, string Ours, string Theirs);
