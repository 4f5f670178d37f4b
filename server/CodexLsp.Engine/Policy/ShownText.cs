using System.Globalization;
using System.Text;

namespace CodexLsp.Engine.Policy;

/// <summary>
/// Text of others in a question to the user. What would be invisible, or would move or overwrite other text, is spelled out
/// (<c>\u{202E}</c>), and what is too long says how long it is, at its place.
/// </summary>
public static class ShownText
{
    /// <summary>Stands before text in which something had to be spelled out.</summary>
    public const string Mark = "⚠ ";

    private const int MostCharacters = 2000;
    private const int MostOfLine = 8000;

    // More of them than anybody types in a row push what follows out of sight.
    private const int MostSpaces = 8;
    private const string Plain = "_-./:=@%+,";

    /// <summary>A command as one would type it: arguments that hold more than plain characters are quoted.</summary>
    public static string Of(IEnumerable<string> argv)
    {
        var shown = argv.Select(a => (Text: Escape(a), IsPlain: a.Length > 0 && a.All(c => char.IsAsciiLetterOrDigit(c) || Plain.Contains(c, StringComparison.Ordinal)))).ToArray();
        var line = string.Join(' ', shown.Select(s => s.IsPlain ? s.Text.Value : $"'{s.Text.Value.Replace("'", @"'\''", StringComparison.Ordinal)}'"));
        return line.Length <= MostOfLine
            ? (shown.Any(s => s.Text.Odd) ? Mark : "") + line
            : $"{Mark}{line[..(MostOfLine / 2)]}… ({shown.Length:N0} words, {line.Length:N0} characters in all) …{line[^(MostOfLine / 2)..]}";
    }

    /// <summary>A name or a sentence.</summary>
    public static string Of(string text) => Escape(text) is var (value, odd) && odd ? Mark + value : value;

    private static (string Value, bool Odd) Escape(string text)
    {
        var shown = new StringBuilder();
        var odd = false;
        var kept = 0;
        var spaces = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (kept == MostCharacters)
            {
                return ($"{shown}… ({text.Length:N0} characters in all)", true);
            }

            kept++;
            if (rune.Value == ' ' && ++spaces > MostSpaces)
            {
                odd = true;
                continue;
            }

            if (rune.Value != ' ')
            {
                SaySpaces();
            }

            if (IsPlain(rune))
            {
                shown.Append(rune);
            }
            else
            {
                odd = true;
                shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X4}}}");
            }
        }

        SaySpaces();
        return (shown.ToString(), odd);

        void SaySpaces()
        {
            if (spaces > MostSpaces)
            {
                shown.Append(CultureInfo.InvariantCulture, $"… ({spaces - MostSpaces:N0} more spaces) …");
            }

            spaces = 0;
        }
    }

    // A lone surrogate is enumerated as U+FFFD, which nobody types either.
    private static bool IsPlain(Rune rune) => rune.Value != 0xFFFD && (rune.Value == ' ' || Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => false,
        _ => true,
    });
}
