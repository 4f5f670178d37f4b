using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Edits;

/// <summary>What a proposal does to one file, against the text it was made for.</summary>
/// <param name="Path">The file before the change.</param>
/// <param name="Kind">What happens to it.</param>
/// <param name="Before">The text the change was made for; null when the file is created.</param>
/// <param name="After">The text when every hunk is accepted; null when the file is deleted.</param>
/// <param name="Hunks">Sorted, disjoint, each applicable alone; one at the start for a created file, none for a deleted one.</param>
/// <param name="Version">The editor's version of <paramref name="Before"/>; null when it was read from disk.</param>
/// <param name="NewPath">The file after a rename.</param>
public sealed record FileChange(
    AbsolutePath Path,
    FileChangeKind Kind,
    SourceText? Before,
    SourceText? After,
    ImmutableArray<Hunk> Hunks,
    TextVersion? Version = null,
    AbsolutePath? NewPath = null)
{
    /// <summary>Where the file is when the change is made.</summary>
    public AbsolutePath FinalPath => NewPath ?? Path;
}

/// <summary>What happens to a file.</summary>
public enum FileChangeKind
{
    /// <summary>Its text changes.</summary>
    Modify,

    /// <summary>It comes into being.</summary>
    Create,

    /// <summary>It goes.</summary>
    Delete,

    /// <summary>It gets another path, and perhaps another text.</summary>
    Rename,
}
