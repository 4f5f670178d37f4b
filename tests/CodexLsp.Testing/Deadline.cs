namespace CodexLsp.Testing;

/// <summary>The one deadline of every test: generous, because machines are noisy, and only ever reached by a bug.</summary>
public static class Deadline
{
    /// <summary>How long a test waits for something that must happen.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>A token that is cancelled when the deadline has passed.</summary>
    public static CancellationToken Token() => new CancellationTokenSource(Limit).Token;

    /// <summary>Awaits <paramref name="task"/>, or fails naming what never happened.</summary>
    public static async Task<T> Within<T>(Task<T> task, string what)
    {
        try
        {
            return await task.WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {Limit.TotalSeconds:0} s for {what}.");
        }
    }

    /// <inheritdoc cref="Within{T}(Task{T}, string)"/>
    public static async Task Within(Task task, string what)
    {
        try
        {
            await task.WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {Limit.TotalSeconds:0} s for {what}.");
        }
    }
}
