using System.Collections.Immutable;
using CodexLsp.Engine;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Turns;
using CodexLsp.Host.Configuration;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Host.Composition;

/// <summary>Chooses the model of an edit, with its key. Connections to an endpoint are kept for the next edit.</summary>
internal sealed class ModelConnections : IDisposable
{
    private readonly Func<string, string?> _variable;
    private readonly EditorKeys _keys;
    private readonly Redactor _redactor;
    private readonly TimeProvider _time;
    private readonly Dictionary<OpenAiEndpoint, OpenAiResponsesModel> _connected = [];
    private readonly Lock _gate = new();

    public ModelConnections(Func<string, string?> variable, EditorKeys keys, Redactor redactor, TimeProvider time)
    {
        _variable = variable;
        _keys = keys;
        _redactor = redactor;
        _time = time;

        // Known from the start, so that it is redacted in what is written before a model is asked, too.
        _ = Key();
    }

    /// <summary>The model that is configured, or chosen for this edit alone; a failure says what is missing.</summary>
    public async Task<Outcome<TurnModel>> ForAsync(
        EffectiveConfiguration configuration,
        EditOrder order,
        TextSpan selection,
        ImmutableArray<IOfflineTransform> transforms,
        CancellationToken cancellationToken)
    {
        Outcome<TurnModel> ByRule() => new TurnModel(
            new OfflineModel(transforms, order.Place.Snapshot, order.Place.Path, selection, order.Instruction, order.Place.Folder), "offline", null);
        return await ForAsync(configuration, order.Model, order.Effort, ByRule, cancellationToken);
    }

    /// <summary>The model of a conversation; a failure says what is missing.</summary>
    public async Task<Outcome<TurnModel>> ForConversationAsync(
        EffectiveConfiguration configuration, string? model, string? effort, CancellationToken cancellationToken) =>
        await ForAsync(configuration, model, effort, NoRules, cancellationToken);

    private static Outcome<TurnModel> NoRules() => new Failure(
        "model.offline",
        "The built-in offline model edits by rule; it answers no questions and does no tasks.",
        "Set a model: a key in OPENAI_API_KEY or in the editor, or an address in 'baseUrl'.");

    /// <summary>What the settings come to, with the endpoint a key would be for.</summary>
    public async Task<(ModelChoice Choice, OpenAiEndpoint? Endpoint)> ChooseAsync(EffectiveConfiguration configuration, CancellationToken cancellationToken)
    {
        var settings = await WithKeyAsync(Settings(configuration), cancellationToken);
        return (configuration.Problem is { } problem ? new ModelChoice.Impossible(problem) : ModelChoice.Of(settings), ModelChoice.EndpointOf(settings));
    }

    /// <summary>The key the editor keeps for an endpoint has changed.</summary>
    public void ForgetKey(string endpoint) => _keys.Forget(endpoint);

    private async Task<Outcome<TurnModel>> ForAsync(
        EffectiveConfiguration configuration, string? name, string? effort, Func<Outcome<TurnModel>> offline, CancellationToken cancellationToken)
    {
        if (configuration.Problem is { } problem)
        {
            return problem;
        }

        var configured = Settings(configuration);
        var settings = await WithKeyAsync(
            configured with { Model = name ?? configured.Model, Effort = effort ?? configured.Effort }, cancellationToken);
        switch (ModelChoice.Of(settings))
        {
            case ModelChoice.OpenAi chosen:
                var model = new RekeyedModel(Connect(chosen.Endpoint), ct => WithAnotherKeyAsync(settings, chosen.Endpoint, ct));
                return new TurnModel(model, chosen.Model, chosen.Effort);
            case ModelChoice.Offline:
                return offline();
            case ModelChoice.Impossible impossible:
                return impossible.Failure;
            default:
                throw new InvalidOperationException("An unknown choice of model.");
        }
    }

    private ModelSettings Settings(EffectiveConfiguration configuration) => new()
    {
        Provider = configuration.Text(ConfigurationKeys.Provider),
        BaseUrl = Given(configuration.Text(ConfigurationKeys.BaseUrl)),
        Model = Given(configuration.Text(ConfigurationKeys.Model)),
        Effort = configuration.Text(ConfigurationKeys.Effort),
        Key = Key(),
    };

    // A held key was given for this endpoint, maybe because it does not accept the one of the environment. Only the vendor's endpoint
    // is known to need one; another is asked without, and says so if it does.
    private async Task<ModelSettings> WithKeyAsync(ModelSettings settings, CancellationToken cancellationToken)
    {
        if (ModelChoice.EndpointOf(settings) is not { } endpoint)
        {
            return settings;
        }

        var key = _keys.Held(endpoint.ToString()) ?? settings.Key;
        return settings with { Key = key ?? (endpoint.IsVendor ? await _keys.ReadAsync(endpoint.ToString(), cancellationToken) : null) };
    }

    private async Task<IModel?> WithAnotherKeyAsync(ModelSettings settings, OpenAiEndpoint refused, CancellationToken cancellationToken) =>
        await _keys.ReadAnotherAsync(refused.ToString(), refused.Key, cancellationToken) is { } key
        && ModelChoice.Of(settings with { Key = key }) is ModelChoice.OpenAi chosen
            ? Connect(chosen.Endpoint)
            : null;

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var model in _connected.Values)
            {
                model.Dispose();
            }

            _connected.Clear();
        }
    }

    private OpenAiResponsesModel Connect(OpenAiEndpoint endpoint)
    {
        lock (_gate)
        {
            if (!_connected.TryGetValue(endpoint, out var model))
            {
                model = new OpenAiResponsesModel(endpoint, _redactor, _time);
                _connected.Add(endpoint, model);
            }

            return model;
        }
    }

    private string? Key()
    {
        var key = Given(_variable("OPENAI_API_KEY"));
        if (key is not null)
        {
            _redactor.Add(key);
        }

        return key;
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
