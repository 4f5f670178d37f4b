using System.Collections.Immutable;
using System.Text.Json;
using CodexLsp.Engine.Context;

namespace CodexLsp.Engine.Models;

/// <summary>One question to a model. The order of its parts is stable, so that a provider's prompt cache hits.</summary>
/// <param name="Model">The provider's name of the model.</param>
/// <param name="Instructions">What holds for every request of this mode.</param>
/// <param name="Items">The conversation, oldest first.</param>
public sealed record ModelRequest(string Model, string Instructions, ImmutableArray<ModelItem> Items)
{
    /// <summary>Reasoning effort in the provider's words; null leaves it to the provider.</summary>
    public string? Effort { get; init; }

    /// <summary>What requests with a common beginning share (the thread); null for none.</summary>
    public string? CacheKey { get; init; }

    /// <summary>What the model may call.</summary>
    public ImmutableArray<ModelTool> Tools { get; init; } = [];

    /// <summary>The tokens all of it takes, by estimate.</summary>
    public int EstimatedTokens =>
        TokenEstimate.Of(Instructions) + Tools.Sum(t => t.EstimatedTokens) + Items.Sum(i => TokenEstimate.Of(i.Words));
}

/// <summary>A tool as the model is told of it.</summary>
/// <param name="Name">As the model calls it.</param>
/// <param name="Description">What it does and when to use it.</param>
/// <param name="Schema">The JSON schema of its arguments.</param>
public sealed record ModelTool(string Name, string Description, JsonElement Schema)
{
    internal int EstimatedTokens => TokenEstimate.Of(Name) + TokenEstimate.Of(Description) + TokenEstimate.Of(Schema.GetRawText());
}
