namespace CodexLsp.CSharp.Loading;

/// <summary>
/// Runs one load at a time. Requests during a load make one more load after it, however many they are; the last result stays in
/// use until the next is there.
/// </summary>
/// <param name="load">Loads the solution.</param>
/// <param name="publish">Hears every result, one at a time and in order, on a thread of the pool.</param>
/// <param name="fault">Hears an exception of <paramref name="load"/>, which is a bug or a broken disk; the slot goes on.</param>
public sealed class SolutionSlot(
    Func<CancellationToken, Task<LoadedSolution>> load, Action<LoadedSolution> publish, Action<Exception> fault) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private Task _running = Task.CompletedTask;
    private bool _isRunning;
    private bool _isRequested;

    /// <summary>The newest result; null until the first load has ended.</summary>
    public LoadedSolution? Last { get; private set; }

    /// <summary>Asks for a load that begins after this call.</summary>
    public void Request()
    {
        lock (_lock)
        {
            _isRequested = true;
            if (!_isRunning && !_closing.IsCancellationRequested)
            {
                _isRunning = true;
                _running = Task.Run(RunAsync);
            }
        }
    }

    /// <summary>Ends when nothing is running or requested.</summary>
    public Task IdleAsync()
    {
        lock (_lock)
        {
            return _running;
        }
    }

    /// <summary>Cancels what is running and waits for its end. Nothing is published after it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await IdleAsync();
        _closing.Dispose();
    }

    private async Task RunAsync()
    {
        while (Take())
        {
            try
            {
                var result = await load(_closing.Token);
                _closing.Token.ThrowIfCancellationRequested();
                Last = result;
                publish(result);
            }
            catch (OperationCanceledException) when (_closing.IsCancellationRequested)
            {
                // Take ends the loop.
            }
            catch (Exception e)
            {
                fault(e);
            }
        }
    }

    private bool Take()
    {
        lock (_lock)
        {
            _isRunning = _isRequested && !_closing.IsCancellationRequested;
            _isRequested = false;
            return _isRunning;
        }
    }
}
