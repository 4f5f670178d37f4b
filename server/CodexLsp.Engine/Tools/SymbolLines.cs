using System.Collections.Immutable;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Tools;

/// <summary>Places of names, as the model is shown them.</summary>
internal static class SymbolLines
{
    /// <summary>A line for each place: where it is, lines from 1, and what it says.</summary>
    public static string Of(TurnFiles files, IEnumerable<SymbolPlace> places) => string.Join('\n', places.Where(p => files.MayRead(p.Path)).Select(place =>
    {
        var (first, last) = (place.Range.Start.Line + 1, place.Range.End.Line + 1);
        var lines = first == last ? $"{first}" : $"{first}-{last}";
        var container = place.Container is { } outer ? $" in {outer}" : "";
        return $"{files.Name(place.Path)}:{lines}: {place.Kind} {place.Name}{container}: {place.Signature}";
    }));

    /// <summary>The language that knows a file.</summary>
    public static ISymbolSource? For(this ImmutableArray<ISymbolSource> sources, AbsolutePath path) => sources.FirstOrDefault(s => s.Handles(path));
}

/// <summary>A name on a line of a file.</summary>
internal sealed record NameAt(string Path, int Line, string Name)
{
    /// <summary>The schema of the arguments.</summary>
    public const string Schema = """
        {
          "type": "object",
          "properties": {
            "path": { "type": "string", "description": "The file that has the name, relative to the workspace folder." },
            "line": { "type": "integer", "minimum": 1, "description": "The line that has the name." },
            "name": { "type": "string", "description": "The name alone, such as Total." }
          },
          "required": ["path", "line", "name"],
          "additionalProperties": false
        }
        """;
}
