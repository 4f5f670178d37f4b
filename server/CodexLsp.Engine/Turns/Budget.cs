namespace CodexLsp.Engine.Turns;

/// <summary>The most a turn may take; null is no limit.</summary>
/// <param name="MaxTokens">Tokens sent and received.</param>
/// <param name="MaxMinutes">Minutes from its beginning.</param>
/// <param name="MaxRequests">Requests to the model.</param>
/// <param name="MaxCostUsd">US dollars; models without a known price cost nothing here.</param>
public sealed record Budget(long? MaxTokens = null, double? MaxMinutes = null, int? MaxRequests = null, decimal? MaxCostUsd = null)
{
    /// <summary>No limits.</summary>
    public static Budget None { get; } = new();

    /// <summary>The lower of both limits, each by itself.</summary>
    public Budget Lower(Budget other) => new(
        Least(MaxTokens, other.MaxTokens), Least(MaxMinutes, other.MaxMinutes), Least(MaxRequests, other.MaxRequests), Least(MaxCostUsd, other.MaxCostUsd));

    private static T? Least<T>(T? one, T? other)
        where T : struct, IComparable<T> =>
        one is not { } a ? other : other is not { } b ? one : a.CompareTo(b) <= 0 ? a : b;
}
