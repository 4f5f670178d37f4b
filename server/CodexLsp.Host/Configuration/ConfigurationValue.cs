using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CodexLsp.Engine.Policy;

namespace CodexLsp.Host.Configuration;

/// <summary>A value as somebody wrote it.</summary>
/// <param name="Items">The items of a list; a single one for everything else. Empty texts are no values.</param>
/// <param name="Problem">What the key wants instead, to stand behind <em>must be</em>; null when it is right.</param>
internal readonly record struct ConfigurationValue(ImmutableArray<string> Items, string? Problem)
{
    /// <summary>What one text (a variable, an argument) means to a key.</summary>
    public static ConfigurationValue Read(ConfigurationKey key, string text) => Judge(key, key.IsList ? Split(text) : [text]);

    /// <summary>What a JSON value means to a key. A list may be one text, split as everywhere else.</summary>
    /// <exception cref="InvalidOperationException">A text in it is no Unicode.</exception>
    public static ConfigurationValue Read(ConfigurationKey key, JsonElement element) => (element.ValueKind, key.Kind) switch
    {
        (JsonValueKind.String, not (ValueKind.Number or ValueKind.Amount)) => Read(key, element.GetString()!),
        (JsonValueKind.Number, ValueKind.Number or ValueKind.Amount) => Read(key, element.GetRawText()),
        (JsonValueKind.Array, _) when key.IsList && element.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String) =>
            Judge(key, [.. element.EnumerateArray().Select(e => e.GetString()!)]),
        _ => new ConfigurationValue([element.ValueKind.ToString()], key.Expected),
    };

    /// <summary>The items of a list that is written as one text.</summary>
    public static ImmutableArray<string> Split(string list) =>
        [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static ConfigurationValue Judge(ConfigurationKey key, ImmutableArray<string> items)
    {
        var right = key.Kind switch
        {
            ValueKind.Choice => key.Choices.Contains(items[0]),
            ValueKind.Number => int.TryParse(items[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number is >= 1 and <= ConfigurationKey.Maximum,
            ValueKind.Amount => decimal.TryParse(items[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
                && amount is > 0 and <= 1_000_000_000_000m,
            ValueKind.Globs => items.All(g => PathGlobs.Problem(g) is null),
            _ => true,
        };
        return new ConfigurationValue(items, right ? null : key.Expected);
    }
}
