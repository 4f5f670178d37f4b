using CodexLsp.Host.Serving;

namespace CodexLsp.Host.Tests.Serving;

public sealed class ParentProcessTests
{
    [Fact]
    public async Task A_process_that_is_not_there_has_ended() =>
        await Deadline.Within(ParentProcess.WaitForEndAsync(int.MaxValue, new ManualTime(), Deadline.Token()), "the end of nothing");

    [Fact]
    public async Task A_process_that_runs_is_looked_at_every_five_seconds()
    {
        var time = new ManualTime();
        using var cancellation = new CancellationTokenSource();
        var end = ParentProcess.WaitForEndAsync(Environment.ProcessId, time, cancellation.Token);

        for (var look = 0; look < 3; look++)
        {
            await Deadline.Within(time.WaitForTimer(TimeSpan.FromSeconds(5)), "the next look");
            time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.False(end.IsCompleted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => end);
    }
}
