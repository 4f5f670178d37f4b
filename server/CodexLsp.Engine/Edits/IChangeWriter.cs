using CodexLsp.Engine.Journal;

namespace CodexLsp.Engine.Edits;

/// <summary>Who writes an accepted change: the editor into its buffers, or the committer to disk.</summary>
public interface IChangeWriter
{
    /// <summary>Which of the two this is.</summary>
    AcceptanceTarget Target { get; }

    /// <summary>Writes all of <paramref name="changes"/> or nothing.</summary>
    /// <param name="changes">Placed on the text as it is now.</param>
    /// <param name="label">What an undo list calls it.</param>
    /// <param name="log">Told of the commit before anything on disk changes.</param>
    /// <param name="cancellationToken">Gives up while nothing is written yet.</param>
    Task<ChangeWriting> WriteAsync(ChangeSet changes, string label, ICommitLog log, CancellationToken cancellationToken);
}

/// <summary>What came of writing a change.</summary>
public abstract record ChangeWriting
{
    private ChangeWriting()
    {
    }

    /// <summary>All of it is written.</summary>
    /// <param name="PlanId">The commit in the journal, when it went to disk.</param>
    public sealed record Written(string? PlanId) : ChangeWriting;

    /// <summary>Nothing is written, because a file is not what it was; place the change anew.</summary>
    public sealed record Moved : ChangeWriting;

    /// <summary>Nothing is written.</summary>
    public sealed record Failed(Failure Failure) : ChangeWriting;
}
