namespace CodexLsp.Engine.FileGraph;

/// <summary>One line of a <c>.gitignore</c>.</summary>
/// <param name="Glob">Matched against the name or, when <paramref name="IsAnchored"/>, against the path from the file's folder.</param>
/// <param name="IsNegated">Whether it takes back what an earlier line ignored.</param>
/// <param name="FoldersOnly">Whether only folders match.</param>
/// <param name="IsAnchored">Whether it has a slash inside and so speaks of a path.</param>
internal sealed record IgnorePattern(GitGlob Glob, bool IsNegated, bool FoldersOnly, bool IsAnchored)
{
    /// <summary>Reads a line without its line end; null when it is blank or a comment.</summary>
    public static IgnorePattern? Parse(string line, bool ignoreCase)
    {
        if (line is "" or ['#', ..])
        {
            return null;
        }

        var pattern = WithoutTrailingSpaces(line);
        var negated = pattern is ['!', ..];
        pattern = negated ? pattern[1..] : pattern;
        var foldersOnly = pattern is [.., '/'];
        pattern = foldersOnly ? pattern[..^1] : pattern;
        var anchored = pattern.Contains('/', StringComparison.Ordinal);
        pattern = pattern is ['/', ..] ? pattern[1..] : pattern;
        return pattern.Length == 0 ? null : new IgnorePattern(new GitGlob(pattern, ignoreCase), negated, foldersOnly, anchored);
    }

    /// <summary>Whether the line speaks of a file or folder.</summary>
    /// <param name="path">From the folder of the <c>.gitignore</c>.</param>
    /// <param name="isFolder">Whether it is one.</param>
    public bool Matches(ReadOnlySpan<char> path, bool isFolder) =>
        (isFolder || !FoldersOnly) && Glob.Matches(IsAnchored ? path : path[(path.LastIndexOf('/') + 1)..]);

    // A space after a backslash is a part of the name.
    private static string WithoutTrailingSpaces(string line)
    {
        var end = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] != ' ')
            {
                i += line[i] == '\\' ? 1 : 0;
                end = Math.Min(i + 1, line.Length);
            }
        }

        return line[..end];
    }
}
