using System.Collections.Immutable;
using System.Globalization;

namespace CodexLsp.Host.Configuration;

/// <summary>What holds, from all layers together, each value with its source.</summary>
internal sealed class EffectiveConfiguration
{
    private readonly ImmutableDictionary<string, (string Value, string Source)> _values;

    private EffectiveConfiguration(
        ImmutableDictionary<string, (string Value, string Source)> values,
        ImmutableArray<ImmutableArray<string>> allowedPaths,
        ImmutableArray<string> warnings)
    {
        _values = values;
        AllowedPaths = allowedPaths;
        Warnings = warnings;
    }

    /// <summary>Lists of globs; a file must match each list.</summary>
    public ImmutableArray<ImmutableArray<string>> AllowedPaths { get; }

    /// <summary>What is ignored and why, a sentence each.</summary>
    public ImmutableArray<string> Warnings { get; }

    /// <summary>Every key with its value and source, in the order of the list.</summary>
    public IEnumerable<(ConfigurationKey Key, string Value, string Source)> Entries =>
        ConfigurationKeys.All.Select(k => (k, Text(k), _values.TryGetValue(k.Name, out var found) ? found.Source : "default"));

    /// <summary>Joins layers, the strongest first.</summary>
    public static EffectiveConfiguration Resolve(IEnumerable<ConfigurationLayer> layers)
    {
        var values = ImmutableDictionary.CreateBuilder<string, (string Value, string Source)>(StringComparer.Ordinal);
        var warnings = ImmutableArray.CreateBuilder<string>();
        var allowed = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        foreach (var layer in layers)
        {
            warnings.AddRange(layer.Warnings);
            foreach (var key in ConfigurationKeys.All)
            {
                if (!layer.Values.TryGetValue(key.Name, out var value))
                {
                    continue;
                }

                if (layer.IsWorkspace)
                {
                    Restrict(key, value, layer.Source, values, allowed, warnings);
                }
                else
                {
                    values.TryAdd(key.Name, (value, layer.Source));
                }
            }
        }

        var user = values.TryGetValue(ConfigurationKeys.AllowedPaths.Name, out var globs) ? globs.Value : ConfigurationKeys.AllowedPaths.Default;
        allowed.Insert(0, Split(user));
        return new EffectiveConfiguration(values.ToImmutable(), allowed.ToImmutable(), warnings.ToImmutable());
    }

    /// <summary>The value as text; empty when unset.</summary>
    public string Text(ConfigurationKey key) => _values.TryGetValue(key.Name, out var found) ? found.Value : key.Default;

    /// <summary>The value as a number.</summary>
    public int Number(ConfigurationKey key) => int.Parse(Text(key), CultureInfo.InvariantCulture);

    /// <summary>The value as a list.</summary>
    public ImmutableArray<string> List(ConfigurationKey key) => Split(Text(key));

    private static void Restrict(
        ConfigurationKey key,
        string value,
        string source,
        ImmutableDictionary<string, (string Value, string Source)>.Builder values,
        ImmutableArray<ImmutableArray<string>>.Builder allowed,
        ImmutableArray<string>.Builder warnings)
    {
        var set = values.TryGetValue(key.Name, out var user);
        switch (key.Workspace)
        {
            case WorkspaceRight.None:
                warnings.Add($"{source}: {key.Name} is ignored: it decides where code and keys go, so only you may set it.");
                break;
            case WorkspaceRight.Lower:
                var limit = int.Parse(set ? user.Value : key.Default, CultureInfo.InvariantCulture);
                if (int.Parse(value, CultureInfo.InvariantCulture) <= limit)
                {
                    values[key.Name] = (value, source);
                }
                else
                {
                    warnings.Add($"{source}: {key.Name} is ignored: a workspace may only lower it (it is {limit}).");
                }

                break;
            case WorkspaceRight.Narrow when key == ConfigurationKeys.AllowedPaths:
                allowed.Add(Split(value));
                break;
            case WorkspaceRight.Narrow:
                values[key.Name] = set ? ($"{user.Value},{value}", $"{user.Source}, {source}") : (value, source);
                break;
            case WorkspaceRight.Set:
                values.TryAdd(key.Name, (value, source));
                break;
            default:
                throw new InvalidOperationException($"Unknown right {key.Workspace}.");
        }
    }

    private static ImmutableArray<string> Split(string list) =>
        [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
