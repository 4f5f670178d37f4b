using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;

namespace CodexLsp.Engine.Verification;

/// <summary>The port to a language's compiler.</summary>
public interface IVerifier
{
    /// <summary>Whether this language has anything to say of a change that touches <paramref name="path"/>.</summary>
    bool Handles(AbsolutePath path);

    /// <summary>
    /// Compiles <paramref name="changes"/> over <paramref name="snapshot"/> without writing anything, and tells what is new.
    /// Waits for a solution that is still loading.
    /// </summary>
    Task<Verdict> VerifyAsync(Snapshot snapshot, ChangeSet changes, CancellationToken cancellationToken);

    /// <summary>
    /// Mends what exactly one answer is right for (a missing <c>using</c>), only where that lowers the new errors and adds none.
    /// </summary>
    /// <returns>The mended change with its verdict (<see cref="Verdict.Repaired"/> says what was done), or null when nothing was to do.</returns>
    Task<Repair?> RepairAsync(Snapshot snapshot, ChangeSet changes, Verdict verdict, CancellationToken cancellationToken);

    /// <summary>Compiles the workspace as it is: every error counts as introduced. Null where it has nothing that this language answers for.</summary>
    Task<Verdict?> VerifyWorkspaceAsync(Snapshot snapshot, CancellationToken cancellationToken);
}

/// <summary>A change mended without a model.</summary>
/// <param name="Changes">The whole change, mended.</param>
/// <param name="Verdict">The verdict on it.</param>
public sealed record Repair(ChangeSet Changes, Verdict Verdict);
