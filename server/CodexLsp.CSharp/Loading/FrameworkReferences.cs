using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;

namespace CodexLsp.CSharp.Loading;

/// <summary>The assemblies of .NET for files that have no project to say which they want.</summary>
public static class FrameworkReferences
{
    /// <summary>The reference assemblies of the newest framework the SDK has; without an SDK, the runtime we run on.</summary>
    public static ImmutableArray<MetadataReference> Find(DotnetLocation dotnet)
    {
        var files = dotnet is DotnetLocation.Found found ? ReferencePack(found.Root) : [];
        return [.. (files.IsEmpty ? OfThisRuntime() : files).Select(f => MetadataReference.CreateFromFile(f))];
    }

    private static ImmutableArray<string> ReferencePack(AbsolutePath root)
    {
        var pack = new DirectoryInfo(root.Append("packs/Microsoft.NETCore.App.Ref").Value);
        var newest = pack.Exists
            ? pack.EnumerateDirectories().Where(d => Version.TryParse(d.Name, out _)).MaxBy(d => Version.Parse(d.Name))
            : null;
        var framework = newest is not null && Directory.Exists(Path.Combine(newest.FullName, "ref"))
            ? Directory.EnumerateDirectories(Path.Combine(newest.FullName, "ref")).FirstOrDefault()
            : null;
        return framework is null ? [] : [.. Directory.EnumerateFiles(framework, "*.dll").Order(StringComparer.Ordinal)];
    }

    private static ImmutableArray<string> OfThisRuntime()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var platform = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        return [.. platform.Split(Path.PathSeparator).Where(p => p.StartsWith(runtime, StringComparison.Ordinal))];
    }
}
