using System.Collections.Immutable;

namespace CodexLsp.Engine.Journal;

/// <summary>That hunks of a proposal were written, and how to take them back.</summary>
/// <param name="ThreadId">The proposal's thread.</param>
/// <param name="ProposalId">The proposal.</param>
/// <param name="HunkIds">Which hunks.</param>
/// <param name="UndoToken">What takes this acceptance back.</param>
/// <param name="Target">Who wrote.</param>
/// <param name="PlanId">The commit, when we wrote to disk ourselves.</param>
/// <param name="Undone">Whether it has been taken back.</param>
public sealed record Acceptance(
    string ThreadId,
    string ProposalId,
    ImmutableArray<string> HunkIds,
    string UndoToken,
    AcceptanceTarget Target,
    string? PlanId = null,
    bool Undone = false);

/// <summary>Who wrote an accepted change.</summary>
public enum AcceptanceTarget
{
    /// <summary>The editor, into its buffers.</summary>
    Editor,

    /// <summary>The committer, to disk.</summary>
    Disk,
}
