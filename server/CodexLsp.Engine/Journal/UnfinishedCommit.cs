using CodexLsp.Engine.Edits;

namespace CodexLsp.Engine.Journal;

/// <summary>A commit that began and has no end: a crash cut it short.</summary>
/// <param name="ThreadId">The thread whose writer must be told the end, once there is one.</param>
/// <param name="PlanId">The plan's id.</param>
/// <param name="Plan">The plan with every file as it was; or why that is lost.</param>
public sealed record UnfinishedCommit(string ThreadId, string PlanId, Outcome<CommitPlan> Plan);
