namespace CodexLsp.Engine.Models;

/// <summary>How often and when to ask again what can succeed: exponential with jitter, bounded in tries and time.</summary>
internal sealed record RetryPolicy
{
    public static RetryPolicy Default { get; } = new();

    /// <summary>Tries in all.</summary>
    public int Tries { get; init; } = 4;

    /// <summary>The time after which no other try begins.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The wait after the first try, before jitter; it doubles with each.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The wait before the next try; null when there is none.</summary>
    /// <param name="attempt">The try that failed, from 1.</param>
    /// <param name="elapsed">Since the first try began.</param>
    /// <param name="retryAfter">The least wait the provider asks for.</param>
    /// <param name="jitter">0 to 1: shortens or lengthens by up to a quarter.</param>
    public TimeSpan? DelayAfter(int attempt, TimeSpan elapsed, TimeSpan? retryAfter, double jitter)
    {
        if (attempt >= Tries)
        {
            return null;
        }

        var delay = FirstDelay * Math.Pow(2, attempt - 1) * (0.75 + (jitter / 2));
        if (retryAfter > delay)
        {
            delay = retryAfter.Value;
        }

        return elapsed + delay <= Limit ? delay : null;
    }
}
