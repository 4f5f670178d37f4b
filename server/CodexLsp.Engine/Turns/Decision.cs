using System.Collections.Immutable;
using CodexLsp.Engine.Edits;

namespace CodexLsp.Engine.Turns;

/// <summary>What came of a decision: all of it, or nothing.</summary>
/// <param name="Applied">Whether it is written.</param>
/// <param name="Conflicts">Where the file and the change touched the same lines.</param>
/// <param name="UndoToken">What takes it back.</param>
/// <param name="Proposal">As it stands now; null when there is none of that id.</param>
/// <param name="Failure">Why nothing is written, when it is not for conflicts.</param>
public sealed record Decision(bool Applied, ImmutableArray<Conflict> Conflicts, string? UndoToken, Proposal? Proposal, Failure? Failure)
{
    internal static Decision Refused(Proposal? proposal, Failure failure) => Not(proposal, [], failure);

    internal static Decision Not(Proposal? proposal, ImmutableArray<Conflict> conflicts, Failure? failure) => new(false, conflicts, null, proposal, failure);
}
