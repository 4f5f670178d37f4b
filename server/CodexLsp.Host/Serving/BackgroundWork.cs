using System.Collections.Concurrent;
using CodexLsp.Host.Composition;

namespace CodexLsp.Host.Serving;

/// <summary>Work of a session that nobody waits for. It is cancelled when the session ends; what goes wrong is in the log.</summary>
internal sealed class BackgroundWork(SessionLog log, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<Task, string> _running = new();

    /// <summary>Cancelled when the session ends.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Starts it on the thread pool.</summary>
    /// <param name="what">What the log calls it.</param>
    /// <param name="work">Gets <see cref="Ended"/>.</param>
    public void Run(string what, Func<CancellationToken, Task> work)
    {
        var task = Task.Run(() => RunAsync(what, work));
        _running[task] = what;
        _ = task.ContinueWith(t => _running.TryRemove(t, out _), TaskScheduler.Default);
    }

    /// <summary>Cancels all of it.</summary>
    public Task EndAsync() => _ended.CancelAsync();

    /// <summary>Cancels all of it, and waits a while for its end.</summary>
    public async Task DrainAsync()
    {
        await EndAsync();
        await Task.WhenAny(Task.WhenAll(_running.Keys), Task.Delay(DrainLimit, time));
    }

    public void Dispose() => _ended.Dispose();

    private async Task RunAsync(string what, Func<CancellationToken, Task> work)
    {
        try
        {
            await work(Ended);
        }
        catch (OperationCanceledException) when (Ended.IsCancellationRequested)
        {
            // The session is over; so is the work.
        }
        catch (Exception exception)
        {
            log.Error($"{what} failed", exception);
        }
    }
}
