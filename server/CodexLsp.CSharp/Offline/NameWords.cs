using System.Text.RegularExpressions;

namespace CodexLsp.CSharp.Offline;

/// <summary>Reads the English out of a C# name, for documentation that says what the name says.</summary>
internal static partial class NameWords
{
    private static readonly HashSet<string> Prepositions = new(StringComparer.Ordinal)
    {
        "to", "from", "by", "for", "with", "in", "on", "as", "of", "at", "into", "until", "since", "when", "if", "or", "and",
    };

    /// <summary>The words of a name in lower case (<c>_orderLine2</c>: order, line2; <c>HTTPServer</c>: HTTP, server).</summary>
    public static string[] Split(string name) =>
        [.. Word().Matches(name).Select(m => m.Value.Length > 1 && m.Value.All(c => !char.IsLower(c)) && m.Value.Any(char.IsUpper)
            ? m.Value : m.Value.ToLowerInvariant())];

    /// <summary>The words of a name as a phrase.</summary>
    public static string Phrase(string name) => string.Join(' ', Split(name));

    /// <summary>The phrase with the article that its sound asks for.</summary>
    public static string WithArticle(string phrase) =>
        phrase.Length > 0 && "aeiouAEIO".Contains(phrase[0], StringComparison.Ordinal)
            && !phrase.StartsWith("use", StringComparison.Ordinal) && !phrase.StartsWith("uni", StringComparison.Ordinal)
            ? "an " + phrase
            : "a " + phrase;

    /// <summary>A capital at the start and a full stop at the end.</summary>
    public static string Sentence(string phrase) => phrase.Length == 0 ? phrase : char.ToUpperInvariant(phrase[0]) + phrase[1..] + ".";

    /// <summary>Whether a word says how the next relates, so that no article belongs between it and a verb.</summary>
    public static bool IsPreposition(string word) => Prepositions.Contains(word);

    /// <summary>The third person of a verb.</summary>
    public static string ThirdPerson(string verb) => verb switch
    {
        "do" or "go" => verb + "es",
        "have" => "has",
        "be" => "is",
        [.., 's' or 'x' or 'z'] or [.., 's' or 'c', 'h'] => verb + "es",
        [.., not ('a' or 'e' or 'i' or 'o' or 'u'), 'y'] => verb[..^1] + "ies",
        _ => verb + "s",
    };

    /// <summary>What a parameter is, from its name and type.</summary>
    public static string ParameterPhrase(string name, string type)
    {
        var words = Phrase(name);
        return type switch
        {
            "CancellationToken" => "the token that cancels the operation",
            "bool" or "Boolean" => words.Split(' ')[0] is "is" or "has" or "can" or "should" ? "whether it " + words : $"whether {words} is asked for",
            _ => "the " + words,
        };
    }

    [GeneratedRegex(@"\p{Lu}{2,}(?=\p{Lu}\p{Ll}|\d|_|$)\d*|\p{Lu}?[\p{Ll}\d]+|\p{Lu}+|\d+")]
    private static partial Regex Word();
}
