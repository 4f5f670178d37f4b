using System.Collections.Immutable;
using System.Text.Json;

namespace CodexLsp.CSharp.Loading;

/// <summary>Reads what a restore was asked for out of <c>project.assets.json</c>.</summary>
internal static class RestoredPackages
{
    /// <summary>
    /// The names of the packages the project asked for when it was restored; null when the file does not say, as it is of another
    /// format or the framework goes by another name in it.
    /// </summary>
    public static ImmutableHashSet<string>? Read(string assetsFile, string framework)
    {
        try
        {
            using var stream = File.OpenRead(assetsFile);
            using var json = JsonDocument.Parse(stream);
            return Property(json.RootElement, "project", "frameworks", framework) is not { } asked ? null
                : Property(asked, "dependencies") is not { ValueKind: JsonValueKind.Object } packages ? ImmutableHashSet<string>.Empty
                : packages.EnumerateObject().Select(p => p.Name).ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Property(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element;
    }
}
