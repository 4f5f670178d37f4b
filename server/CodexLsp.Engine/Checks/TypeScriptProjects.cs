using System.Collections.Immutable;
using System.Text.Json;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Checks;

/// <summary>Which <c>tsconfig.json</c> a file may belong to. Nothing is run, and what they leave out is for the compiler to say.</summary>
internal static class TypeScriptProjects
{
    private const string Name = "tsconfig.json";
    private const int Most = 20;

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The nearest one beside or above the file, then those it refers to, and so on; none where there is none in the workspace folder.</summary>
    public static ImmutableArray<AbsolutePath> Of(AbsolutePath folder, AbsolutePath file)
    {
        List<AbsolutePath> found = [];
        for (var at = file.Parent; at is { } here && here.IsWithin(folder) && found.Count == 0; at = here.Parent)
        {
            found.AddRange(File.Exists(here.Append(Name).Value) ? [here.Append(Name)] : []);
        }

        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(References(found[i]).Where(r => r.IsWithin(folder) && !found.Contains(r)).Distinct().Take(Most - found.Count));
        }

        return [.. found];
    }

    /// <summary>Whether a project checks JavaScript, too.</summary>
    public static bool ChecksJavaScript(AbsolutePath project) =>
        Member(project, "compilerOptions") is { ValueKind: JsonValueKind.Object } options && options.TryGetProperty("checkJs", out var set) && set.ValueKind == JsonValueKind.True;

    private static IEnumerable<AbsolutePath> References(AbsolutePath project) =>
        Member(project, "references") is not { ValueKind: JsonValueKind.Array } references ? []
            : from reference in references.EnumerateArray()
              where reference.ValueKind == JsonValueKind.Object && reference.TryGetProperty("path", out var path) && path.ValueKind == JsonValueKind.String
              let place = project.Parent!.Value.Append(reference.GetProperty("path").GetString()!.Replace("\0", "", StringComparison.Ordinal))
              let file = place.Extension == ".json" ? place : place.Append(Name)
              where File.Exists(file.Value)
              select file;

    private static JsonElement Member(AbsolutePath project, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(project.Value), Lenient);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var member) ? member.Clone() : default;
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            // The compiler reads it again and says what is wrong with it.
            return default;
        }
    }
}
