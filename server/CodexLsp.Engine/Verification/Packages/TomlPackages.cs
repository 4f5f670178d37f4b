using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Verification.Packages;

/// <summary>The packages of <c>pyproject.toml</c> and <c>Pipfile</c>: lists of requirements, and tables of names with versions.</summary>
internal static partial class TomlPackages
{
    /// <summary>The packages, in order.</summary>
    public static IEnumerable<Package> Read(SourceText text)
    {
        var table = "";
        var isList = false;
        var depth = 0;
        foreach (var line in text.Lines.Select(l => l.ToString()))
        {
            if (depth == 0 && Table().Match(line) is { Success: true } header)
            {
                table = header.Groups["name"].Value.Replace(" ", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal);
                continue;
            }

            var key = depth == 0 ? Assignment().Match(line) : Match.Empty;
            if (key.Success)
            {
                isList = ListsRequirements(table, key.Groups["key"].Value);
                if (NamesPackages(table) && key.Groups["key"].Value != "python")
                {
                    var version = Quoted().Match(line, key.Length);
                    yield return new Package(Registry.PyPI, key.Groups["key"].Value, version.Success ? version.Groups["text"].Value : null);
                }
            }

            var strings = Quoted().Matches(line, key.Success ? key.Length : 0);
            var rest = Quoted().Replace(line[(key.Success ? key.Length : 0)..], "").Split('#')[0];
            if (isList)
            {
                foreach (var requirement in strings.Select(s => PackageManifest.Requirement(s.Groups["text"].Value)).OfType<Package>())
                {
                    yield return requirement;
                }
            }

            depth = Math.Max(0, depth + rest.Count(c => c == '[') - rest.Count(c => c == ']'));
        }
    }

    private static bool ListsRequirements(string table, string key) =>
        (table, key) is ("project", "dependencies") or ("build-system", "requires") or ("project.optional-dependencies", _) or ("dependency-groups", _)
            or ("tool.uv", "dev-dependencies");

    private static bool NamesPackages(string table) =>
        table is "packages" or "dev-packages" || (table.StartsWith("tool.poetry.", StringComparison.Ordinal) && table.EndsWith("dependencies", StringComparison.Ordinal));

    [GeneratedRegex(@"^\s*\[\[?(?<name>[^\[\]]+)\]\]?\s*(#.*)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Table();

    [GeneratedRegex(@"^\s*""?(?<key>[A-Za-z0-9._-]+)""?\s*=", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Assignment();

    [GeneratedRegex("(\"(?<text>[^\"]*)\")|('(?<text>[^']*)')", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();
}
