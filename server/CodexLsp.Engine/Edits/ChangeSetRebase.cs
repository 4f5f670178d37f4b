using System.Collections.Immutable;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Edits;

/// <summary>A change moved onto the text as it is now, file by file.</summary>
/// <param name="Changes">The change; files in conflict stay as they were.</param>
/// <param name="Conflicts">Where the user and the change touched the same lines.</param>
/// <param name="Moved">Whether any file is not what the change was made for.</param>
public sealed record ChangeSetRebase(ChangeSet Changes, ImmutableArray<Conflict> Conflicts, bool Moved)
{
    /// <summary>Moves <paramref name="changes"/> onto what <paramref name="now"/> shows.</summary>
    /// <exception cref="IOException">A file is there but cannot be read.</exception>
    public static ChangeSetRebase Onto(ChangeSet changes, Snapshot now)
    {
        var files = ImmutableArray.CreateBuilder<FileChange>();
        var conflicts = ImmutableArray.CreateBuilder<Conflict>();
        var moved = false;
        foreach (var file in changes.Files)
        {
            var current = now.Read(file.Path);
            var same = current is null ? file.Before is null : file.Before?.ContentEquals(current.Text) == true;
            moved |= !same;
            switch (Rebase.Onto(file, current?.Text, current?.Version))
            {
                case RebaseResult.Rebased rebased:
                    files.Add(rebased.Change);
                    break;
                case RebaseResult.Conflicts both:
                    files.Add(file);
                    conflicts.AddRange(both.Hunks.Select(h => new Conflict(file.Path, h.HunkId ?? "", h.Base, h.Ours, h.Theirs)));
                    break;
                default:
                    throw new InvalidOperationException("An unknown outcome of a rebase.");
            }
        }

        return new ChangeSetRebase(new ChangeSet(files.ToImmutable()), conflicts.ToImmutable(), moved);
    }
}
