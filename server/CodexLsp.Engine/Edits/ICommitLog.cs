namespace CodexLsp.Engine.Edits;

/// <summary>
/// The port to whoever remembers commits (the journal). A plan that was begun and has no outcome when the process starts is one
/// that a crash cut short: it goes to <see cref="CommitRecovery"/>, and its outcome is then written.
/// </summary>
public interface ICommitLog
{
    /// <summary>
    /// Writes the plan down, with the bytes of every <see cref="CommitStep.Before"/>. When this returns, all of it survives the
    /// loss of the process and of power.
    /// </summary>
    /// <exception cref="IOException">It could not be written down; the commit then changes nothing.</exception>
    Task BeginAsync(CommitPlan plan, CancellationToken cancellationToken);

    /// <summary>Writes down how the plan with this id ended.</summary>
    Task CompleteAsync(string planId, CommitEnd end, CancellationToken cancellationToken);
}

/// <summary>How a commit ended.</summary>
public enum CommitEnd
{
    /// <summary>Every step was done.</summary>
    Committed,

    /// <summary>Every file is as it was.</summary>
    RolledBack,
}
