using System.Text.RegularExpressions;

namespace CodexLsp.CSharp.Offline;

/// <summary>
/// Understands free wording of the few things the offline model can do. Every word must be accounted for: one word that is
/// in no rule ("and log it", "remove", "don't") means that the user wants something else, and then nothing is understood.
/// </summary>
internal static partial class Wording
{
    private static readonly Func<string, OfflineRequest?>[] Grammars =
    [
        PhraseWording.NullChecks,
        PhraseWording.Documentation,
        PhraseWording.BodyForm,
        PhraseWording.TryCatch,
        RenameWording.Understand,
        ParameterWording.Understand,
    ];

    /// <summary>What <paramref name="words"/> ask for; null when that is nothing, more than one thing or in any doubt.</summary>
    public static OfflineRequest? Understand(string words)
    {
        var sentence = WithoutPoliteness(words);
        OfflineRequest? understood = null;
        foreach (var grammar in Grammars)
        {
            if (grammar(sentence) is { } request)
            {
                if (understood is not null)
                {
                    return null;
                }

                understood = request;
            }
        }

        return understood;
    }

    private static string WithoutPoliteness(string words)
    {
        var sentence = Spaces().Replace(words.Replace('’', '\''), " ").Trim();
        while (true)
        {
            var shorter = Greeting().Replace(sentence.TrimEnd(' ', '.', '!', '?', ','), "");
            shorter = Thanks().Replace(shorter, "");
            if (shorter == sentence)
            {
                return sentence;
            }

            sentence = shorter;
        }
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(
        """
        ^(?:hi|hey|hello|please|pls|plz|kindly|ok|okay|now|just|so|can\ you|could\ you|would\ you|will\ you|can\ we|could\ we
        |let's|lets|let\ us|go\ ahead\ and|help\ me|would\ you\ mind|i\ (?:want|need)\ you\ to|i(?:'d|\ would)\ like\ you\ to
        |i(?:'d|\ would)\ like\ to|i\ (?:want|need)\ to|we\ (?:want|need)\ to|(?:i|we)\ (?:want|need)|i(?:'d|\ would)\ like
        |give\ me)(?:,\ ?|\ )
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Greeting();

    [GeneratedRegex(@"(?:,? )(?:please|pls|plz|thanks|thank you|thx|now|for me|would you|will you|ok|okay)$", RegexOptions.IgnoreCase)]
    private static partial Regex Thanks();
}
