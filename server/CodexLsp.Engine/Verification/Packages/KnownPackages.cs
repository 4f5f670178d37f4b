using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Verification.Packages;

/// <summary>Which versions of a package this machine has seen: in caches, in what is installed, in lock files. No registry is asked.</summary>
/// <param name="variable">The user's environment.</param>
internal sealed partial class KnownPackages(Func<string, string?> variable)
{
    private const long MostLockBytes = 32 << 20;

    /// <summary>The versions, the newest text last; none when the package is not known.</summary>
    /// <param name="package">The package.</param>
    /// <param name="manifest">The file that asks for it.</param>
    /// <param name="folder">The workspace folder.</param>
    public ImmutableArray<string> Versions(Package package, AbsolutePath manifest, AbsolutePath folder)
    {
        // What is no name leads nowhere as a path, either.
        if (!Name().IsMatch(package.Name) || package.Name.Contains("..", StringComparison.Ordinal))
        {
            return [];
        }

        var found = package.Registry switch
        {
            Registry.NuGet => Folders(NuGetCache.Append(package.Key)).Select(f => f.Name),
            Registry.Npm => Upward(manifest, folder).SelectMany(f => Installed(f, package.Name)),
            _ => SitePackages(manifest, folder).SelectMany(f => Distributions(f, package.Key)).Concat(Upward(manifest, folder).SelectMany(f => Locked(f, package))),
        };
        try
        {
            return [.. found.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // What cannot be read is not known, and no reason to have no verdict.
            return [];
        }
    }

    private AbsolutePath NuGetCache => variable("NUGET_PACKAGES") is { } given && Path.IsPathFullyQualified(given)
        ? new AbsolutePath(given)
        : new AbsolutePath(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".nuget", "packages"));

    private static IEnumerable<AbsolutePath> Upward(AbsolutePath manifest, AbsolutePath folder)
    {
        for (var at = manifest.Parent; at is { } here && here.IsWithin(folder); at = here.Parent)
        {
            yield return here;
        }
    }

    private static IEnumerable<string> Installed(AbsolutePath folder, string name)
    {
        if (Json(folder.Append($"node_modules/{name}/package.json")) is { } own && own.TryGetProperty("version", out var installed))
        {
            yield return installed.ToString();
        }

        if (Json(folder.Append("package-lock.json")) is { } locks
            && locks.TryGetProperty("packages", out var all) && all.ValueKind == JsonValueKind.Object
            && all.TryGetProperty($"node_modules/{name}", out var entry) && entry.ValueKind == JsonValueKind.Object
            && entry.TryGetProperty("version", out var locked))
        {
            yield return locked.ToString();
        }
    }

    private IEnumerable<AbsolutePath> SitePackages(AbsolutePath manifest, AbsolutePath folder)
    {
        var environments = Upward(manifest, folder).SelectMany(f => new[] { f.Append(".venv"), f.Append("venv") });
        if (variable("VIRTUAL_ENV") is { } active && Path.IsPathFullyQualified(active))
        {
            environments = environments.Append(new AbsolutePath(active));
        }

        return environments.SelectMany(e => Folders(e.Append("lib")).Select(l => l.Append("site-packages")).Append(e.Append("Lib/site-packages")));
    }

    // requests-2.32.3.dist-info
    private static IEnumerable<string> Distributions(AbsolutePath sitePackages, string key) => Folders(sitePackages)
        .Where(f => f.Extension == ".dist-info")
        .Select(f => f.Name[..^".dist-info".Length].Split('-', 2))
        .Where(p => p.Length == 2 && new Package(Registry.PyPI, p[0], null).Key == key)
        .Select(p => p[1]);

    private static IEnumerable<string> Locked(AbsolutePath folder, Package package) =>
        new[] { "uv.lock", "poetry.lock", "pdm.lock" }.Select(l => ReadFile(folder.Append(l))).OfType<string>()
            .SelectMany(text => LockEntry().Matches(text))
            .Where(m => (package with { Name = m.Groups["name"].Value }).Key == package.Key)
            .Select(m => m.Groups["version"].Value);

    private static IEnumerable<AbsolutePath> Folders(AbsolutePath folder) =>
        Directory.Exists(folder.Value) ? Directory.EnumerateDirectories(folder.Value).Select(f => new AbsolutePath(f)) : [];

    private static JsonElement? Json(AbsolutePath path)
    {
        try
        {
            return ReadFile(path) is { } text && JsonElement.Parse(text) is { ValueKind: JsonValueKind.Object } root ? root : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? ReadFile(AbsolutePath path) =>
        new FileInfo(path.Value) is { Exists: true, Length: > 0 and <= MostLockBytes } ? File.ReadAllText(path.Value) : null;

    [GeneratedRegex(@"^(@[A-Za-z0-9._~-]+/)?[A-Za-z0-9._~-]+$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();

    [GeneratedRegex(@"^name = ""(?<name>[^""]+)""\r?\nversion = ""(?<version>[^""]+)""", RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LockEntry();
}
