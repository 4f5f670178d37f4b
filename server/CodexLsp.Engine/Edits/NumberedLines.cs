using System.Globalization;
using System.Text.RegularExpressions;

namespace CodexLsp.Engine.Edits;

/// <summary>Takes away the line numbers that a model copied from its prompt together with the lines.</summary>
internal static partial class NumberedLines
{
    /// <summary>
    /// The lines without their numbers when every line of at least two carries the next number; else null. Numbers that jump
    /// or are missing somewhere are part of the text.
    /// </summary>
    public static string[]? Strip(IReadOnlyList<string> lines)
    {
        var stripped = new List<string>(lines.Count);
        long? expected = null;
        foreach (var line in lines)
        {
            var match = Numbered.Match(line);
            if (!match.Success)
            {
                return null;
            }

            var number = long.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
            if (expected is not null && number != expected)
            {
                return null;
            }

            expected = number + 1;
            stripped.Add(line[match.Length..]);
        }

        return stripped.Count >= 2 ? [.. stripped] : null;
    }

    /// <summary>The line without a number, if it has one.</summary>
    public static string StripOne(string line) => Numbered.Match(line) is { Success: true } match ? line[match.Length..] : line;

    [GeneratedRegex(@"^ *(?<number>\d{1,7})( ?[|:│→] ?|\t)", RegexOptions.ExplicitCapture)]
    private static partial Regex Numbered { get; }
}
