using System.Collections.Frozen;
using System.Text;

namespace CodexLsp.CSharp.Offline;

/// <summary>
/// The words one request may be made of, each with the letter of its meaning. Reading a sentence gives its meanings in order,
/// so that a rule can be a pattern over letters.
/// </summary>
internal sealed class Vocabulary
{
    private const int ShortestWithTypo = 5;
    private readonly FrozenDictionary<string, char> _meanings;

    /// <param name="words">Each meaning with its words, separated by spaces.</param>
    public Vocabulary(params ReadOnlySpan<(char Meaning, string Words)> words)
    {
        Dictionary<string, char> meanings = new(StringComparer.Ordinal);
        foreach (var (meaning, list) in words)
        {
            foreach (var word in list.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                meanings.Add(word, meaning);
            }
        }

        _meanings = meanings.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The meanings of a sentence's words in order; null when one word is not in the vocabulary.</summary>
    public string? Read(string sentence)
    {
        StringBuilder letters = new();
        foreach (var word in sentence.Split([' ', ',', '.', ':', ';', '-', '/', '(', ')', '`', '"', '\''],
            StringSplitOptions.RemoveEmptyEntries))
        {
            if (!_meanings.TryGetValue(word, out var meaning))
            {
                var near = _meanings.Keys.FirstOrDefault(known => IsTypoOf(word, known));
                if (near is null)
                {
                    return null;
                }

                meaning = _meanings[near];
            }

            letters.Append(meaning);
        }

        return letters.ToString();
    }

    /// <summary>
    /// Whether one letter of a longer word was swapped, dropped, doubled or mistaken. The first letter must be right: prefixes
    /// turn words into their opposite ("undo", "unwrap").
    /// </summary>
    public static bool IsTypoOf(string word, string known)
    {
        if (known.Length < ShortestWithTypo || word.Length < ShortestWithTypo - 1 || word[0] != known[0]
            || Math.Abs(word.Length - known.Length) > 1)
        {
            return false;
        }

        var start = 0;
        while (start < word.Length && start < known.Length && word[start] == known[start])
        {
            start++;
        }

        var end = 0;
        while (end < word.Length - start && end < known.Length - start && word[^(end + 1)] == known[^(end + 1)])
        {
            end++;
        }

        var (left, right) = (word[start..^end], known[start..^end]);
        var swapped = left.Length == 2 && right.Length == 2 && left[0] == right[1] && left[1] == right[0];
        return swapped || (left.Length <= 1 && right.Length <= 1);
    }
}
