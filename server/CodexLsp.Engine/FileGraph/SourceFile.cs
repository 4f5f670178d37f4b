using System.Collections.Immutable;

namespace CodexLsp.Engine.FileGraph;

/// <summary>What a reader found in one file.</summary>
/// <param name="Declarations">In the file's order, members after what contains them.</param>
/// <param name="Imports">What it takes from other files.</param>
/// <param name="Exports">What it gives under another name.</param>
/// <param name="Names">Every identifier in it, whatever it means.</param>
internal sealed record SourceFile(
    ImmutableArray<Declaration> Declarations, ImmutableArray<Import> Imports, ImmutableArray<Export> Exports, IReadOnlySet<string> Names)
{
    /// <summary>A file with nothing in it.</summary>
    public static SourceFile Empty { get; } = new([], [], [], new HashSet<string>());
}
