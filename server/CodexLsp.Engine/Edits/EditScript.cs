using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Edits;

/// <summary>What a model's words ask for, whatever format they came in; not yet placed in any file.</summary>
/// <param name="Files">In the order of the text. One file may appear more than once.</param>
public sealed record EditScript(ImmutableArray<FileEdit> Files);

/// <summary>What is asked of one file.</summary>
/// <param name="Path">As written: relative to the workspace folder, with forward slashes.</param>
public abstract record FileEdit(string Path)
{
    /// <summary>Change lines of a file that is there, and perhaps rename it.</summary>
    public sealed record Update(string Path, string? MoveTo, ImmutableArray<EditHunk> Hunks) : FileEdit(Path);

    /// <summary>Make a file that is not there.</summary>
    public sealed record Create(string Path, string Text) : FileEdit(Path);

    /// <summary>Delete a file that is there.</summary>
    public sealed record Delete(string Path) : FileEdit(Path);

    /// <summary>Replace a span known beforehand, such as the selection of an inline edit or a deterministic fix's place.</summary>
    public sealed record Replace(string Path, TextSpan Span, string Text) : FileEdit(Path);
}

/// <summary>Lines to find and what to make of them.</summary>
/// <param name="Anchors">Lines that come before, outermost first (<c>@@ class Order</c>); they narrow the search.</param>
/// <param name="Lines">Kept, removed and added lines in order.</param>
/// <param name="AtEndOfFile">The lines are the file's last.</param>
/// <param name="LineHint">The zero-based line a unified diff names; only used to choose between equally good places, never to accept a bad one.</param>
/// <param name="FinalNewline">Whether the file ends with a line end afterwards; null: as it did before.</param>
public sealed record EditHunk(
    ImmutableArray<string> Anchors,
    ImmutableArray<EditLine> Lines,
    bool AtEndOfFile = false,
    int? LineHint = null,
    bool? FinalNewline = null);

/// <summary>One line of a hunk.</summary>
/// <param name="Kind">Whether it stays, goes or comes.</param>
/// <param name="Text">Without its line end.</param>
public readonly record struct EditLine(EditLineKind Kind, string Text);

/// <summary>What becomes of a line.</summary>
public enum EditLineKind
{
    /// <summary>It is there and stays.</summary>
    Context,

    /// <summary>It is there and goes.</summary>
    Removed,

    /// <summary>It comes.</summary>
    Added,
}
