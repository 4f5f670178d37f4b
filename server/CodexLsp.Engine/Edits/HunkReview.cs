using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Edits;

/// <summary>
/// What a user's decisions make of a file's change. After an acceptance <see cref="FileChange.Before"/> is the text with the
/// accepted hunks in it: their spans say where they stand now, the spans of the others where they would go.
/// </summary>
public static class HunkReview
{
    /// <summary>The hunks a decision is about: those named, or all still pending.</summary>
    public static ImmutableHashSet<string> Pending(this ChangeSet changes, IReadOnlyCollection<string>? hunkIds) =>
        [.. changes.Files.SelectMany(f => f.Hunks).Where(h => h.Status == HunkStatus.Pending && hunkIds?.Contains(h.Id) != false).Select(h => h.Id)];

    /// <summary>
    /// What is left to write of the named hunks, or of everything. Deleting and renaming a file have no hunk of their own and are
    /// only ever chosen with the whole.
    /// </summary>
    public static ChangeSet Chosen(this ChangeSet changes, IReadOnlyCollection<string>? hunkIds)
    {
        var pending = changes.Pending(hunkIds);
        return new ChangeSet(
        [
            .. changes.Files
                .Select(f => hunkIds is null && f.Hunks.All(h => h.Status == HunkStatus.Pending) ? f : f.Select(pending))
                .OfType<FileChange>(),
        ]);
    }

    /// <summary>
    /// The same change when <paramref name="written"/>, some of its hunks moved onto the text of that moment, is written. The other
    /// hunks move with it; one whose lines the user has edited is in conflict.
    /// </summary>
    public static FileChange AfterWriting(this FileChange change, FileChange? written)
    {
        if (written is null)
        {
            return change;
        }

        var ids = written.Hunks.Select(h => h.Id).ToHashSet(StringComparer.Ordinal);
        if (Rebase.Onto(change, written.Before, null) is RebaseResult.Rebased { Change: var whole } && whole.Hunks.Length == change.Hunks.Length)
        {
            // By arithmetic, not by another diff: that would go astray where lines repeat.
            return whole.MarkAccepted(ids);
        }

        var accepted = written.MarkAccepted(ids) with { Version = null };
        ImmutableArray<Hunk> others = [.. change.Hunks.Where(h => !ids.Contains(h.Id))];
        if (others.IsEmpty || accepted.Before is null)
        {
            return accepted;
        }

        ImmutableArray<Hunk> moved =
        [
            .. others.Select(hunk => Rebase.Onto(change with { Hunks = [hunk] }, accepted.Before, null) is RebaseResult.Rebased { Change.Hunks: [var only] }
                ? only
                : hunk with { Span = default, Status = HunkStatus.Conflict }),
        ];
        ImmutableArray<Hunk> all = [.. accepted.Hunks.Concat(moved).OrderBy(h => h.Span.Start)];
        var pending = all.Where(h => h.Status == HunkStatus.Pending).Select(h => h.Change);
        return accepted with { Hunks = all, After = accepted.Before.WithChanges(pending) };
    }

    /// <summary>The same change when <paramref name="hunkIds"/> have been written.</summary>
    public static FileChange MarkAccepted(this FileChange change, IReadOnlySet<string> hunkIds) =>
        change.Kind == FileChangeKind.Create
            ? change with { Hunks = [.. change.Hunks.Select(h => hunkIds.Contains(h.Id) ? h with { Status = HunkStatus.Accepted } : h)] }
            : Move(change, h => hunkIds.Contains(h.Id) && h.Status == HunkStatus.Pending, HunkStatus.Accepted, h => h.NewText);

    /// <summary>The same change when <paramref name="hunkIds"/> have been taken back.</summary>
    public static FileChange MarkTakenBack(this FileChange change, IReadOnlySet<string> hunkIds) =>
        change.Kind == FileChangeKind.Create
            ? change with { Hunks = [.. change.Hunks.Select(h => hunkIds.Contains(h.Id) ? h with { Status = HunkStatus.Pending } : h)] }
            : Move(change, h => hunkIds.Contains(h.Id) && h.Status == HunkStatus.Accepted, HunkStatus.Pending, h => h.OldText);

    /// <summary>The same change when <paramref name="hunkIds"/> have been declined.</summary>
    public static FileChange MarkRejected(this FileChange change, IReadOnlySet<string> hunkIds) => change with
    {
        Hunks = [.. change.Hunks.Select(h => hunkIds.Contains(h.Id) && h.Status == HunkStatus.Pending ? h with { Status = HunkStatus.Rejected } : h)],
    };

    /// <summary>What takes the accepted <paramref name="hunkIds"/> back; null when the file has none of them.</summary>
    public static FileChange? TakeBack(this FileChange change, IReadOnlySet<string> hunkIds)
    {
        var accepted = change.Hunks.Where(h => hunkIds.Contains(h.Id) && h.Status == HunkStatus.Accepted).ToImmutableArray();
        if (accepted.IsEmpty)
        {
            return null;
        }

        if (change.Kind == FileChangeKind.Create)
        {
            return FileChange.Delete(change.Path, change.After!);
        }

        var restored = change.Before!.WithChanges(accepted.Select(h => new TextChange(h.Span, h.OldText)));
        return FileChange.Modify(change.FinalPath, change.Before, restored, change.Version, change.NewPath is null ? null : change.Path);
    }

    private static FileChange Move(FileChange change, Func<Hunk, bool> isMoved, HunkStatus status, Func<Hunk, string> text)
    {
        if (change.Before is null)
        {
            return change;
        }

        var moved = change.Hunks.Where(isMoved).Select(h => new TextChange(h.Span, text(h))).ToImmutableArray();
        var shift = 0;
        var hunks = ImmutableArray.CreateBuilder<Hunk>(change.Hunks.Length);
        foreach (var hunk in change.Hunks)
        {
            var start = hunk.Span.Start + shift;
            if (isMoved(hunk))
            {
                var standing = text(hunk);
                hunks.Add(hunk with { Span = new TextSpan(start, standing.Length), Status = status });
                shift += standing.Length - hunk.Span.Length;
            }
            else
            {
                hunks.Add(hunk with { Span = new TextSpan(start, hunk.Span.Length) });
            }
        }

        return change with { Before = change.Before.WithChanges(moved), Hunks = hunks.MoveToImmutable() };
    }
}
