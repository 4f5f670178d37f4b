using System.Diagnostics;
using System.Runtime.CompilerServices;
using CodexLsp.Engine.Policy;
using OpenAI.Responses;

namespace CodexLsp.Engine.Models;

/// <summary>A model behind the Responses API, OpenAI's own or any that speaks it.</summary>
public sealed class OpenAiResponsesModel : IModel, IDisposable
{
    private readonly ResponsesClient _client;
    private readonly HttpClient _http;
    private readonly ModelLimits _limits;
    private readonly RetryPolicy _retries;
    private readonly ModelProblems _problems;
    private readonly TimeProvider _time;

    /// <summary>Connects to nothing yet.</summary>
    /// <param name="endpoint">Where to ask.</param>
    /// <param name="redactor">Learns the key and the headers' values, and keeps them out of every failure.</param>
    /// <param name="time">The clock of waits and limits.</param>
    public OpenAiResponsesModel(OpenAiEndpoint endpoint, Redactor redactor, TimeProvider time)
        : this(endpoint, redactor, time, ModelLimits.Default, RetryPolicy.Default, ResponsesConnection.Network(endpoint))
    {
    }

    internal OpenAiResponsesModel(
        OpenAiEndpoint endpoint, Redactor redactor, TimeProvider time, ModelLimits limits, RetryPolicy retries, HttpMessageHandler network)
    {
        if (endpoint.Key is { } key)
        {
            redactor.Add(key);
        }

        foreach (var value in endpoint.Headers.Values)
        {
            redactor.Add(value);
        }

        _time = time;
        _limits = limits;
        _retries = retries;
        _problems = new ModelProblems(endpoint, redactor, time);
        (_client, _http) = ResponsesConnection.Open(endpoint, network, limits);
    }

    /// <summary>
    /// Loads and compiles what the first question would wait for, by asking an answer made up in memory; nothing leaves the process.
    /// </summary>
    public static async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        using var model = new OpenAiResponsesModel(
            new OpenAiEndpoint(OpenAiEndpoint.Vendor, Key: null), new Redactor(), TimeProvider.System, ModelLimits.Default, RetryPolicy.Default, new WarmUpNetwork());
        var request = new ModelRequest("warm-up", "Warm up.", [new ModelMessage(ModelRole.User, "Hello.")]) { Effort = "low", CacheKey = "warm-up" };
        await foreach (var _ in model.AskAsync(request, cancellationToken))
        {
            // Reading the answer is all.
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ModelEvent> AskAsync(ModelRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        var spent = ModelUsage.None;
        for (var attempt = 1; ; attempt++)
        {
            var stream = new ResponseStream(_client, Options(request), _limits, _problems, _time, cancellationToken);
            var shown = false;
            await using (stream)
            {
                while (await stream.NextAsync() is { } e)
                {
                    shown = true;
                    yield return e;
                }
            }

            spent += Cost(request, stream);
            var usage = spent with { Duration = _time.GetElapsedTime(start) };
            if (stream.Problem is not { } problem)
            {
                yield return new ModelEvent.Completed(usage);
                yield break;
            }

            var delay = problem.Transient && !shown
                ? _retries.DelayAfter(attempt, _time.GetElapsedTime(start), problem.RetryAfter, Random.Shared.NextDouble())
                : null;
            if (delay is null)
            {
                yield return new ModelEvent.Failed(problem.Failure, usage);
                yield break;
            }

            yield return new ModelEvent.Retrying(attempt, delay.Value, problem.Failure.Message);
            await Task.Delay(delay.Value, _time, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static CreateResponseOptions Options(ModelRequest request)
    {
        var options = new CreateResponseOptions(request.Model, request.Items.Select(Item))
        {
            Instructions = request.Instructions,
            // Nothing is kept at the provider: the thread is ours.
            StoredOutputEnabled = false,
            StreamingEnabled = true,
            PromptCacheKey = request.CacheKey,
        };
        if (request.Effort is { } effort)
        {
            options.ReasoningOptions = new ResponseReasoningOptions { ReasoningEffortLevel = new ResponseReasoningEffortLevel(effort) };
        }

        foreach (var tool in request.Tools)
        {
            // Not strict: that would forbid optional arguments.
            options.Tools.Add(ResponseTool.CreateFunctionTool(tool.Name, Json(tool.Schema), strictModeEnabled: false, tool.Description));
        }

        // Only where a call follows does the model go on thinking; models that do not reason refuse the question.
        if (!request.Tools.IsEmpty && (request.Effort is not null || ModelCatalog.Find(request.Model)?.Reasoning == true))
        {
            options.IncludedProperties.Add(IncludedResponseProperty.ReasoningEncryptedContent);
        }

        return options;
    }

    private static ResponseItem Item(ModelItem item) => item switch
    {
        ModelMessage { Role: ModelRole.User } message => ResponseItem.CreateUserMessageItem(message.Text),
        ModelMessage { Role: ModelRole.Assistant } message => ResponseItem.CreateAssistantMessageItem(message.Text),
        ModelToolCall call => ResponseItem.CreateFunctionCallItem(call.CallId, call.Name, BinaryData.FromString(call.Arguments)),
        ModelToolResult result => ResponseItem.CreateFunctionCallOutputItem(result.CallId, result.Text),
        ModelReasoning reasoning => new ReasoningResponseItem(
            reasoning.Summary.Length > 0 ? [ReasoningSummaryPart.CreateTextPart(reasoning.Summary)] : [])
        {
            EncryptedContent = reasoning.EncryptedContent,
        },
        _ => throw new UnreachableException(),
    };

    private static BinaryData Json(System.Text.Json.JsonElement element) => BinaryData.FromString(element.GetRawText());

    private static ModelUsage Cost(ModelRequest request, ResponseStream stream)
    {
        if (stream.Usage is { } told)
        {
            return (ModelUsage.None with
            {
                Requests = 1,
                InputTokens = told.InputTokenCount,
                CachedInputTokens = told.InputTokenDetails?.CachedTokenCount ?? 0,
                OutputTokens = told.OutputTokenCount,
                ReasoningTokens = told.OutputTokenDetails?.ReasoningTokenCount ?? 0,
            }).At(request.Model);
        }

        // Cut, or an endpoint that does not tell: what was sent and what came has its price all the same.
        return stream.Answer.Length > 0 || stream.Problem is null
            ? ModelUsage.Estimate(request, stream.Answer)
            : ModelUsage.None with { Requests = 1 };
    }
}
