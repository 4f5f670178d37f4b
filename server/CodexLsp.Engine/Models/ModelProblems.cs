using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CodexLsp.Engine.Policy;

namespace CodexLsp.Engine.Models;

/// <summary>What went wrong with one try.</summary>
/// <param name="Failure">As the user is told when no other try follows.</param>
/// <param name="Transient">Whether another try can succeed.</param>
/// <param name="RetryAfter">The least wait the provider asks for.</param>
internal sealed record ModelProblem(Failure Failure, bool Transient = false, TimeSpan? RetryAfter = null);

/// <summary>Says what went wrong with one endpoint, in the provider's own words where it has any, never with a secret.</summary>
internal sealed class ModelProblems(OpenAiEndpoint endpoint, Redactor redactor, TimeProvider time)
{
    private const int LongestWords = 600;
    private const string Checks = "Check the key: OPENAI_API_KEY, or the one the editor keeps; 'codex-lsp config' shows where each setting comes from.";

    /// <summary>The problem behind an exception of the library; null when it is none of the endpoint's or the network's.</summary>
    public ModelProblem? Of(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case ResponseTooLargeException:
                    return TooLarge(e.Message);
                case RedirectedException redirected:
                    return new(new Failure(
                        "network.redirected",
                        $"{endpoint.Name} redirects to {Words(redirected.Target ?? "another address")}; that is not followed, because the key would go with it.",
                        "Set 'baseUrl' to that address if you trust it."));
                case ClientResultException { Status: > 0 } http when http.GetRawResponse() is { } response:
                    return OfStatus(response);
                case HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse }:
                    return NotTheApi();
                case HttpRequestException
                {
                    HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                        or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
                } http:
                    return Unreachable(http);
                case OperationCanceledException { InnerException: TimeoutException }:
                    return Unreachable("it does not take the connection");
                case HttpRequestException or IOException:
                    return Cut();
                // What the library's readers throw at a shape they do not expect.
                case JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException:
                    return NotTheApi();
            }
        }

        return null;
    }

    /// <summary>An answer that is no stream, such as the page of a portal or a wrong address; null when it is one.</summary>
    public ModelProblem? OfHead(PipelineResponseHeaders headers) =>
        headers.TryGetValue("Content-Type", out var type) && type?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == false
            ? NotTheApi()
            : null;

    public ModelProblem TooLarge(string what) =>
        new(new Failure("model.too-large", $"The answer of {endpoint.Name} was given up: {Words(what)}.", "Ask for less at once."));

    public ModelProblem Cut() =>
        new(new Failure("model.cut", $"{endpoint.Name} ended the answer before it was whole.", "Try again.", Retryable: true), Transient: true);

    public ModelProblem Idle(TimeSpan limit) =>
        new(new Failure("model.timeout", $"{endpoint.Name} was silent for {limit.TotalSeconds:0} seconds.", "Try again.", Retryable: true), Transient: true);

    public ModelProblem TooLong(TimeSpan limit) =>
        new(new Failure("model.timeout", $"The answer of {endpoint.Name} was not whole after {limit.TotalMinutes:0} minutes.", "Ask for less at once."));

    /// <summary>An <c>error</c> event or <c>response.failed</c>.</summary>
    public ModelProblem OfEvent(string? code, string? message)
    {
        var words = Words(message ?? code ?? "no reason was given");
        return code switch
        {
            "insufficient_quota" => Quota(words),
            "rate_limit_exceeded" => new(RateLimited(words), Transient: true),
            "server_error" or "server_overloaded" or "server_is_overloaded" or "slow_down" =>
                new(new Failure("model.unavailable", $"{endpoint.Name} failed: {words}", "Try again in a while.", Retryable: true), Transient: true),
            _ => new(new Failure("model.bad-request", $"{endpoint.Name} failed: {words}")),
        };
    }

    /// <summary><c>response.incomplete</c>.</summary>
    public ModelProblem Incomplete(string? reason) => reason switch
    {
        "content_filter" => new(new Failure("model.cut", $"{endpoint.Name} stopped the answer: its content filter stepped in.", "Ask in other words.")),
        "max_output_tokens" => new(new Failure("model.cut", $"{endpoint.Name} stopped the answer at the longest it gives.", "Ask for less at once.")),
        _ => new(new Failure("model.cut", $"{endpoint.Name} stopped the answer: {Words(reason ?? "no reason was given")}")),
    };

    private string NextForEndpoint => $"Check 'baseUrl' ({endpoint}): it is what precedes '/responses'.";

    /// <summary>What came is not what the API says.</summary>
    public ModelProblem NotTheApi() =>
        new(new Failure("model.cut", $"{endpoint.Name} sent what is no event of the Responses API.", NextForEndpoint));

    private ModelProblem OfStatus(PipelineResponse response)
    {
        var (code, type, message) = Body(response);
        var status = response.Status;
        var words = $"{Words(message ?? response.ReasonPhrase)} ({status})";
        if (code is "insufficient_quota" || type is "insufficient_quota")
        {
            return Quota(words);
        }

        return status switch
        {
            401 => new(new Failure("model.unauthorized", $"{endpoint.Name} does not accept the key: {words}", endpoint.Key is null
                ? "It needs a key: OPENAI_API_KEY, or one the editor keeps."
                : Checks)),
            403 => new(new Failure("model.forbidden", $"{endpoint.Name} forbids this: {words}", "Ask for another 'model', or use a key that may.")),
            404 => new(new Failure("model.bad-request", $"{endpoint.Name} does not know this: {words}", $"Check 'model'. {NextForEndpoint}")),
            429 => new(RateLimited(words), Transient: true, RetryAfter(response)),
            408 or 409 or >= 500 => new(
                new Failure("model.unavailable", $"{endpoint.Name} cannot answer now: {words}", "Try again in a while.", Retryable: true),
                Transient: true,
                RetryAfter(response)),
            _ => new(new Failure("model.bad-request", $"{endpoint.Name} refused the request: {words}")),
        };
    }

    private ModelProblem Quota(string words) =>
        new(new Failure("model.quota", $"The quota at {endpoint.Name} is used up: {words}", "Check plan and billing there, or use another key."));

    private Failure RateLimited(string words) =>
        new("model.rate-limited", $"{endpoint.Name} limits the rate of requests: {words}", "Try again in a while.", Retryable: true);

    private ModelProblem Unreachable(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => Unreachable("its name cannot be resolved"),
        HttpRequestError.SecureConnectionError =>
            Unreachable($"no secure connection can be made: {Words(e.InnerException?.Message ?? e.Message)}", transient: false),
        _ => Unreachable(Words(e.InnerException?.Message ?? e.Message)),
    };

    private ModelProblem Unreachable(string why, bool transient = true) =>
        new(
            new Failure(
                "network.unreachable", $"{endpoint.Name} cannot be reached: {why.TrimEnd('.')}.", $"Check the network and 'baseUrl' ({endpoint}).", transient),
            transient);

    private TimeSpan? RetryAfter(PipelineResponse response)
    {
        if (!response.Headers.TryGetValue("Retry-After", out var value) || value is null)
        {
            return null;
        }

        if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(1).TotalSeconds));
        }

        return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at - time.GetUtcNow() : null;
    }

    private static (string? Code, string? Type, string? Message) Body(PipelineResponse response)
    {
        try
        {
            using var body = JsonDocument.Parse(response.Content.ToMemory());
            return body.RootElement.ValueKind == JsonValueKind.Object
                && body.RootElement.TryGetProperty("error", out var error)
                && error.ValueKind == JsonValueKind.Object
                ? (Text(error, "code"), Text(error, "type"), Text(error, "message"))
                : (null, null, null);
        }
        catch (JsonException)
        {
            // Not the vendor's body (a proxy's page): the reason phrase has to do.
            return (null, null, null);
        }

        static string? Text(JsonElement error, string name) =>
            error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    // Words from outside: no secret, no control characters, no novel.
    private string Words(string text)
    {
        var words = new StringBuilder(text.Length);
        foreach (var character in redactor.Redact(text.Length > 10 * LongestWords ? text[..(10 * LongestWords)] : text))
        {
            words.Append(char.IsControl(character) ? ' ' : character);
        }

        var trimmed = words.ToString().Trim();
        return trimmed.Length > LongestWords ? trimmed[..LongestWords] + "…" : trimmed;
    }
}
