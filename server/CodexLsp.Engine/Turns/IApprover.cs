namespace CodexLsp.Engine.Turns;

/// <summary>The port to whoever can say yes or no: our client, any editor, a terminal, or nobody, which denies.</summary>
public interface IApprover
{
    /// <summary>Asks, and waits for the answer.</summary>
    /// <exception cref="OperationCanceledException">The turn was stopped before there was an answer.</exception>
    Task<ApprovalAnswer> AskAsync(ApprovalRequest request, CancellationToken cancellationToken);
}
