using System.Text;
using System.Text.RegularExpressions;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;

namespace CodexLsp.Engine.FileGraph;

/// <summary>
/// The files of a workspace as git would list them, the user's open buffers and the turn's edits included. Links are not listed: they
/// are another name of a file that is, or lead out. Outside the workspace's folders there is nothing.
/// </summary>
/// <param name="maxFileBytes">The size of the largest file that is searched, asked anew at each use; by default 1 MiB.</param>
public sealed class WorkspaceFiles(Func<long>? maxFileBytes = null)
{
    /// <summary>The most characters of a line that a search shows.</summary>
    public const int MostLineCharacters = 400;

    private const int BytesLookedAtForText = 8000;

    /// <summary>What is wrong with a pattern of <see cref="Search"/>; null when it can be searched for.</summary>
    public static string? PatternProblem(string pattern, bool regex)
    {
        if (pattern.Length == 0)
        {
            return "it is empty";
        }

        try
        {
            _ = regex ? Expression(pattern) : null;
            return null;
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            // The second: look-around and references back, which cannot be matched in linear time.
            return problem.Message;
        }
    }

    /// <summary>The files, in git's order.</summary>
    /// <param name="tree">The files, the turn's edits over them.</param>
    /// <param name="folder">A workspace folder, or one below it.</param>
    /// <param name="glob">As <see cref="PathGlobs"/> has it, from <paramref name="folder"/>; one without a slash means any depth.</param>
    /// <param name="most">The most files.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public IReadOnlyList<AbsolutePath> List(Overlay tree, AbsolutePath folder, string? glob, int most, CancellationToken cancellationToken) =>
        [.. Matching(tree.View, folder, glob, cancellationToken).Take(most).Select(f => f.Path)];

    /// <summary>The lines that have a pattern in them, file by file. Binary and over-large files are passed over.</summary>
    /// <param name="tree">The files, the turn's edits over them.</param>
    /// <param name="folder">A workspace folder, or one below it.</param>
    /// <param name="pattern">Text to the letter, or a regular expression for a line; see <see cref="PatternProblem"/>.</param>
    /// <param name="regex">Which of the two.</param>
    /// <param name="glob">As in <see cref="List"/>.</param>
    /// <param name="most">The most lines.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
    /// <exception cref="NotSupportedException">The regular expression cannot be matched in linear time.</exception>
    public IEnumerable<TextMatch> Search(
        Overlay tree, AbsolutePath folder, string pattern, bool regex, string? glob, int most, CancellationToken cancellationToken)
    {
        var expression = regex ? Expression(pattern) : null;
        return Matching(tree.View, folder, glob, cancellationToken)
            .SelectMany(file => TextOf(file, expression is null ? pattern : null) is { } text ? Lines(file.Path, text, pattern, expression) : [])
            .Take(most);
    }

    /// <summary>The text of a file; null when it is binary, over-large, or gone meanwhile.</summary>
    /// <param name="file">As it was listed.</param>
    /// <param name="literal">What the text must have in it to be of use; null when that is not known.</param>
    internal string? TextOf(ListedFile file, string? literal = null)
    {
        if (file.Buffer is { } buffer)
        {
            return buffer.ToString();
        }

        // What has no length is empty, or a pipe that would keep its reader waiting for ever.
        if (file.Length == 0 || file.Length > (maxFileBytes?.Invoke() ?? 1024 * 1024))
        {
            return file.Length == 0 ? "" : null;
        }

        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file.Path.Value);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Gone since it was listed, or not for this user to read: then it has no lines for them.
            return null;
        }

        var utf16 = bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
        if (!utf16 && bytes.AsSpan(0, Math.Min(bytes.Length, BytesLookedAtForText)).Contains((byte)0))
        {
            return null;
        }

        // Most files do not have it, and need not be decoded to know.
        var isAbsent = !utf16 && literal is not null && Ascii.IsValid(literal) && bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(literal)) < 0;
        return isAbsent ? null : FileText.Decode(bytes).ToString();
    }

    private static IEnumerable<ListedFile> Matching(Snapshot view, AbsolutePath folder, string? glob, CancellationToken cancellationToken)
    {
        var files = new WorkspaceWalk(view, cancellationToken).Below(folder);
        if (glob is null)
        {
            return files;
        }

        var matches = PathGlobs.Matcher([glob.Contains('/', StringComparison.Ordinal) ? glob : "**/" + glob]);
        return files.Where(f => matches(f.Path.RelativeTo(folder)));
    }

    private static IEnumerable<TextMatch> Lines(AbsolutePath path, string text, string literal, Regex? expression)
    {
        var number = 0;
        for (var start = 0; start <= text.Length; number++)
        {
            var end = text.AsSpan(start).IndexOf('\n') is >= 0 and var length ? start + length : text.Length;
            var line = text.AsSpan(start, end - start).TrimEnd('\r');
            if (IndexOf(line, literal, expression) is >= 0 and var at)
            {
                yield return new TextMatch(path, number, Shown(line, at));
            }

            start = end + 1;
        }
    }

    private static int IndexOf(ReadOnlySpan<char> line, string literal, Regex? expression)
    {
        if (expression is null)
        {
            return line.IndexOf(literal, StringComparison.Ordinal);
        }

        foreach (var match in expression.EnumerateMatches(line))
        {
            return match.Index;
        }

        return -1;
    }

    // A long line is shown around what was found.
    private static string Shown(ReadOnlySpan<char> line, int at)
    {
        if (line.Length <= MostLineCharacters)
        {
            return line.ToString();
        }

        var start = Math.Clamp(at - (MostLineCharacters / 4), 0, line.Length - MostLineCharacters);
        return $"{(start > 0 ? "…" : "")}{line.Slice(start, MostLineCharacters)}{(start + MostLineCharacters < line.Length ? "…" : "")}";
    }

    private static Regex Expression(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
