using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodexLsp.Host.Protocol;

/// <summary>
/// Reads the first message by hand. Every editor waits for its answer, and the generated reader compiles some two hundred generic
/// methods over <c>bool?</c>, <c>int?</c> and <c>JsonElement?</c> at run time, which no ahead-of-time image may hold: a fifth of the start.
/// </summary>
internal sealed class InitializeParamsReader : JsonConverter<InitializeParams>
{
    public override InitializeParams Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        if (root.ValueKind is not JsonValueKind.Object || Find(root, "capabilities") is not { } capabilities)
        {
            throw new JsonException("$: initialize needs an object with capabilities.");
        }

        Require(capabilities, JsonValueKind.Object, "capabilities");
        return new InitializeParams(
            new ClientCapabilities(
                Boolean(capabilities, "workspace", "applyEdit") ?? false,
                Boolean(capabilities, "workspace", "configuration") ?? false,
                Boolean(capabilities, "workspace", "didChangeWatchedFiles", "dynamicRegistration") ?? false,
                Boolean(capabilities, "window", "workDoneProgress") ?? false,
                Find(capabilities, "workspace", "workspaceEdit", "changeAnnotationSupport") is not null,
                [.. Items(capabilities, kind => Require(kind, JsonValueKind.String, "resourceOperations").GetString()!, "workspace", "workspaceEdit", "resourceOperations")]),
            [.. Items(root, folder => Text(folder, "uri") ?? throw Wrong("workspaceFolders", "each folder needs a uri"), "workspaceFolders")],
            Integer(root, "processId"),
            Text(root, "rootUri"),
            Text(root, "rootPath"),
            Text(root, "trace"),
            Find(root, "initializationOptions", "codex") is { } codex ? Codex(codex) : null);
    }

    public override void Write(Utf8JsonWriter writer, InitializeParams value, JsonSerializerOptions options) =>
        throw new NotSupportedException("A server does not send initialize.");

    private static CodexClientOptions Codex(JsonElement codex) => new(
        Integer(codex, "version") ?? throw Wrong("initializationOptions.codex", "a version is missing"),
        Boolean(codex, "trusted"),
        Find(codex, "settings")?.Clone(),
        Boolean(codex, "otherCSharpServer"));

    private static string? Text(JsonElement element, string name) =>
        Find(element, name) is { } value ? Require(value, JsonValueKind.String, name).GetString() : null;

    private static int? Integer(JsonElement element, string name) => Find(element, name) is not { } value ? null
        : value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : throw Wrong(name, "a whole number is wanted");

    private static bool? Boolean(JsonElement element, params ReadOnlySpan<string> path) => Find(element, path) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.ValueKind is JsonValueKind.True
        : throw Wrong(string.Join('.', path), "true or false is wanted");

    private static List<string> Items(JsonElement element, Func<JsonElement, string> read, params ReadOnlySpan<string> path)
    {
        var items = new List<string>();
        if (Find(element, path) is { } array)
        {
            foreach (var item in Require(array, JsonValueKind.Array, path[^1]).EnumerateArray())
            {
                items.Add(read(item));
            }
        }

        return items;
    }

    /// <summary>The value at a path; null when a part of it is absent or null.</summary>
    private static JsonElement? Find(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (!Require(element, JsonValueKind.Object, name).TryGetProperty(name, out element) || element.ValueKind is JsonValueKind.Null)
            {
                return null;
            }
        }

        return element;
    }

    private static JsonElement Require(JsonElement element, JsonValueKind kind, string name) =>
        element.ValueKind == kind ? element : throw Wrong(name, $"{kind} is wanted, {element.ValueKind} came");

    private static JsonException Wrong(string where, string what) => new($"$.{where}: {what}.");
}
