using System.Collections.Immutable;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Edits;

/// <summary>
/// What a proposal is on the text as it is now. Always worked out from the proposal as the journal has it, so that what the user
/// types and takes back leaves no trace on it.
/// </summary>
public static class ProposalRebase
{
    /// <summary>Why a proposal is stale whose lines were edited.</summary>
    public const string TargetChanged = "Target changed: the lines to change were edited since. Take that back, or ask again on the text as it is now.";

    /// <summary>Why a proposal is stale that is in the files already.</summary>
    public const string AlreadyThere = "The files have this change already.";

    /// <summary>Whether a user can still decide on the proposal.</summary>
    public static bool IsUndecided(this Proposal proposal) => proposal.Status is ProposalStatus.Ready or ProposalStatus.Partly or ProposalStatus.Stale;

    /// <summary>
    /// The proposal with its hunks where they are in what <paramref name="now"/> shows, ids kept; stale where it no longer fits. The
    /// verdict stays what it was. One that is decided stays as it is.
    /// </summary>
    /// <exception cref="IOException">A file is there but cannot be read.</exception>
    public static Proposal Onto(this Proposal proposal, Snapshot now)
    {
        if (!proposal.IsUndecided() || proposal.Changes.IsEmpty)
        {
            return proposal;
        }

        var moved = proposal.On(proposal.Changes.Follow(now, out var fits));
        if (!fits)
        {
            return moved with { Status = ProposalStatus.Stale, Message = TargetChanged };
        }

        if (HasPending(proposal.Changes) && !HasPending(moved.Changes))
        {
            return moved with { Status = ProposalStatus.Stale, Message = AlreadyThere };
        }

        var isPartly = moved.Changes.Files.SelectMany(f => f.Hunks).Any(h => h.Status == HunkStatus.Accepted);
        return moved with { Status = isPartly ? ProposalStatus.Partly : ProposalStatus.Ready, Message = null };
    }

    /// <summary>The change as it stands on what <paramref name="now"/> shows, whether it can still be made or not.</summary>
    internal static ChangeSet Follow(this ChangeSet changes, Snapshot now, out bool fits)
    {
        fits = true;
        var files = ImmutableArray.CreateBuilder<FileChange>(changes.Files.Length);
        foreach (var file in changes.Files)
        {
            var current = now.Read(file.Path);
            files.Add(Rebase.Follow(file, current?.Text, current?.Version, out var fileFits));
            fits &= fileFits;
        }

        return new ChangeSet(files.MoveToImmutable());
    }

    // Deleting and renaming a file have no hunk of their own.
    private static bool HasPending(ChangeSet changes) => changes.Files.Any(f =>
        f.Hunks.Any(h => h.Status == HunkStatus.Pending) || (f.Hunks.IsEmpty && f.Kind is (FileChangeKind.Delete or FileChangeKind.Rename)));
}
