using CodexLsp.Engine.Edits;

namespace CodexLsp.Engine.Tests.Edits;

/// <summary>Remembers plans and how they ended; can fail at either.</summary>
internal sealed class CommitLogInMemory : ICommitLog
{
    public CommitPlan? Begun { get; private set; }

    public List<CommitEnd> Ends { get; } = [];

    public bool FailsToBegin { get; init; }

    public bool FailsToCommit { get; init; }

    /// <summary>Runs when the plan is written down, before the first change.</summary>
    public Action OnBegin { get; init; } = () => { };

    public Task BeginAsync(CommitPlan plan, CancellationToken cancellationToken)
    {
        if (FailsToBegin)
        {
            throw new IOException("No space left on device");
        }

        Begun = plan;
        OnBegin();
        return Task.CompletedTask;
    }

    public Task CompleteAsync(string planId, CommitEnd end, CancellationToken cancellationToken)
    {
        if (FailsToCommit && end == CommitEnd.Committed)
        {
            throw new IOException("No space left on device");
        }

        Ends.Add(end);
        return Task.CompletedTask;
    }
}
