using System.Collections.Immutable;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Edits;

/// <summary>A change over one or more files, placed on a snapshot: what is compiled, shown and accepted.</summary>
/// <param name="Files">Each file once.</param>
public sealed record ChangeSet(ImmutableArray<FileChange> Files)
{
    /// <summary>No change.</summary>
    public static ChangeSet Empty { get; } = new([]);

    /// <summary>Whether nothing would change.</summary>
    public bool IsEmpty => Files.IsEmpty;

    /// <summary>The change of the file that was, or will be, at <paramref name="path"/>; null when it is not touched.</summary>
    public FileChange? Find(AbsolutePath path) => Files.FirstOrDefault(f => f.Path == path || f.FinalPath == path);
}
