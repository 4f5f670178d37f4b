using CodexLsp.Engine.Models;
using CodexLsp.Host.Configuration;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;
using CodexLsp.Host.Serving;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Handlers;

/// <summary><c>codex/model/list</c>: the models that can be chosen and the one that is, without asking any network.</summary>
internal sealed class ModelHandler(LanguageServer server)
{
    private const string OpenAi = "openai";
    private const string Offline = "offline";

    public async Task<ModelListResult> ListAsync(ServerState state, Empty parameters, CancellationToken cancellationToken)
    {
        var configuration = server.Configuration(state);
        var configured = configuration.Text(ConfigurationKeys.Model);
        var (choice, endpoint) = await server.Assistant.ChooseModelAsync(configuration, cancellationToken);
        var models = new List<Model>();
        if (configured.Length > 0 && ModelCatalog.Find(configured) is null)
        {
            models.Add(new Model(configured, OpenAi, null, Tools: false, Images: false, Reasoning: false, null));
        }

        // Whether another endpoint has the vendor's models nobody knows.
        if (endpoint is null or { IsVendor: true })
        {
            models.AddRange(ModelCatalog.Models.Select(m => ToWire.Model(m, OpenAi)));
        }

        models.Add(new Model(Offline, Offline, null, Tools: false, Images: false, Reasoning: false, null));
        return new ModelListResult(models, choice switch
        {
            ModelChoice.Offline => new CurrentModel(Offline, Offline, endpoint?.ToString()),
            // Without a key it is the chosen one all the same.
            _ when configuration.Problem is null && endpoint is not null =>
                new CurrentModel(OpenAi, configured.Length > 0 ? configured : ModelCatalog.DefaultModel, endpoint.ToString()),
            _ => null,
        });
    }
}
