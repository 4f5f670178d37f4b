namespace CodexLsp.Host.Serving;

/// <summary>
/// Work that follows what changes: one run at a time, however often it is asked for. Asked again while it runs, the run is cancelled
/// and one more made. At rest it costs nothing.
/// </summary>
/// <param name="what">What it does, for the log.</param>
/// <param name="server">Runs it until the session ends.</param>
/// <param name="work">One run.</param>
internal sealed class CoalescedWork(string what, LanguageServer server, Func<CancellationToken, Task> work)
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _running;
    private bool _isRequested;
    private bool _isPaused;

    /// <summary>Whether no run begins until <see cref="Resume"/>.</summary>
    public bool IsPaused
    {
        get
        {
            lock (_gate)
            {
                return _isPaused;
            }
        }
    }

    /// <summary>Asks for a run that begins after this call. Never waits.</summary>
    public void Request()
    {
        lock (_gate)
        {
            _isRequested = true;
            if (_isPaused)
            {
                return;
            }

            if (_running is { } running)
            {
                // On the pool: who asks may be the loop that admits messages.
                _ = running.CancelAsync();
                return;
            }

            _running = new CancellationTokenSource();
            server.Background(what, RunAsync);
        }
    }

    /// <summary>Cancels the run and begins none until <see cref="Resume"/>.</summary>
    public void Pause()
    {
        lock (_gate)
        {
            _isPaused = true;
            _ = _running?.CancelAsync();
        }
    }

    /// <summary>Goes on after <see cref="Pause"/>, with a run.</summary>
    public void Resume()
    {
        lock (_gate)
        {
            _isPaused = false;
        }

        Request();
    }

    private async Task RunAsync(CancellationToken ended)
    {
        while (Next() is { } run)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(run.Token, ended);
            try
            {
                await work(either.Token);
            }
            catch (OperationCanceledException) when (run.IsCancellationRequested && !ended.IsCancellationRequested)
            {
                // Asked for again, or paused.
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                server.Log.Error($"{what} failed", exception);
            }
        }
    }

    private CancellationTokenSource? Next()
    {
        lock (_gate)
        {
            _running = _isRequested && !_isPaused ? new CancellationTokenSource() : null;
            _isRequested &= _isPaused;
            return _running;
        }
    }
}
