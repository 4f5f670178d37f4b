using System.Collections.Immutable;
using CodexLsp.Engine;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Turns;
using CodexLsp.Host.Configuration;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Host.Composition;

/// <summary>Chooses the model of an edit. Connections to an endpoint are kept for the next edit.</summary>
internal sealed class ModelConnections : IDisposable
{
    private readonly Func<string, string?> _variable;
    private readonly Redactor _redactor;
    private readonly TimeProvider _time;
    private readonly Dictionary<OpenAiEndpoint, OpenAiResponsesModel> _connected = [];
    private readonly Lock _gate = new();

    public ModelConnections(Func<string, string?> variable, Redactor redactor, TimeProvider time)
    {
        _variable = variable;
        _redactor = redactor;
        _time = time;

        // Known from the start, so that it is redacted in what is written before a model is asked, too.
        _ = Key();
    }

    /// <summary>The model that is configured, or chosen for this edit alone; a failure says what is missing.</summary>
    public Outcome<TurnModel> For(
        EffectiveConfiguration configuration, EditOrder order, TextSpan selection, ImmutableArray<IOfflineTransform> transforms)
    {
        if (configuration.Problem is { } problem)
        {
            return problem;
        }

        switch (ModelChoice.Of(Settings(configuration, order.Model, order.Effort)))
        {
            case ModelChoice.OpenAi chosen:
                return new TurnModel(Connect(chosen.Endpoint), chosen.Model, chosen.Effort);
            case ModelChoice.Offline:
                var place = order.Place;
                var offline = new OfflineModel(transforms, place.Snapshot, place.Path, selection, order.Instruction, place.Folder);
                return new TurnModel(offline, "offline", null);
            case ModelChoice.Impossible impossible:
                return impossible.Failure;
            default:
                throw new InvalidOperationException("An unknown choice of model.");
        }
    }

    /// <summary>What the user configured of the model, the key included.</summary>
    public ModelSettings Settings(EffectiveConfiguration configuration, string? model = null, string? effort = null) => new()
    {
        Provider = configuration.Text(ConfigurationKeys.Provider),
        BaseUrl = Given(configuration.Text(ConfigurationKeys.BaseUrl)),
        Model = model ?? Given(configuration.Text(ConfigurationKeys.Model)),
        Effort = effort ?? configuration.Text(ConfigurationKeys.Effort),
        Key = Key(),
    };

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
