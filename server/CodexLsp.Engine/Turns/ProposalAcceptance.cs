using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Verification;

namespace CodexLsp.Engine.Turns;

/// <summary>What a user accepts.</summary>
/// <param name="ProposalId">The proposal.</param>
/// <param name="HunkIds">The hunks; null for all that are pending.</param>
/// <param name="Texts">Whole new texts of files the user edited in the diff.</param>
/// <param name="InAdvance">Whether it was accepted before it was seen, so that protected files are out of reach.</param>
public sealed record ProposalAcceptance(
    string ProposalId,
    IReadOnlyCollection<string>? HunkIds,
    ImmutableArray<(AbsolutePath Path, string Text)> Texts,
    bool InAdvance)
{
    /// <summary>The verdict on a change over a snapshot, where it was made and shown already; null where it is to be made.</summary>
    public Func<ChangeSet, Snapshot, Verdict?>? KnownVerdict { get; init; }
}
