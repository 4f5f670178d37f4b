using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace CodexLsp.CSharp.Loading;

/// <summary>
/// Loads analyzers from bytes, so that a build can overwrite their files while we run, into one load context per folder, so that
/// two packages can bring different versions of the same dependency. The compiler's assemblies are our own.
/// </summary>
internal sealed class AnalyzerAssemblyLoader : IAnalyzerAssemblyLoader
{
    private readonly ConcurrentDictionary<(string Folder, long Stamp), Lazy<FolderContext>> _contexts = new();

    /// <inheritdoc/>
    public void AddDependencyLocation(string fullPath)
    {
        // Dependencies are looked up beside the analyzer that asks for them.
    }

    /// <inheritdoc/>
    public Assembly LoadFromPath(string fullPath)
    {
        var folder = Path.GetDirectoryName(fullPath)!;
        return _contexts.GetOrAdd((folder, StampOf(folder)), k => new(() => new FolderContext(k.Folder))).Value.LoadFile(fullPath);
    }

    /// <summary>Changes when a file of the folder was built again: then its new bytes get a context of their own.</summary>
    private static long StampOf(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*.dll").Select(f => f.LastWriteTimeUtc.Ticks).DefaultIfEmpty().Max();

    private sealed class FolderContext(string folder) : AssemblyLoadContext("analyzers in " + folder)
    {
        private static readonly ImmutableHashSet<string> OfTheHost = SharedNames();
        private readonly ConcurrentDictionary<string, Lazy<Assembly>> _loaded = new(StringComparer.OrdinalIgnoreCase);

        public Assembly LoadFile(string path) =>
            _loaded.GetOrAdd(Path.GetFileNameWithoutExtension(path), _ => new(() => FromBytes(path))).Value;

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (assemblyName.Name is not { } name || OfTheHost.Contains(name))
            {
                return null;
            }

            var path = Path.Combine(folder, name + ".dll");
            return File.Exists(path) ? LoadFile(path) : null;
        }

        private Assembly FromBytes(string path)
        {
            using var bytes = new MemoryStream(File.ReadAllBytes(path));
            return LoadFromStream(bytes);
        }

        private static ImmutableHashSet<string> SharedNames()
        {
            var platform = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
            return [.. platform.Split(Path.PathSeparator).Select(p => Path.GetFileNameWithoutExtension(p)).Where(IsShared)];
        }

        private static bool IsShared(string name) =>
            name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
            || name.StartsWith("System.", StringComparison.Ordinal)
            || name is "System" or "netstandard" or "mscorlib";
    }
}
