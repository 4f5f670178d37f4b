namespace CodexLsp.Engine.Models;

/// <summary>What a model's tokens cost, in US dollars.</summary>
/// <param name="InputPerMillion">A million tokens sent.</param>
/// <param name="CachedPerMillion">A million of those the provider had cached; null costs the same.</param>
/// <param name="OutputPerMillion">A million tokens received.</param>
/// <param name="AsOf">When this was so.</param>
public sealed record ModelPrice(decimal InputPerMillion, decimal? CachedPerMillion, decimal OutputPerMillion, DateOnly AsOf)
{
    /// <summary>What these tokens cost.</summary>
    public decimal Of(ModelUsage usage) =>
        (((usage.InputTokens - usage.CachedInputTokens) * InputPerMillion)
            + (usage.CachedInputTokens * (CachedPerMillion ?? InputPerMillion))
            + (usage.OutputTokens * OutputPerMillion)) / 1_000_000m;
}
