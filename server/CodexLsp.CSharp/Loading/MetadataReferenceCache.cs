using System.Collections.Concurrent;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;

namespace CodexLsp.CSharp.Loading;

/// <summary>One metadata reference per file for all projects and loads: reading the framework once saves most of a load's memory.</summary>
internal sealed class MetadataReferenceCache
{
    private readonly ConcurrentDictionary<AbsolutePath, (DateTime Written, PortableExecutableReference Reference)> _references = new();

    /// <summary>The reference, read again when the file was written since; null when there is no such file.</summary>
    public MetadataReference? Get(AbsolutePath path, MetadataReferenceProperties properties)
    {
        if (!File.Exists(path.Value))
        {
            return null;
        }

        var written = File.GetLastWriteTimeUtc(path.Value);
        var entry = _references.AddOrUpdate(
            path,
            p => (written, Read(p)),
            (p, known) => known.Written == written ? known : (written, Read(p)));
        return entry.Reference.WithProperties(properties);
    }

    private static PortableExecutableReference Read(AbsolutePath path)
    {
        var documentation = Path.ChangeExtension(path.Value, ".xml");
        return MetadataReference.CreateFromFile(
            path.Value,
            documentation: File.Exists(documentation) ? XmlDocumentationProvider.CreateFromFile(documentation) : null);
    }
}
