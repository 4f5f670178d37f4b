using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Host.Configuration;

/// <summary>The values of one source.</summary>
/// <param name="Source">What <c>config</c> prints as the source: a file's path, <c>environment</c>, <c>command line</c>, <c>editor</c>.</param>
/// <param name="IsWorkspace">Whether it came with the code, so that it may only do what a workspace may.</param>
/// <param name="Values">By key name; lists joined with commas.</param>
/// <param name="Warnings">What could not be used, a sentence each.</param>
internal sealed record ConfigurationLayer(
    string Source, bool IsWorkspace, ImmutableDictionary<string, string> Values, ImmutableArray<string> Warnings)
{
    private static readonly ImmutableDictionary<string, string> Empty = ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The workspace file's name, in the workspace folder.</summary>
    public const string WorkspaceFileName = ".codex-lsp.json";

    /// <summary>Values already by key name (the command line's).</summary>
    public static ConfigurationLayer Of(string source, IEnumerable<(ConfigurationKey Key, string? Value)> values)
    {
        var (accepted, warnings) = Check(source, values.Where(v => v.Value is not null).Select(v => (v.Key.Name, v.Value!)));
        return new ConfigurationLayer(source, false, accepted, warnings);
    }

    /// <summary>
    /// The environment's. <c>OPENAI_BASE_URL</c> counts as <c>baseUrl</c> where our own name is not set.
    /// </summary>
    public static ConfigurationLayer FromEnvironment(Func<string, string?> variable)
    {
        var values = new List<(string, string)>();
        foreach (var key in ConfigurationKeys.All)
        {
            var value = variable(key.EnvironmentName);
            if (string.IsNullOrEmpty(value) && key == ConfigurationKeys.BaseUrl)
            {
                value = variable("OPENAI_BASE_URL");
            }

            if (!string.IsNullOrEmpty(value))
            {
                values.Add((key.Name, value));
            }
        }

        var (accepted, warnings) = Check("environment", values);
        return new ConfigurationLayer("environment", false, accepted, warnings);
    }

    /// <summary>A file's; an absent file is an empty layer, an unreadable one an empty layer with a warning.</summary>
    public static ConfigurationLayer FromFile(AbsolutePath file, bool isWorkspace)
    {
        try
        {
            if (!File.Exists(file.Value))
            {
                return new ConfigurationLayer(file.Value, isWorkspace, Empty, []);
            }

            using var json = JsonDocument.Parse(
                File.ReadAllBytes(file.Value),
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 });
            return FromJson(file.Value, isWorkspace, json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return new ConfigurationLayer(
                file.Value, isWorkspace, Empty, [$"{file.Value} is not used: {exception.Message} Correct it; until then its values do not hold."]);
        }
    }

    /// <summary>A JSON object's, keys with dots or nested objects alike.</summary>
    public static ConfigurationLayer FromJson(string source, bool isWorkspace, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new ConfigurationLayer(source, isWorkspace, Empty, [$"{source} is not used: it is no JSON object."]);
        }

        var values = new List<(string, string)>();
        var misshapen = ImmutableArray.CreateBuilder<string>();
        Collect(root, "", values, misshapen, source);
        var (accepted, warnings) = Check(source, values);
        return new ConfigurationLayer(source, isWorkspace, accepted, [.. misshapen, .. warnings]);
    }

    private static void Collect(
        JsonElement element, string prefix, List<(string, string)> values, ImmutableArray<string>.Builder warnings, string source)
    {
        foreach (var property in element.EnumerateObject())
        {
            var name = prefix + property.Name;
            if (name == "$schema")
            {
                continue;
            }

            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    Collect(property.Value, name + ".", values, warnings, source);
                    break;
                case JsonValueKind.Array when property.Value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String):
                    values.Add((name, string.Join(',', property.Value.EnumerateArray().Select(e => e.GetString()))));
                    break;
                case JsonValueKind.String:
                    values.Add((name, property.Value.GetString()!));
                    break;
                case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                    values.Add((name, property.Value.GetRawText()));
                    break;
                case JsonValueKind.Null:
                    break;
                default:
                    warnings.Add($"{source}: {name} is not used: it is neither a text, a number, nor a list of texts.");
                    break;
            }
        }
    }

    private static (ImmutableDictionary<string, string> Accepted, ImmutableArray<string> Warnings) Check(
        string source, IEnumerable<(string Name, string Value)> values)
    {
        var accepted = Empty.ToBuilder();
        var warnings = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, value) in values)
        {
            if (ConfigurationKeys.Find(name) is not { } key)
            {
                var nearest = ConfigurationKeys.Nearest(name) is { } known ? $" Did you mean {known}?" : "";
                warnings.Add($"{source}: {name} is not a setting.{nearest}");
            }
            else if (Problem(key, value) is { } problem)
            {
                warnings.Add($"{source}: {name} is not used: {problem}");
            }
            else
            {
                accepted[name] = value;
            }
        }

        return (accepted.ToImmutable(), warnings.ToImmutable());
    }

    private static string? Problem(ConfigurationKey key, string value) => key.Kind switch
    {
        ValueKind.Choice when !key.Choices.Contains(value) => $"'{value}' is none of {string.Join(", ", key.Choices)}.",
        ValueKind.Number when !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1 =>
            $"'{value}' is no whole number above zero.",
        _ => null,
    };
}
