using System.Collections.Immutable;

namespace CodexLsp.Engine.FileGraph;

/// <summary>A set of characters in a glob: <c>[a-z]</c>, <c>[!0-9_]</c>, <c>[[:alpha:]]</c>.</summary>
/// <param name="Ranges">First and last character of each part.</param>
/// <param name="Negated">Whether it takes every character but these.</param>
internal sealed record GlobSet(ImmutableArray<(char First, char Last)> Ranges, bool Negated)
{
    /// <summary>Reads a set from its bracket on; null when it has no end or names a class that is none.</summary>
    /// <param name="pattern">The glob.</param>
    /// <param name="at">The opening bracket; then the closing one.</param>
    public static GlobSet? Read(ReadOnlySpan<char> pattern, ref int at)
    {
        var ranges = ImmutableArray.CreateBuilder<(char, char)>();
        var i = at + 1;
        var negated = i < pattern.Length && pattern[i] is '!' or '^';
        i = negated ? i + 1 : i;
        char? previous = null;
        for (var first = true; ; first = false, i++)
        {
            if (i >= pattern.Length)
            {
                return null;
            }

            switch (pattern[i])
            {
                // A bracket that comes first is a character of the set.
                case ']' when !first:
                    at = i;
                    return new GlobSet(ranges.ToImmutable(), negated);
                case '-' when previous is { } from && i + 1 < pattern.Length && pattern[i + 1] != ']':
                    i += pattern[i + 1] == '\\' ? 2 : 1;
                    if (i >= pattern.Length)
                    {
                        return null;
                    }

                    ranges.Add((from, pattern[i]));
                    previous = null;
                    break;
                case '[' when i + 1 < pattern.Length && pattern[i + 1] == ':' && ClassEnd(pattern, i) is { } end:
                    if (end < 0 || RangesOf(pattern[(i + 2)..(end - 1)]) is not { } named)
                    {
                        return null;
                    }

                    ranges.AddRange(named);
                    i = end;
                    previous = null;
                    break;
                case '\\' when ++i == pattern.Length:
                    return null;
                default:
                    previous = pattern[i];
                    ranges.Add((pattern[i], pattern[i]));
                    break;
            }
        }
    }

    /// <summary>Whether the set takes the character.</summary>
    public bool Contains(char c, bool ignoreCase) =>
        (Has(c) || (ignoreCase && (Has(char.ToLowerInvariant(c)) || Has(char.ToUpperInvariant(c))))) != Negated;

    private bool Has(char c)
    {
        foreach (var (first, last) in Ranges)
        {
            if (c >= first && c <= last)
            {
                return true;
            }
        }

        return false;
    }

    // The bracket that closes a class such as [:alpha:]; -1 when there is none; null when what is there is no class after all.
    private static int? ClassEnd(ReadOnlySpan<char> pattern, int start)
    {
        var length = pattern[(start + 2)..].IndexOf(']');
        return length < 0 ? -1 : length > 0 && pattern[start + 1 + length] == ':' ? start + 2 + length : null;
    }

    private static ImmutableArray<(char, char)>? RangesOf(ReadOnlySpan<char> name) => name switch
    {
        "alnum" => [('0', '9'), ('A', 'Z'), ('a', 'z')],
        "alpha" => [('A', 'Z'), ('a', 'z')],
        "blank" => [(' ', ' '), ('\t', '\t')],
        "cntrl" => [('\0', '\u001F'), ('\u007F', '\u007F')],
        "digit" => [('0', '9')],
        "graph" => [('!', '~')],
        "lower" => [('a', 'z')],
        "print" => [(' ', '~')],
        "punct" => [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        "space" => [('\t', '\r'), (' ', ' ')],
        "upper" => [('A', 'Z')],
        "xdigit" => [('0', '9'), ('A', 'F'), ('a', 'f')],
        _ => null,
    };
}
