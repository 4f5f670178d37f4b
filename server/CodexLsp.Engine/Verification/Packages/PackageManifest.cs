using System.Collections.Immutable;
using System.IO.Enumeration;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Verification.Packages;

/// <summary>Reads which packages a file asks for. One that its own tool could not read asks for none.</summary>
internal static partial class PackageManifest
{
    private static readonly ImmutableHashSet<string> MSBuildItems = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase, "PackageReference", "PackageVersion", "GlobalPackageReference", "PackageDownload", "DotNetCliToolReference");

    private static readonly ImmutableArray<string> NpmLists = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

    /// <summary>The packages, each as often as it stands there; none for any other file.</summary>
    public static ImmutableArray<Package> Read(AbsolutePath path, SourceText text)
    {
        try
        {
            return path.Name.ToLowerInvariant() switch
            {
                "package.json" => [.. Npm(text.ToString())],
                "global.json" => [.. Json(text.ToString(), "msbuild-sdks").Select(p => new Package(Registry.NuGet, p.Name, Text(p.Value)))],
                "dotnet-tools.json" => [.. Json(text.ToString(), "tools").Select(p => new Package(Registry.NuGet, p.Name, Member(p.Value, "version")))],
                "packages.config" => [.. XDocument.Parse(text.ToString()).Descendants("package").Select(p => NuGet(p, "id", "version")).OfType<Package>()],
                "pyproject.toml" or "pipfile" => [.. TomlPackages.Read(text)],
                var name when path.Extension is ".csproj" or ".fsproj" or ".vbproj" or ".proj" or ".props" or ".targets" => [.. MSBuild(text.ToString())],
                var name when FileSystemName.MatchesSimpleExpression("*requirements*.txt", name) || path.Parent?.Name == "requirements" =>
                    [.. text.Lines.Select(l => Requirement(l.ToString())).OfType<Package>()],
                _ when path.Extension == ".cs" => [.. Directive().Matches(text.ToString()).Select(m => new Package(Registry.NuGet, m.Groups["name"].Value, Given(m.Groups["version"])))],
                _ => [],
            };
        }
        catch (Exception problem) when (problem is XmlException or JsonException)
        {
            return [];
        }
    }

    /// <summary>A requirement as Python writes it (PEP 508, or an address); null when the line holds none.</summary>
    public static Package? Requirement(string line)
    {
        var words = Comment().Replace(line, "").Trim();
        return words.Length == 0 || words[0] == '-' ? null
            : words.Contains("://", StringComparison.Ordinal) && !words.Contains('@', StringComparison.Ordinal) ? new Package(Registry.PyPI, words, null)
            : Named().Match(words) is { Success: true } match ? new Package(Registry.PyPI, match.Groups["name"].Value, Given(match.Groups["version"]))
            : new Package(Registry.PyPI, words, null);
    }

    private static IEnumerable<Package> MSBuild(string text)
    {
        var elements = Load(text).Descendants().ToArray();
        var items = elements.Where(e => MSBuildItems.Contains(e.Name.LocalName)).SelectMany(e =>
            (Attribute(e, "Include") ?? Attribute(e, "Update") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(name => new Package(Registry.NuGet, name, Version(e))));

        // An SDK with a version comes from the registry, too, and runs as soon as the project is loaded.
        var sdks = elements.SelectMany(e => (Attribute(e, "Sdk") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(s => s.Split('/', 2) is [var name, var version] ? new Package(Registry.NuGet, name, version) : new Package(Registry.NuGet, s, Attribute(e, "Version"))));
        var elementsOfSdk = elements.Where(e => e.Name.LocalName == "Sdk").Select(e => NuGet(e, "Name", "Version")).OfType<Package>();
        return items.Concat(sdks.Concat(elementsOfSdk).Where(p => p.Version is not null));
    }

    // As MSBuild reads it.
    private static XDocument Load(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }

    private static string? Version(XElement item) =>
        Attribute(item, "VersionOverride") ?? Attribute(item, "Version")
        ?? item.Elements().FirstOrDefault(e => e.Name.LocalName is "VersionOverride" or "Version")?.Value.Trim();

    private static Package? NuGet(XElement element, string name, string version) =>
        Attribute(element, name) is { } id ? new Package(Registry.NuGet, id, Attribute(element, version)) : null;

    private static string? Attribute(XElement element, string name) =>
        element.Attributes().FirstOrDefault(a => string.Equals(a.Name.LocalName, name, StringComparison.OrdinalIgnoreCase))?.Value.Trim();

    private static IEnumerable<Package> Npm(string text) => NpmLists.SelectMany(list => Json(text, list)).Select(p => Text(p.Value) switch
    {
        // Installed by one name, fetched by another.
        ['n', 'p', 'm', ':', .. var alias] => alias.LastIndexOf('@') is > 0 and var at
            ? new Package(Registry.Npm, alias[..at], alias[(at + 1)..])
            : new Package(Registry.Npm, alias, null),
        var version => new Package(Registry.Npm, p.Name, version),
    });

    private static ImmutableArray<(string Name, JsonElement Value)> Json(string text, string list)
    {
        using var json = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(list, out var found) && found.ValueKind == JsonValueKind.Object
            ? [.. found.EnumerateObject().Select(p => (p.Name, p.Value.Clone()))]
            : [];
    }

    private static string? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? Text(member) : null;

    private static string? Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    private static string? Given(Group group) => group.Value.Trim() is { Length: > 0 } version ? version : null;

    [GeneratedRegex(@"(^|\s)#.*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(?<name>[A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[[^\]]*\])?\s*(?<version>([<>=!~(@][^;]*)?)(;.*)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Named();

    // A program of one file: #:package Name@1.2
    [GeneratedRegex(@"^\s*#:(package|sdk)\s+(?<name>[^\s@]+)(@(?<version>\S*))?", RegexOptions.NonBacktracking | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Directive();
}
