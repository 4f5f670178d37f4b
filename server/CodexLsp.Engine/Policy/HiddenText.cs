using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CodexLsp.Engine.Policy;

/// <summary>
/// Makes visible what a text hides from people but not from a model: characters that do not show or turn the direction of writing,
/// and comments that are left out where the text is rendered.
/// </summary>
public static partial class HiddenText
{
    /// <summary>The text with everything in it to be seen; the same string when nothing was hidden.</summary>
    public static string Show(string text)
    {
        text = Comment.Replace(text, "[not shown when rendered: ${words}]");
        if (!text.EnumerateRunes().Any(IsHidden))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 64);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHidden(rune))
            {
                shown.Append(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]");
            }
            else
            {
                shown.Append(rune.ToString());
            }
        }

        return shown.ToString();
    }

    // Format characters: zero width, directions, tags; and the fillers and selectors that take no room either. A joiner within an emoji
    // is shown, too: here nobody looks at emojis.
    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format
        || rune.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    [GeneratedRegex(@"<!--(?<words>.*?)(-->|$)", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment { get; }
}
