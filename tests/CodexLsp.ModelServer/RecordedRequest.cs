using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CodexLsp.ModelServer;

/// <summary>A request as it came.</summary>
/// <param name="At">When it had come whole.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Headers">By name in lower case; several values are joined by a comma.</param>
/// <param name="Body">The body as text.</param>
public sealed record RecordedRequest(
    DateTimeOffset At, string Method, string Path, ImmutableDictionary<string, string> Headers, string Body)
{
    private readonly TaskCompletionSource _clientClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The body as JSON; null when it is none.</summary>
    [JsonIgnore]
    public JsonObject? Json { get; init; }

    /// <summary>The model asked for.</summary>
    [JsonIgnore]
    public string? Model => Json?["model"] is JsonValue value && value.TryGetValue(out string? model) ? model : null;

    /// <summary>The instructions and the text of the input items, one per line.</summary>
    [JsonIgnore]
    public string Text
    {
        get
        {
            var text = new StringBuilder();
            Append(text, Json?["instructions"]);
            Append(text, Json?["input"]);
            return text.ToString();
        }
    }

    /// <summary>Ends when the client closed the connection before its answer was whole.</summary>
    [JsonIgnore]
    public Task ClientClosed => _clientClosed.Task;

    internal void SetClientClosed() => _clientClosed.TrySetResult();

    private static void Append(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case JsonValue value when value.TryGetValue(out string? words):
                text.Append(words).Append('\n');
                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Append(text, item);
                }

                break;
            case JsonObject item:
                foreach (var key in (ReadOnlySpan<string>)["content", "text", "arguments", "input", "output"])
                {
                    Append(text, item[key]);
                }

                break;
        }
    }
}
