using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CodexLsp.Host.Configuration;

/// <summary>The JSON schema of <c>config.json</c> and <c>.codex-lsp.json</c>, for editors to complete and check them.</summary>
internal static class ConfigurationSchema
{
    /// <summary>The schema's text: every key with dots and, for grouped keys, as nested objects too.</summary>
    public static string Write()
    {
        using var buffer = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "http://json-schema.org/draft-07/schema#");
            json.WriteString("title", "codex-lsp configuration");
            WriteObject(json, [.. ConfigurationKeys.All.Select(k => (k.Name, k))], isRoot: true);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static void WriteObject(Utf8JsonWriter json, (string Name, ConfigurationKey Key)[] keys, bool isRoot)
    {
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", false);
        json.WriteStartObject("properties");
        if (isRoot)
        {
            json.WriteStartObject("$schema");
            json.WriteString("type", "string");
            json.WriteEndObject();
        }

        foreach (var (name, key) in keys)
        {
            json.WriteStartObject(name);
            WriteKey(json, key);
            json.WriteEndObject();
        }

        foreach (var group in keys.Where(k => k.Name.Contains('.', StringComparison.Ordinal)).GroupBy(k => k.Name.Split('.')[0]))
        {
            json.WriteStartObject(group.Key);
            WriteObject(json, [.. group.Select(k => (k.Name[(group.Key.Length + 1)..], k.Key))], isRoot: false);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteKey(Utf8JsonWriter json, ConfigurationKey key)
    {
        json.WriteString("description", key.Description);
        switch (key.Kind)
        {
            case ValueKind.Text:
                json.WriteString("type", "string");
                break;
            case ValueKind.Choice:
                json.WriteStartArray("enum");
                foreach (var choice in key.Choices)
                {
                    json.WriteStringValue(choice);
                }

                json.WriteEndArray();
                break;
            case ValueKind.Number:
                json.WriteString("type", "integer");
                json.WriteNumber("minimum", 1);
                json.WriteNumber("maximum", ConfigurationKey.Maximum);
                break;
            case ValueKind.Amount:
                json.WriteString("type", "number");
                json.WriteNumber("exclusiveMinimum", 0);
                break;
            case ValueKind.List or ValueKind.Globs:
                json.WriteStartArray("type");
                json.WriteStringValue("array");
                json.WriteStringValue("string");
                json.WriteEndArray();
                json.WriteStartObject("items");
                json.WriteString("type", "string");
                json.WriteEndObject();
                break;
            default:
                throw new InvalidOperationException($"Unknown kind {key.Kind}.");
        }

        if (key.Default.Length > 0)
        {
            json.WritePropertyName("default");
            json.WriteRawValue(key.Kind is ValueKind.Number or ValueKind.Amount ? key.Default : $"\"{JsonEncodedText.Encode(key.Default)}\"");
        }
    }
}
