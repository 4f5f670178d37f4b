using System.Collections.Concurrent;

namespace CodexLsp.Engine.Processes;

/// <summary>
/// The thread that starts processes. Linux ends a child that asked to die with its parent (<c>PR_SET_PDEATHSIG</c>) when the
/// <em>thread</em> that started it ends, and a thread of the pool may end at any time; this one ends with the program.
/// </summary>
internal static class StarterThread
{
    private static readonly Lazy<BlockingCollection<Action>> Queue = new(Begin);

    /// <summary>Runs <paramref name="start"/> on the thread.</summary>
    public static Task<T> RunAsync<T>(Func<T> start)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Queue.Value.Add(() =>
        {
            try
            {
                answer.SetResult(start());
            }
            catch (Exception exception)
            {
                answer.SetException(exception);
            }
        });
        return answer.Task;
    }

    private static BlockingCollection<Action> Begin()
    {
        var queue = new BlockingCollection<Action>();
        var thread = new Thread(() =>
        {
            foreach (var start in queue.GetConsumingEnumerable())
            {
                start();
            }
        })
        {
            IsBackground = true,
            Name = "process starter",
        };
        thread.Start();
        return queue;
    }
}
