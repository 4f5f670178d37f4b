using System.Collections.Immutable;

namespace CodexLsp.Engine.Models;

/// <summary>What the user configured about the model, wherever it was written.</summary>
public sealed record ModelSettings
{
    /// <summary><c>auto</c>, <c>openai</c> or <c>offline</c>.</summary>
    public string Provider { get; init; } = "auto";

    /// <summary>What precedes <c>/responses</c>; null is the vendor's own.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>The model's name; null is the default of <see cref="ModelCatalog"/>.</summary>
    public string? Model { get; init; }

    /// <summary>Reasoning effort in the provider's words; null and <c>auto</c> leave it to the provider.</summary>
    public string? Effort { get; init; }

    /// <summary>The key of the endpoint; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>Further headers of each request.</summary>
    public ImmutableDictionary<string, string> Headers { get; init; } = OpenAiEndpoint.NoHeaders;

    /// <summary>Without key and headers: a record would print them.</summary>
    public override string ToString() => $"{Provider} {BaseUrl} {Model}";
}
