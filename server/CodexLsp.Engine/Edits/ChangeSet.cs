using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Edits;

/// <summary>A change over one or more files, placed on a snapshot: what is compiled, shown and accepted.</summary>
/// <param name="Files">Each file once.</param>
public sealed record ChangeSet(ImmutableArray<FileChange> Files)
{
    /// <summary>No change.</summary>
    public static ChangeSet Empty { get; } = new([]);

    /// <summary>Whether nothing would change.</summary>
    public bool IsEmpty => Files.IsEmpty;

    /// <summary>Every file that is written, renamed or deleted, by its old and its new name.</summary>
    public IEnumerable<AbsolutePath> Paths => Files.SelectMany(f => f.NewPath is { } moved ? new[] { f.Path, moved } : [f.Path]);

    /// <summary>The change of the file that was, or will be, at <paramref name="path"/>; null when it is not touched.</summary>
    public FileChange? Find(AbsolutePath path) => Files.FirstOrDefault(f => f.Path == path || f.FinalPath == path);

    /// <summary>The change with only these hunks, and only the files that have one of them.</summary>
    public ChangeSet Select(IReadOnlySet<string> hunkIds) => new([.. Files.Select(f => f.Select(hunkIds)).OfType<FileChange>()]);

    /// <summary>The change that takes this one back.</summary>
    public ChangeSet Invert() => new([.. Files.Select(f => f.Invert())]);

    /// <summary>The change with another outcome for the file that was, or will be, at <paramref name="path"/>.</summary>
    public ChangeSet WithAfter(AbsolutePath path, SourceText after) =>
        new([.. Files.Select(f => f.Path == path || f.FinalPath == path ? f.WithAfter(after) : f)]);
}
