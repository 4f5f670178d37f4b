namespace CodexLsp.Engine.Models;

/// <summary>Which model the settings come to.</summary>
public abstract record ModelChoice
{
    private ModelChoice()
    {
    }

    /// <summary>A model behind the Responses API.</summary>
    /// <param name="Endpoint">Where.</param>
    /// <param name="Model">Its name there.</param>
    /// <param name="Effort">Reasoning effort; null leaves it to the provider.</param>
    public sealed record OpenAi(OpenAiEndpoint Endpoint, string Model, string? Effort) : ModelChoice;

    /// <summary>The built-in rules; made for each turn with its snapshot.</summary>
    public sealed record Offline : ModelChoice;

    /// <summary>The settings cannot be followed.</summary>
    /// <param name="Failure">Why, and what to change.</param>
    public sealed record Impossible(Failure Failure) : ModelChoice;

    /// <summary>The endpoint a key would be for, be there one or not; null when the settings need none or name none.</summary>
    public static OpenAiEndpoint? EndpointOf(ModelSettings settings) =>
        settings.Provider is "auto" or "openai" && AddressOf(settings) is { } address ? new OpenAiEndpoint(address, settings.Key) { Headers = settings.Headers } : null;

    /// <summary>
    /// Follows the settings. <c>auto</c> is <c>openai</c> as soon as a key or a base URL is configured, else <c>offline</c>; a choice
    /// that was made stands, whatever its endpoint answers later.
    /// </summary>
    public static ModelChoice Of(ModelSettings settings) => Choose(settings with { Key = settings.Key is "" ? null : settings.Key });

    // An empty OPENAI_API_KEY is how a shell unsets one for a single command.
    private static ModelChoice Choose(ModelSettings settings) => settings.Provider switch
    {
        "auto" when settings.Key is null && settings.BaseUrl is null => new Offline(),
        "auto" or "openai" => OfEndpoint(settings),
        "offline" => new Offline(),
        _ => new Impossible(new Failure(
            "config.invalid", $"'{settings.Provider}' is not a provider.", "Set 'provider' to 'auto', 'openai' or 'offline'.")),
    };

    private static ModelChoice OfEndpoint(ModelSettings settings)
    {
        // Without this the HTTP stack would refuse the header with an exception that quotes the key.
        if (settings.Key is { } key && key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return new Impossible(new Failure(
                "config.invalid",
                "The configured key holds a space, a line break or another character that no key has.",
                "Set the key again, alone: OPENAI_API_KEY, or the one the editor keeps."));
        }

        if (EndpointOf(settings) is not { } endpoint)
        {
            return new Impossible(new Failure(
                "config.invalid",
                "The configured 'baseUrl' is not an http or https address without user name and password.",
                "Set it to what precedes '/responses', such as http://127.0.0.1:8080/v1."));
        }

        if (endpoint.IsVendor && settings.Key is null)
        {
            return new Impossible(new Failure(
                "model.missing-key",
                $"There is no key for {endpoint.Name}.",
                "Set OPENAI_API_KEY, or 'baseUrl' to an endpoint that needs no key, or 'provider' to 'offline'."));
        }

        var effort = settings.Effort is "auto" ? null : settings.Effort;
        return new OpenAi(endpoint, settings.Model ?? ModelCatalog.DefaultModel, effort);
    }

    private static Uri? AddressOf(ModelSettings settings) =>
        settings.BaseUrl is not { } text ? OpenAiEndpoint.Vendor
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0 ? url
        : null;
}
