using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>
/// Stops a command that writes too much. Nothing a user may set bounds the size of a tree, so the free space is watched, which
/// costs nothing, and the tree is only measured when much of it went.
/// </summary>
internal sealed class DiskGuard : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    /// <param name="folder">What is watched.</param>
    /// <param name="limit">In bytes.</param>
    /// <param name="time">The clock.</param>
    public DiskGuard(AbsolutePath folder, long limit, TimeProvider time) => _watching = WatchAsync(folder, limit, time);

    /// <summary>Cancelled when too much was written.</summary>
    public CancellationToken Stop => _stop.Token;

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _watching;
        _ended.Dispose();
        _stop.Dispose();
    }

    private async Task WatchAsync(AbsolutePath folder, long limit, TimeProvider time)
    {
        var disk = new DriveInfo(folder.Value);
        var atFirst = disk.AvailableFreeSpace;
        var free = atFirst;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                var now = disk.AvailableFreeSpace;
                if (free - now > limit / 4)
                {
                    // A file that was deleted while it is open still takes its space, and no measuring finds it.
                    if (PrivateTree.Size(folder) > limit || atFirst - now > 2 * limit)
                    {
                        await _stop.CancelAsync();
                        return;
                    }

                    free = now;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The command has ended.
        }
    }
}
