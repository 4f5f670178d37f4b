using System.Globalization;
using System.Text.RegularExpressions;
using CodexLsp.Engine;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Host.Cli;

/// <summary>A place as a command line names it: <c>FILE</c>, <c>FILE:LINE</c> or <c>FILE:FIRST-LAST</c>, lines from 1, inclusive.</summary>
/// <param name="Path">The file as typed.</param>
/// <param name="First">The first line; null for the whole file.</param>
/// <param name="Last">The last line; null when only one was named.</param>
internal sealed partial record FileArgument(string Path, int? First, int? Last)
{
    /// <summary>Reads the argument. What does not end in line numbers is all path.</summary>
    public static FileArgument Parse(string text)
    {
        var match = Pattern.Match(text);
        return new FileArgument(match.Groups["path"].Value, Number(match.Groups["first"]), Number(match.Groups["last"]));
    }

    /// <summary>
    /// The span in <paramref name="text"/>: the lines named, the empty span at one line's first word (whoever grows it takes the
    /// member there), or everything.
    /// </summary>
    public (TextSpan Span, Failure? Failure) Span(SourceText text)
    {
        if (First is not { } first)
        {
            return (new TextSpan(0, text.Length), null);
        }

        var last = Last ?? first;
        var count = LineCount(text);
        if (first < 1 || last < first || last > count)
        {
            var asked = Last is null ? $"line {first}" : $"lines {first}-{last}";
            return (default, new Failure(
                "usage.range", $"{Path} has {count} {(count == 1 ? "line" : "lines")}; {asked} is outside.", $"Name lines from 1 to {count}, the first before the last."));
        }

        var start = text.Lines[first - 1];
        if (Last is not null)
        {
            return (TextSpan.FromBounds(start.Start, text.Lines[last - 1].EndIncludingLineBreak), null);
        }

        var indent = start.ToString().TakeWhile(char.IsWhiteSpace).Count();
        return (new TextSpan(start.Start + indent, 0), null);
    }

    // The empty line after a final line break is none to a user.
    private static int LineCount(SourceText text) =>
        text.Lines.Count > 1 && text.Lines[^1].Span.IsEmpty ? text.Lines.Count - 1 : text.Lines.Count;

    private static int? Number(Group group) =>
        group.Success && int.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^(?<path>.+?)(:(?<first>\d{1,9})(-(?<last>\d{1,9}))?)?$", RegexOptions.Singleline)]
    private static partial Regex Pattern { get; }
}
