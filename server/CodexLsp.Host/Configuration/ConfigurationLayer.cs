using System.Collections.Immutable;
using System.Text.Json;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Host.Configuration;

/// <summary>The values of one source.</summary>
/// <param name="Source">What <c>config</c> prints as the source: a file's path, <c>environment</c>, <c>command line</c>, <c>editor</c>.</param>
/// <param name="IsWorkspace">Whether it came with the code, so that it may only do what a workspace may.</param>
/// <param name="Values">By key name, each as its items.</param>
/// <param name="Warnings">What could not be used, a sentence each. They name keys and what is wanted, never a value: it may be a secret.</param>
internal sealed record ConfigurationLayer(
    string Source, bool IsWorkspace, ImmutableDictionary<string, ImmutableArray<string>> Values, ImmutableArray<string> Warnings)
{
    /// <summary>
    /// Why nothing of the source could be read; null when it was. What the user forbade in it is not known then.
    /// </summary>
    public string? Unreadable { get; init; }

    /// <summary>The workspace file's name, in the workspace folder.</summary>
    public const string WorkspaceFileName = ".codex-lsp.json";

    /// <summary>Values already by key (the command line's); null is unset.</summary>
    public static ConfigurationLayer Of(string source, IEnumerable<(ConfigurationKey Key, string? Value)> values)
    {
        var layer = new Builder(source);
        foreach (var (key, value) in values)
        {
            if (value is not null)
            {
                layer.Add(key, key.Name, ConfigurationValue.Read(key, value));
            }
        }

        return layer.Build(isWorkspace: false);
    }

    /// <summary>
    /// The environment's. <c>OPENAI_BASE_URL</c> counts as <c>baseUrl</c> where our own name is not set.
    /// </summary>
    public static ConfigurationLayer FromEnvironment(Func<string, string?> variable)
    {
        var layer = new Builder("environment");
        foreach (var key in ConfigurationKeys.All)
        {
            string[] names = key == ConfigurationKeys.BaseUrl ? [key.EnvironmentName, "OPENAI_BASE_URL"] : [key.EnvironmentName];
            if (names.FirstOrDefault(n => !string.IsNullOrEmpty(variable(n))) is { } name)
            {
                layer.Add(key, name, ConfigurationValue.Read(key, variable(name)!));
            }
        }

        return layer.Build(isWorkspace: false);
    }

    /// <summary>A file's; an absent file is an empty layer, an unreadable one an empty layer with a warning.</summary>
    public static ConfigurationLayer FromFile(AbsolutePath file, bool isWorkspace)
    {
        try
        {
            if (!File.Exists(file.Value))
            {
                return new Builder(file.Value).Build(isWorkspace);
            }

            using var json = ConfigurationFile.Read(file);
            return FromJson(file.Value, isWorkspace, json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            var layer = new Builder(file.Value);
            layer.Warn($"the file is not used: {exception.Message} Correct it; until then its values do not hold.");
            return layer.Build(isWorkspace) with { Unreadable = exception.Message };
        }
    }

    /// <summary>A JSON object's, keys with dots or nested objects alike.</summary>
    public static ConfigurationLayer FromJson(string source, bool isWorkspace, JsonElement root)
    {
        var layer = new Builder(source);
        if (root.ValueKind != JsonValueKind.Object)
        {
            layer.Warn("it is not used: it must be a JSON object.");
            return layer.Build(isWorkspace) with { Unreadable = "It must be a JSON object." };
        }

        try
        {
            foreach (var (name, element) in Flatten(root, ""))
            {
                if (ConfigurationKeys.Find(name) is { } key)
                {
                    layer.Add(key, name, ConfigurationValue.Read(key, element));
                }
                else
                {
                    layer.WarnUnknown(name);
                }
            }
        }
        catch (InvalidOperationException)
        {
            // How the library says that a text is no Unicode (half a surrogate pair, bytes that are no UTF-8).
            layer = new Builder(source);
            layer.Warn("it is not used: a text in it is no valid Unicode.");
        }

        return layer.Build(isWorkspace);
    }

    private static IEnumerable<(string Name, JsonElement Value)> Flatten(JsonElement parent, string prefix) =>
        parent.EnumerateObject()
            .Where(p => p.Value.ValueKind != JsonValueKind.Null && prefix + p.Name != "$schema")
            .SelectMany(p => p.Value.ValueKind == JsonValueKind.Object && ConfigurationKeys.Find(prefix + p.Name) is null
                ? Flatten(p.Value, prefix + p.Name + ".")
                : [(prefix + p.Name, p.Value)]);

    /// <summary>Gathers what one source says and what of it cannot be used.</summary>
    private sealed class Builder(string source)
    {
        private const int LongestName = 100;

        private readonly ImmutableDictionary<string, ImmutableArray<string>>.Builder _values =
            ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);

        private readonly ImmutableArray<string>.Builder _warnings = ImmutableArray.CreateBuilder<string>();

        public void Add(ConfigurationKey key, string writtenAs, ConfigurationValue value)
        {
            if (value.Problem is { } problem)
            {
                Warn($"{writtenAs} {(key.KeepsWrongValue ? "cannot be followed" : "is not used")}: it must be {problem}.");
                if (!key.KeepsWrongValue)
                {
                    return;
                }
            }

            // How shells and settings pages unset a text.
            if (!key.IsList && value.Items is [""])
            {
                return;
            }

            if (_values.ContainsKey(key.Name))
            {
                Warn($"{writtenAs} is given twice: the last one holds.");
            }

            _values[key.Name] = value.Items;
        }

        public void WarnUnknown(string name)
        {
            var nearest = ConfigurationKeys.Nearest(name) is { } known ? $" Did you mean {known}?" : "";
            Warn($"{Shown(name)} is not a setting.{nearest}");
        }

        public void Warn(string what) => _warnings.Add($"{source}: {what}");

        public ConfigurationLayer Build(bool isWorkspace) => new(source, isWorkspace, _values.ToImmutable(), _warnings.ToImmutable());

        // A workspace's file may hold anything, and the warning is shown in a terminal.
        private static string Shown(string name)
        {
            var plain = string.Concat(name.Take(LongestName).Select(c => char.IsLetterOrDigit(c) || (c is > ' ' and <= '~') ? c : '\uFFFD'));
            return name.Length <= LongestName ? plain : plain + "…";
        }
    }
}
