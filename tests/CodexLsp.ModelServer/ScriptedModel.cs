using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace CodexLsp.ModelServer;

/// <summary>
/// A model made of a script: a real HTTP server on the loopback interface that speaks the vendor's Responses API, answers as its
/// <see cref="Scenario"/> says and keeps every request.
/// </summary>
public sealed class ScriptedModel : IAsyncDisposable
{
    private const string GatePath = "/gates/";

    private readonly Lock _lock = new();
    private readonly Scenario _scenario;
    private readonly TimeProvider _time;
    private readonly WebApplication _application;
    private readonly int[] _used;
    private readonly ConcurrentDictionary<string, Gate> _gates = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _clientClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableList<RecordedRequest> _requests = [];
    private TaskCompletionSource _requestCame = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ScriptedModel(Scenario scenario, int port, TimeProvider time)
    {
        _scenario = scenario;
        _time = time;
        _used = new int[scenario.Exchanges.Length];
        // Empty: no configuration files of the current folder, no environment, no log.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        _application = builder.Build();
        _application.Run(HandleAsync);
    }

    /// <summary>What precedes <c>/responses</c>.</summary>
    public Uri BaseUrl { get; private set; } = new("http://127.0.0.1/v1");

    /// <summary>The requests for an answer so far, in the order they came.</summary>
    public ImmutableList<RecordedRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return _requests;
            }
        }
    }

    /// <summary>Ends when a client first closed a connection before its answer was whole.</summary>
    public Task ClientClosed => _clientClosed.Task;

    /// <summary>Starts listening.</summary>
    /// <param name="scenario">What to answer.</param>
    /// <param name="port">The port; 0 is a free one.</param>
    /// <param name="time">The clock of the record; null is the system's.</param>
    /// <param name="cancellationToken">Ends the start, not the server.</param>
    public static async Task<ScriptedModel> StartAsync(
        Scenario scenario, int port = 0, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var server = new ScriptedModel(scenario, port, time ?? TimeProvider.System);
        await server._application.StartAsync(cancellationToken);
        server.BaseUrl = new Uri($"{server._application.Urls.Single()}/v1");
        return server;
    }

    /// <summary>Makes answers that name this gate wait at it. Call it before the request comes.</summary>
    public Gate Hold(string name) => _gates.GetOrAdd(name, _ => new Gate());

    /// <summary>Waits for the request with this index, from 0.</summary>
    public async Task<RecordedRequest> WaitForRequest(int index = 0, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task came;
            lock (_lock)
            {
                if (index < _requests.Count)
                {
                    return _requests[index];
                }

                came = _requestCame.Task;
            }

            await came.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits until the process is told to end.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _application.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var gate in _gates.Values)
        {
            gate.Release();
        }

        // Without a grace period: a test that ends with an answer still running must not wait for it.
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value;
        if (context.Request.Method == "GET" && path == "/requests")
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(
                JsonSerializer.Serialize([.. Requests], ScenarioJson.Default.RecordedRequestArray), context.RequestAborted);
            return;
        }

        if (path?.StartsWith(GatePath, StringComparison.Ordinal) == true)
        {
            await AnswerGateAsync(context, path[GatePath.Length..]);
            return;
        }

        var request = await RecordAsync(context);
        if (context.Request.Method != "POST" || path != "/v1/responses")
        {
            await RefuseAsync(context, 404, $"This server answers POST /v1/responses and GET /requests, not {request.Method} {request.Path}.");
            return;
        }

        if (request.Json is null)
        {
            await RefuseAsync(context, 400, "The body is not a JSON object.");
            return;
        }

        if (CallProblem(request.Json) is { } problem)
        {
            await RefuseAsync(context, 400, problem);
            return;
        }

        if (Choose(request) is not { } answer)
        {
            await RefuseAsync(context, 400, Unmatched(request));
            return;
        }

        var writer = new AnswerWriter(context, request, answer, _gates);
        try
        {
            await writer.WriteAsync();
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            request.SetClientClosed();
            _clientClosed.TrySetResult();
        }
        catch (InvalidOperationException e) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, 500, $"The scenario's answer cannot be sent: {e.Message}");
        }
    }

    // What a test in another process does to a gate: POST holds it, GET waits until an answer stands there, DELETE lets it go on.
    private async Task AnswerGateAsync(HttpContext context, string name)
    {
        context.Response.StatusCode = 204;
        switch (context.Request.Method)
        {
            case "POST":
                Hold(name);
                break;
            case "GET":
                await Hold(name).Reached.WaitAsync(context.RequestAborted);
                break;
            case "DELETE":
                Hold(name).Release();
                break;
            default:
                context.Response.StatusCode = 405;
                break;
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string message) =>
        AnswerWriter.WriteErrorAsync(context, status, new VendorError(message, "invalid_request_error", "scenario"));

    private async Task<RecordedRequest> RecordAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var headers = context.Request.Headers.ToImmutableDictionary(
            h => h.Key.ToLowerInvariant(), h => h.Value.ToString(), StringComparer.Ordinal);
        var request = new RecordedRequest(
            _time.GetUtcNow(), context.Request.Method, context.Request.Path + context.Request.QueryString, headers, body)
        {
            Json = Json(body),
        };
        lock (_lock)
        {
            _requests = _requests.Add(request);
            _requestCame.TrySetResult();
            _requestCame = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return request;
    }

    // As the vendor does: each call has its output before anybody speaks again, each output its call.
    private static string? CallProblem(JsonObject request)
    {
        var open = new List<string>();
        foreach (var item in (request["input"] as JsonArray)?.OfType<JsonObject>() ?? [])
        {
            var (type, id) = ((string?)item["type"], (string?)item["call_id"] ?? "");
            switch (type)
            {
                case "function_call":
                    open.Add(id);
                    break;
                case "function_call_output" when !open.Remove(id):
                    return $"No tool call found for function call output with call_id {id}.";
                case "message" when open.Count > 0:
                    return $"No tool output found for function call {open[0]}.";
            }
        }

        return open.Count > 0 ? $"No tool output found for function call {open[0]}." : null;
    }

    private static JsonObject? Json(string body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Answer? Choose(RecordedRequest request)
    {
        lock (_lock)
        {
            for (var i = 0; i < _used.Length; i++)
            {
                var exchange = _scenario.Exchanges[i];
                if (!(_used[i] >= exchange.Times) && exchange.When?.Holds(request) != false)
                {
                    _used[i]++;
                    return exchange.Then;
                }
            }

            return null;
        }
    }

    private string Unmatched(RecordedRequest request)
    {
        lock (_lock)
        {
            var text = request.Text;
            var exchanges = _scenario.Exchanges.Select((e, i) =>
                $"{i + 1}: {(_used[i] >= e.Times ? "used up" : $"when {e.When}")}");
            return $"No exchange of the scenario answers this request to model '{request.Model}', whose text ends "
                + $"'{text[^Math.Min(200, text.Length)..]}'. {string.Join("; ", exchanges)}.";
        }
    }
}
