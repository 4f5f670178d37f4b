using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Policy;

namespace CodexLsp.Engine.Verification.Packages;

/// <summary>
/// Names the packages a change adds. A model may have invented one, and somebody else may have registered that name since: whoever
/// restores it runs their code.
/// </summary>
internal static partial class NewPackages
{
    private const int MostNamed = 20;

    /// <summary>A sentence for each package that is asked for after the change and was not before, in this version.</summary>
    /// <param name="snapshot">What the change was made for.</param>
    /// <param name="changes">The change.</param>
    /// <param name="variable">The user's environment.</param>
    public static ImmutableArray<string> Notes(Snapshot snapshot, ChangeSet changes, Func<string, string?> variable)
    {
        var before = changes.Files.Where(f => f.Before is not null).SelectMany(f => PackageManifest.Read(f.Path, f.Before!)).ToLookup(Identity);
        var added = changes.Files.Where(f => f.After is not null)
            .SelectMany(f => PackageManifest.Read(f.FinalPath, f.After!).Select(p => (Package: p, File: f.FinalPath)))
            .GroupBy(a => Identity(a.Package))

            // Where one file names a package and another its version, both are the same one.
            .Select(g => g.FirstOrDefault(a => a.Package.Version is not null, g.First()))
            .Where(a => !before[Identity(a.Package)].Any(b => a.Package.Version is null || b.Version == a.Package.Version))
            .ToImmutableArray();
        if (added.IsEmpty)
        {
            return [];
        }

        var known = new KnownPackages(variable);
        var notes = added.Take(MostNamed).Select(a =>
        {
            var folder = snapshot.FolderOf(a.File) ?? a.File.Parent ?? a.File;
            var other = before[Identity(a.Package)].Any() ? "Another version of a package" : "New package";
            return $"{other}: {Shown(a.Package)} in {ShownText.Of(a.File.RelativeTo(folder))}. {Words(a.Package, known.Versions(a.Package, a.File, folder))}";
        });
        return added.Length > MostNamed ? [.. notes, $"… and {added.Length - MostNamed} new packages more."] : [.. notes];
    }

    private static (Registry, string) Identity(Package package) => (package.Registry, package.Key);

    private static string Shown(Package package) => ShownText.Of(Cut(package.Version is { } version ? $"{package.Name} {version}" : package.Name));

    private static string Cut(string text) => text.Length <= 100 ? text : text[..100] + "…";

    private static string Words(Package package, ImmutableArray<string> known) => known switch
    {
        [] => "It is not known on this machine: check that it exists, and that it is the one you mean, before you restore.",
        _ when Exact(package) is { } version && !known.Contains(version, StringComparer.OrdinalIgnoreCase) =>
            $"This machine has {List(known)} of it, not this one: check that it exists before you restore.",
        _ => $"This machine has {List(known)} of it.",
    };

    private static string List(ImmutableArray<string> versions) => string.Join(", ", versions.TakeLast(3).Select(ShownText.Of));

    /// <summary>The version, as caches write it, if it is one and no range.</summary>
    private static string? Exact(Package package)
    {
        if (package.Version is not { } written || ExactVersion().Match(written) is not { Success: true } match)
        {
            return null;
        }

        var version = match.Groups["version"].Value;
        if (package.Registry != Registry.NuGet)
        {
            return version;
        }

        var suffix = version.IndexOf('-', StringComparison.Ordinal) is >= 0 and var dash ? version[dash..] : "";
        var parts = version[..^suffix.Length].Split('.').Select(p => p.TrimStart('0') is { Length: > 0 } digits ? digits : "0").ToList();
        parts.AddRange(Enumerable.Repeat("0", Math.Max(0, 3 - parts.Count)));
        return string.Join('.', parts is [_, _, _, "0"] ? parts.Take(3) : parts) + suffix;
    }

    [GeneratedRegex(@"^\[?(==|=)?\s*v?(?<version>[0-9]+(\.[0-9]+)*(-[0-9A-Za-z.-]+)?)(\+[0-9A-Za-z.-]+)?\]?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ExactVersion();
}
