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

    /// <summary>A change of a file's text and, with <paramref name="newPath"/>, of its place.</summary>
    public static FileChange Modify(AbsolutePath path, SourceText before, SourceText after, TextVersion? version = null, AbsolutePath? newPath = null) =>
        new(path, newPath is null ? FileChangeKind.Modify : FileChangeKind.Rename, before, after, HunkDiff.Between(before, after, []), version, newPath);

    /// <summary>A new file.</summary>
    public static FileChange Create(AbsolutePath path, SourceText text) =>
        new(path, FileChangeKind.Create, null, text, [new Hunk(HunkDiff.NewId(), default, "", text.ToString(), MatchLevel.Exact)]);

    /// <summary>The end of a file.</summary>
    public static FileChange Delete(AbsolutePath path, SourceText before, TextVersion? version = null) =>
        new(path, FileChangeKind.Delete, before, null, [], version);

    /// <summary>The same change with another outcome; the hunks it shares with this one keep their ids.</summary>
    public FileChange WithAfter(SourceText after)
    {
        if (Kind == FileChangeKind.Create)
        {
            var hunk = Hunks[0];
            return this with { After = after, Hunks = [hunk with { NewText = after.ToString() }] };
        }

        if (Before is null)
        {
            throw new InvalidOperationException($"The change of '{Path}' has no text it was made for.");
        }

        // A deletion that gets a text is a change after all.
        var kind = Kind == FileChangeKind.Delete ? FileChangeKind.Modify : Kind;
        return this with { Kind = kind, After = after, Hunks = HunkDiff.Between(Before, after, Hunks) };
    }

    /// <summary>
    /// The change with only these hunks; null when it has none of them. Deleting a file, and renaming one without touching its
    /// text, have no hunk and are only ever accepted with the whole change.
    /// </summary>
    public FileChange? Select(IReadOnlySet<string> hunkIds)
    {
        var chosen = Hunks.Where(h => hunkIds.Contains(h.Id)).ToImmutableArray();
        return chosen.IsEmpty ? null
            : Before is null || chosen.Length == Hunks.Length ? this
            : this with { Hunks = chosen, After = Before.WithChanges(chosen.Select(h => h.Change)) };
    }

    /// <summary>What is left to be done once these hunks are in the file: the others, on the text that came of it; null when none is left.</summary>
    public FileChange? Rest(IReadOnlySet<string> accepted)
    {
        var part = Select(accepted);
        if (part is null || Before is null)
        {
            return part is null ? this : null;
        }

        var rest = ImmutableArray.CreateBuilder<Hunk>();
        var shift = 0;
        foreach (var hunk in Hunks)
        {
            if (accepted.Contains(hunk.Id))
            {
                shift += hunk.NewText.Length - hunk.OldText.Length;
            }
            else
            {
                rest.Add(hunk with { Span = new TextSpan(hunk.Span.Start + shift, hunk.Span.Length) });
            }
        }

        // A rename goes with the part that was accepted.
        return rest.Count == 0 ? null
            : new FileChange(FinalPath, FileChangeKind.Modify, part.After, After, rest.ToImmutable(), Version: null);
    }

    /// <summary>The change that takes this one back.</summary>
    public FileChange Invert()
    {
        var kind = Kind switch { FileChangeKind.Create => FileChangeKind.Delete, FileChangeKind.Delete => FileChangeKind.Create, var same => same };
        if (kind == FileChangeKind.Delete)
        {
            return Delete(Path, After!);
        }

        if (kind == FileChangeKind.Create)
        {
            return Create(Path, Before!);
        }

        var hunks = ImmutableArray.CreateBuilder<Hunk>(Hunks.Length);
        var shift = 0;
        foreach (var hunk in Hunks)
        {
            hunks.Add(hunk with { Span = new TextSpan(hunk.Span.Start + shift, hunk.NewText.Length), OldText = hunk.NewText, NewText = hunk.OldText });
            shift += hunk.NewText.Length - hunk.OldText.Length;
        }

        return new FileChange(FinalPath, kind, After, Before, hunks.ToImmutable(), null, NewPath is null ? null : Path);
    }
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
