using CodexLsp.Engine.Journal;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Engine.Edits;

/// <summary>Writes accepted changes to disk by the atomic committer.</summary>
/// <param name="policy">What may be written.</param>
/// <param name="time">The clock of ids.</param>
public sealed class DiskWriter(PathPolicy policy, TimeProvider time) : IChangeWriter
{
    /// <inheritdoc/>
    public AcceptanceTarget Target => AcceptanceTarget.Disk;

    /// <inheritdoc/>
    public async Task<ChangeWriting> WriteAsync(ChangeSet changes, string label, ICommitLog log, CancellationToken cancellationToken)
    {
        // Whoever accepts has decided on these files by now: ProposalReview refuses protected ones to an acceptance in advance.
        var named = policy with { Named = policy.Named.Union(changes.Paths) };
        var committer = new AtomicCommitter(new DiskFileSystem(), log);
        return await committer.CommitAsync(Ids.New(time), changes, named, acceptProtected: true, cancellationToken) switch
        {
            CommitResult.Committed committed => new ChangeWriting.Written(committed.Plan.Id),
            CommitResult.Moved => new ChangeWriting.Moved(),
            CommitResult.Failed failed => new ChangeWriting.Failed(failed.Failure),
            _ => throw new InvalidOperationException("An unknown outcome of a commit."),
        };
    }
}
