using System.Collections.Immutable;

namespace CodexLsp.Engine.Models;

/// <summary>What is known of a model beforehand.</summary>
/// <param name="Id">The provider's name.</param>
/// <param name="ContextWindow">Tokens of question and answer together.</param>
/// <param name="Reasoning">Whether it takes a reasoning effort.</param>
/// <param name="Price">What it costs.</param>
public sealed record KnownModel(string Id, int ContextWindow, bool Reasoning, ModelPrice Price);

/// <summary>
/// The shipped table of OpenAI's models with the prices of https://platform.openai.com/docs/pricing on <see cref="AsOf"/>. It is a
/// help and no gate: a model that is not in it is asked all the same, at a price that is said to be unknown.
/// </summary>
public static class ModelCatalog
{
    /// <summary>The model asked when the user names none.</summary>
    public const string DefaultModel = "gpt-5.1-codex";

    /// <summary>The day the table was made.</summary>
    public static DateOnly AsOf { get; } = new(2025, 11, 30);

    /// <summary>The models, the default first.</summary>
    public static ImmutableArray<KnownModel> Models { get; } =
    [
        Of(DefaultModel, 400_000, reasoning: true, 1.25m, 0.125m, 10m),
        Of("gpt-5.1-codex-mini", 400_000, reasoning: true, 0.25m, 0.025m, 2m),
        Of("gpt-5.1", 400_000, reasoning: true, 1.25m, 0.125m, 10m),
        Of("gpt-5", 400_000, reasoning: true, 1.25m, 0.125m, 10m),
        Of("gpt-5-mini", 400_000, reasoning: true, 0.25m, 0.025m, 2m),
        Of("gpt-5-nano", 400_000, reasoning: true, 0.05m, 0.005m, 0.4m),
        Of("gpt-4.1", 1_047_576, reasoning: false, 2m, 0.5m, 8m),
        Of("gpt-4.1-mini", 1_047_576, reasoning: false, 0.4m, 0.1m, 1.6m),
        Of("o4-mini", 200_000, reasoning: true, 1.1m, 0.275m, 4.4m),
    ];

    /// <summary>The model of this name or of a dated version of it (<c>gpt-5-2025-08-07</c>); null when unknown.</summary>
    public static KnownModel? Find(string id) =>
        Models.FirstOrDefault(model => model.Id == id || (id.StartsWith(model.Id + "-", StringComparison.Ordinal) && IsDate(id.AsSpan(model.Id.Length + 1))));

    private static bool IsDate(ReadOnlySpan<char> text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", null, System.Globalization.DateTimeStyles.None, out _);

    private static KnownModel Of(string id, int window, bool reasoning, decimal input, decimal cached, decimal output) =>
        new(id, window, reasoning, new ModelPrice(input, cached, output, AsOf));
}
