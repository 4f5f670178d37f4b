using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Edits;

/// <summary>Reads a model's answer, or what a user piped in, in whichever of the known formats it is.</summary>
public static partial class EditFormats
{
    /// <summary>The longest text that is read, in characters: far above any real answer.</summary>
    public const int MaxLength = 8 * 1024 * 1024;

    /// <summary>
    /// Recognises the format of <paramref name="text"/> and reads it: a patch envelope, a unified diff or, where
    /// <paramref name="target"/> says which lines were asked for, their replacement.
    /// </summary>
    public static EditParse Parse(string text, EditTarget? target)
    {
        if (text.Length > MaxLength)
        {
            return EditParse.Fail($"The answer is {text.Length:N0} characters long; {MaxLength:N0} is the most that is read.");
        }

        var lines = TextLines.Split(text);

        // Within a rewrite these markers may be the very code that was asked for, so there they count only at the margin.
        var padded = target is null;
        if (lines.Any(l => PatchEnvelope.StartsEnvelope(l, padded)))
        {
            return PatchEnvelope.Parse(text);
        }

        if (UnifiedDiff.Looks(lines))
        {
            return UnifiedDiff.Parse(text);
        }

        if (target is not null)
        {
            return SelectionRewrite.Parse(text, target);
        }

        return EditParse.Fail(
            "The text holds no edit: neither a patch (*** Begin Patch) nor a unified diff (--- a/file, +++ b/file, @@).",
            "Answer with one patch envelope, from '*** Begin Patch' to '*** End Patch'.");
    }

    /// <summary>A path as the formats write it, made plain: no quotes, forward slashes.</summary>
    internal static string CleanPath(string written)
    {
        var path = written.Trim();
        if (path.Length >= 2 && path[0] == path[^1] && path[0] is '`' or '"' or '\'')
        {
            path = path[1..^1];
        }

        path = path.Replace('\\', '/');
        return path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
    }

    /// <summary>The range part of a unified diff's hunk header; matches <c>@@ -12,7 +12,9 @@ …</c>.</summary>
    [GeneratedRegex(@"^@@+ -(?<old>\d{1,9})(,(?<oldCount>\d{1,9}))? \+\d{1,9}(,(?<newCount>\d{1,9}))? @@")]
    internal static partial Regex HunkHeader { get; }
}

/// <summary>The lines an answer was asked for: what a selection rewrite replaces.</summary>
/// <param name="Path">As an edit would name it: relative to the workspace folder, with forward slashes.</param>
/// <param name="Text">The file.</param>
/// <param name="Span">Whole lines of it.</param>
public sealed record EditTarget(string Path, SourceText Text, TextSpan Span);

/// <summary>What came of reading an answer.</summary>
public abstract record EditParse
{
    private EditParse()
    {
    }

    /// <summary>It was understood.</summary>
    public sealed record Parsed(EditScript Script) : EditParse;

    /// <summary>It was not; the message says what to write instead and may go back to the model as it is.</summary>
    public sealed record Unreadable(Failure Failure) : EditParse;

    internal static EditParse Fail(string message, string? next = null) => new Unreadable(new Failure("edit.format", message, next));
}
