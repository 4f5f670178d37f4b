using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Edits;

/// <summary>A part of a file's change that can be accepted or rejected alone.</summary>
/// <param name="Id">Stays the same when the change is rebased.</param>
/// <param name="Span">What is replaced, in <see cref="FileChange.Before"/>.</param>
/// <param name="OldText">The text there, with its real line ends.</param>
/// <param name="NewText">What comes instead, with the file's line ends.</param>
/// <param name="Match">How closely the model's lines had to match to be placed.</param>
/// <param name="Status">What the user said of it.</param>
public sealed record Hunk(string Id, TextSpan Span, string OldText, string NewText, MatchLevel Match, HunkStatus Status = HunkStatus.Pending)
{
    /// <summary>This hunk as a change of <see cref="FileChange.Before"/>.</summary>
    public TextChange Change => new(Span, NewText);
}

/// <summary>How the place of a hunk was found, best first.</summary>
public enum MatchLevel
{
    /// <summary>To the letter.</summary>
    Exact,

    /// <summary>But for white space at line ends.</summary>
    Whitespace,

    /// <summary>But for Unicode look-alikes: quotes, dashes, spaces.</summary>
    Unicode,

    /// <summary>But for a shift of the whole indentation; the replacement was shifted the same way.</summary>
    Indent,

    /// <summary>By similarity with a clear margin.</summary>
    Similar,
}

/// <summary>What became of a hunk.</summary>
public enum HunkStatus
{
    /// <summary>Shown, not decided.</summary>
    Pending,

    /// <summary>In the file.</summary>
    Accepted,

    /// <summary>Declined.</summary>
    Rejected,

    /// <summary>The file moved under it and both changed the same lines.</summary>
    Conflict,
}
