namespace CodexLsp.Rpc.Tests;

/// <summary>A clock whose timers go off when the test says so.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly TaskCompletionSource<Timer> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits until a timer was asked for, and gives how long it should have run before setting it off.</summary>
    public async Task<TimeSpan> SetOffFirstTimer()
    {
        var timer = await Deadline.Within(_first.Task, "a timer");
        timer.Callback(timer.State);
        return timer.DueTime;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(callback, state, dueTime);
        _first.TrySetResult(timer);
        return timer;
    }

    private sealed record Timer(TimerCallback Callback, object? State, TimeSpan DueTime) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
