using System.Collections.Immutable;
using System.Globalization;
using CodexLsp.Engine;

namespace CodexLsp.Host.Configuration;

/// <summary>What holds, from all layers together, each value with its source.</summary>
internal sealed class EffectiveConfiguration
{
    private readonly ImmutableDictionary<string, (ImmutableArray<string> Items, string Source, bool IsWorkspaces)> _values;

    private EffectiveConfiguration(
        ImmutableDictionary<string, (ImmutableArray<string> Items, string Source, bool IsWorkspaces)> values,
        ImmutableArray<ImmutableArray<string>> allowedPaths,
        ImmutableArray<string> warnings,
        Failure? problem)
    {
        _values = values;
        AllowedPaths = allowedPaths;
        Warnings = warnings;
        Problem = problem;
    }

    /// <summary>
    /// Why nothing may be sent to a model: a file of the user's own cannot be read, and with it what they forbade.
    /// </summary>
    public Failure? Problem { get; }

    /// <summary>Lists of globs; a file must match each list.</summary>
    public ImmutableArray<ImmutableArray<string>> AllowedPaths { get; }

    /// <summary>What is ignored and why, a sentence each.</summary>
    public ImmutableArray<string> Warnings { get; }

    /// <summary>Every key with its value and source, in the order of the list.</summary>
    public IEnumerable<(ConfigurationKey Key, string Value, string Source)> Entries =>
        ConfigurationKeys.All.Select(k => (
            k,
            k == ConfigurationKeys.AllowedPaths ? string.Join(" and ", AllowedPaths.Select(l => string.Join(',', l))) : Text(k),
            _values.TryGetValue(k.Name, out var found) ? found.Source : "default"));

    /// <summary>Joins layers, the strongest first.</summary>
    public static EffectiveConfiguration Resolve(IEnumerable<ConfigurationLayer> layers)
    {
        var values = ImmutableDictionary.CreateBuilder<string, (ImmutableArray<string> Items, string Source, bool IsWorkspaces)>(StringComparer.Ordinal);
        var warnings = ImmutableArray.CreateBuilder<string>();
        var allowed = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        Failure? problem = null;

        // A workspace restricts what the user said, so all of the user's own layers come first, whatever the order given.
        foreach (var layer in layers.OrderBy(l => l.IsWorkspace))
        {
            warnings.AddRange(layer.Warnings);
            if (layer is { IsWorkspace: false, Unreadable: { } why })
            {
                problem ??= new Failure(
                    "config.unreadable", $"{layer.Source} cannot be read, so what you allow and forbid is not known: {why}", "Correct the file, or remove it.");
            }

            foreach (var key in ConfigurationKeys.All)
            {
                if (!layer.Values.TryGetValue(key.Name, out var items))
                {
                    continue;
                }

                if (layer.IsWorkspace)
                {
                    Restrict(key, items, layer.Source, values, allowed, warnings);
                }
                else
                {
                    values.TryAdd(key.Name, (items, layer.Source, false));
                }
            }
        }

        allowed.Insert(0, values.TryGetValue(ConfigurationKeys.AllowedPaths.Name, out var own) ? own.Items : DefaultOf(ConfigurationKeys.AllowedPaths));
        return new EffectiveConfiguration(values.ToImmutable(), allowed.ToImmutable(), warnings.ToImmutable(), problem);
    }

    /// <summary>The value as text, a list with commas; empty when unset.</summary>
    public string Text(ConfigurationKey key) => _values.TryGetValue(key.Name, out var found) ? string.Join(',', found.Items) : key.Default;

    /// <summary>The value as a number, from 1 to <see cref="ConfigurationKey.Maximum"/>.</summary>
    public int Number(ConfigurationKey key) => int.Parse(Text(key), CultureInfo.InvariantCulture);

    /// <summary>The value as a number that may have a fraction; null when unset.</summary>
    public decimal? Amount(ConfigurationKey key) => Text(key) is { Length: > 0 } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>Whether a workspace's own file gave the value: then it is the code's word and nobody's.</summary>
    public bool IsWorkspaces(ConfigurationKey key) => _values.TryGetValue(key.Name, out var found) && found.IsWorkspaces;

    /// <summary>The value as a list.</summary>
    public ImmutableArray<string> List(ConfigurationKey key) => _values.TryGetValue(key.Name, out var found) ? found.Items : DefaultOf(key);

    private static void Restrict(
        ConfigurationKey key,
        ImmutableArray<string> items,
        string source,
        ImmutableDictionary<string, (ImmutableArray<string> Items, string Source, bool IsWorkspaces)>.Builder values,
        ImmutableArray<ImmutableArray<string>>.Builder allowed,
        ImmutableArray<string>.Builder warnings)
    {
        var set = values.TryGetValue(key.Name, out var found);
        var (before, sources) = set ? (found.Items, $"{found.Source}, {source}") : (DefaultOf(key), source);
        switch (key.Workspace)
        {
            case WorkspaceRight.None:
                warnings.Add(
                    $"{source}: {key.Name} is ignored: a workspace comes with its code and may not decide where code and keys go or what is "
                    + "trusted. Set it in your own config.json, the editor, the environment or the command line.");
                break;
            case WorkspaceRight.Lower:
                if (before is [""] or [] || decimal.Parse(items[0], CultureInfo.InvariantCulture) <= decimal.Parse(before[0], CultureInfo.InvariantCulture))
                {
                    values[key.Name] = (items, source, true);
                }
                else
                {
                    warnings.Add($"{source}: {key.Name} is ignored: a workspace may only lower it (it is {before[0]}).");
                }

                break;
            case WorkspaceRight.Tighten:
                var choices = key.Choices.ToList();
                if (choices.IndexOf(items[0]) <= choices.IndexOf(before[0]))
                {
                    values[key.Name] = (items, source, true);
                }
                else
                {
                    warnings.Add($"{source}: {key.Name} is ignored: a workspace may only tighten it (it is {before[0]}).");
                }

                break;
            case WorkspaceRight.Narrow when key == ConfigurationKeys.AllowedPaths:
                allowed.Add(items);
                values[key.Name] = (before, sources, false);
                break;
            case WorkspaceRight.Narrow:
                values[key.Name] = ([.. before, .. items], sources, false);
                break;
            case WorkspaceRight.Set or WorkspaceRight.Ask:
                values.TryAdd(key.Name, (items, source, true));
                break;
            default:
                throw new InvalidOperationException($"Unknown right {key.Workspace}.");
        }
    }

    private static ImmutableArray<string> DefaultOf(ConfigurationKey key) => ConfigurationValue.Read(key, key.Default).Items;
}
