using System.Collections.Immutable;
using System.Text.Json;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.FileGraph.TypeScript;

/// <summary>What <c>baseUrl</c> and <c>paths</c> of the nearest <c>tsconfig.json</c> or <c>jsconfig.json</c> say of imports that are not relative.</summary>
/// <param name="BaseUrl">Where modules are looked for by their whole name; null when it is not set.</param>
/// <param name="Paths">Patterns with at most one <c>*</c>, each with its places, in the order of the file.</param>
internal sealed record TypeScriptPaths(AbsolutePath? BaseUrl, ImmutableArray<(string Pattern, ImmutableArray<AbsolutePath> Places)> Paths)
{
    private const int MostExtended = 5;
    private static readonly TypeScriptPaths None = new(null, []);
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The settings that hold for a folder.</summary>
    public static TypeScriptPaths Of(AbsolutePath folder, AbsolutePath workspace, Func<AbsolutePath, SourceText?> read)
    {
        for (AbsolutePath? at = folder; at is { } f && f.IsWithin(workspace); at = f.Parent)
        {
            foreach (var name in (string[])["tsconfig.json", "jsconfig.json"])
            {
                if (read(f.Append(name)) is { } text)
                {
                    return Parse(f, text, read, MostExtended);
                }
            }
        }

        return None;
    }

    /// <summary>Where a module may be, without an extension.</summary>
    public IEnumerable<AbsolutePath> Places(string module)
    {
        foreach (var (pattern, places) in Paths)
        {
            var star = pattern.IndexOf('*', StringComparison.Ordinal);
            if (star < 0 ? pattern == module : module.Length >= pattern.Length - 1
                && module.StartsWith(pattern[..star], StringComparison.Ordinal) && module.EndsWith(pattern[(star + 1)..], StringComparison.Ordinal))
            {
                var part = star < 0 ? "" : module[star..^(pattern.Length - star - 1)];
                foreach (var place in places)
                {
                    yield return new AbsolutePath(place.Value.Replace("*", part, StringComparison.Ordinal));
                }
            }
        }

        if (BaseUrl is { } root)
        {
            yield return root.Append(module);
        }
    }

    private static TypeScriptPaths Parse(AbsolutePath folder, SourceText text, Func<AbsolutePath, SourceText?> read, int left)
    {
        try
        {
            using var json = JsonDocument.Parse(text.ToString(), Lenient);
            var paths = Member(json.RootElement, "extends") is { ValueKind: JsonValueKind.String } extended
                && extended.GetString() is ['.', ..] other && left > 0 && !other.Contains('\0', StringComparison.Ordinal)
                    ? Extended(folder.Append(other), read, left - 1)
                    : None;
            var options = Member(json.RootElement, "compilerOptions");
            var baseUrl = Member(options, "baseUrl") is { ValueKind: JsonValueKind.String } set ? folder.Append(set.GetString()!) : paths.BaseUrl;
            return Member(options, "paths") is { ValueKind: JsonValueKind.Object } map
                ? new TypeScriptPaths(baseUrl, [.. map.EnumerateObject().Select(p => (p.Name, Targets(p.Value, baseUrl ?? folder)))])
                : paths with { BaseUrl = baseUrl };
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            // Somebody is still writing it; imports by path are looked for again when it can be read.
            return None;
        }
    }

    private static TypeScriptPaths Extended(AbsolutePath place, Func<AbsolutePath, SourceText?> read, int left)
    {
        var file = place.Extension == ".json" ? place : new AbsolutePath(place.Value + ".json");
        return file.Parent is { } folder && read(file) is { } text ? Parse(folder, text, read, left) : None;
    }

    private static ImmutableArray<AbsolutePath> Targets(JsonElement value, AbsolutePath root) => value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String).Select(t => root.Append(t.GetString()!))]
        : [];

    private static JsonElement Member(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;
}
