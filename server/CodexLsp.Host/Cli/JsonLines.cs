using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CodexLsp.Host.Serving;

namespace CodexLsp.Host.Cli;

/// <summary>
/// The notifications of our methods as JSON Lines: <c>codex/item/started</c> is <c>{ "type": "item/started", … }</c> with the same fields.
/// </summary>
/// <param name="output">A line each goes here.</param>
internal sealed class JsonLines(TextWriter output) : INotificationSink
{
    private const string Prefix = "codex/";

    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public void Notify<T>(string method, JsonTypeInfo<T> type, T value)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("type", method[Prefix.Length..]);
            foreach (var field in JsonSerializer.SerializeToElement(value, type).EnumerateObject())
            {
                field.WriteTo(json);
            }

            json.WriteEndObject();
        }

        // Tools report from threads of their own.
        lock (_lock)
        {
            output.Write(System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n");
        }
    }

    /// <summary>Each at once: whoever reads lines reads all of them.</summary>
    public void NotifyDelta<T>(string method, string key, JsonTypeInfo<T> type, T value, Func<T, T, T> merge) => Notify(method, type, value);
}
