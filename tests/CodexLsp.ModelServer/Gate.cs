namespace CodexLsp.ModelServer;

/// <summary>A place where an answer waits until a test lets it go on, so that order is tested without delays.</summary>
public sealed class Gate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when an answer waits here.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets the answer, and all later ones, go on.</summary>
    public void Release() => _released.TrySetResult();

    internal Task PassAsync(CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        return _released.Task.WaitAsync(cancellationToken);
    }
}
