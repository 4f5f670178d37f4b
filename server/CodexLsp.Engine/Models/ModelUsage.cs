using CodexLsp.Engine.Context;

namespace CodexLsp.Engine.Models;

/// <summary>What questions to a model cost.</summary>
public sealed record ModelUsage
{
    /// <summary>Nothing asked yet.</summary>
    public static ModelUsage None { get; } = new();

    /// <summary>Tokens sent, the cached ones included.</summary>
    public long InputTokens { get; init; }

    /// <summary>The sent tokens the provider had cached.</summary>
    public long CachedInputTokens { get; init; }

    /// <summary>Tokens received, reasoning included.</summary>
    public long OutputTokens { get; init; }

    /// <summary>The received tokens spent on reasoning.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>HTTP requests made, retries included.</summary>
    public int Requests { get; init; }

    /// <summary>US dollars; null when the model's price is not known.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>From the first request to the last byte.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Whether the tokens are our estimate because the provider did not tell.</summary>
    public bool Estimated { get; init; }

    /// <summary>What a question and what came of its answer cost, where the provider does not tell.</summary>
    public static ModelUsage Estimate(ModelRequest question, string answer) => (None with
    {
        Requests = 1,
        InputTokens = question.EstimatedTokens,
        OutputTokens = TokenEstimate.Of(answer),
        Estimated = true,
    }).At(question.Model);

    /// <summary>The same with the price of a model, where it is known.</summary>
    public ModelUsage At(string model) => this with
    {
        CostUsd = InputTokens + OutputTokens > 0 ? ModelCatalog.Find(model)?.Price.Of(this) : null,
    };

    /// <summary>Both together.</summary>
    public static ModelUsage operator +(ModelUsage a, ModelUsage b) => new()
    {
        InputTokens = a.InputTokens + b.InputTokens,
        CachedInputTokens = a.CachedInputTokens + b.CachedInputTokens,
        OutputTokens = a.OutputTokens + b.OutputTokens,
        ReasoningTokens = a.ReasoningTokens + b.ReasoningTokens,
        Requests = a.Requests + b.Requests,
        CostUsd = a.CostUsd is null && b.CostUsd is null ? null : (a.CostUsd ?? 0) + (b.CostUsd ?? 0),
        Duration = a.Duration + b.Duration,
        Estimated = a.Estimated || b.Estimated,
    };
}
