namespace CodexLsp.Host.Protocol;

/// <summary>Params of <c>codex/secret/read</c>.</summary>
/// <param name="Provider">Whose key is meant.</param>
/// <param name="Endpoint">The address the key was entered for; it is sent nowhere else.</param>
internal sealed record SecretReadParams(string Provider, string Endpoint);

/// <summary>The client's answer to <c>codex/secret/read</c>: nothing when it keeps no key for that endpoint.</summary>
internal sealed record SecretReadResult(string? Secret = null)
{
    /// <summary>Without the secret: a record would print it.</summary>
    public override string ToString() => nameof(SecretReadResult);
}

/// <summary>Params of <c>codex/secret/changed</c>: the client keeps another key for this endpoint now, or none.</summary>
internal sealed record SecretChangedParams(string Provider, string Endpoint);

/// <summary>The answer to <c>codex/model/list</c>.</summary>
/// <param name="Models">The models that can be chosen.</param>
/// <param name="Current">What the settings come to now; null when they cannot be followed.</param>
internal sealed record ModelListResult(IReadOnlyList<Model> Models, CurrentModel? Current = null);

/// <summary>A model that can be chosen.</summary>
internal sealed record Model(string Id, string Provider, int? ContextWindow, bool Tools, bool Images, bool Reasoning, Price? Price);

/// <summary>US dollars for a million tokens, on a day.</summary>
internal sealed record Price(decimal InputPerMillion, decimal? CachedPerMillion, decimal OutputPerMillion, DateOnly AsOf);

/// <summary>The model of the next turn.</summary>
/// <param name="Provider">Its provider.</param>
/// <param name="Model">Its id.</param>
/// <param name="Endpoint">The endpoint a key would be kept for, spelled as in <c>codex/secret/read</c>; null for none.</param>
internal sealed record CurrentModel(string Provider, string Model, string? Endpoint);
