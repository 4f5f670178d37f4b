using System.Globalization;
using System.Text;

namespace CodexLsp.Engine.Edits;

/// <summary>Finds lines in a file at one level of tolerance after another. Time grows with the file's length, not with its repetitions.</summary>
internal sealed class LineMatcher(TextLines lines)
{
    private readonly Dictionary<MatchLevel, (Dictionary<string, int> Ids, int[] File)> _levels = [];

    /// <summary>Every line at which all of <paramref name="wanted"/> stand in a row at this level.</summary>
    public List<int> Find(IReadOnlyList<string> wanted, MatchLevel level)
    {
        var (ids, file) = Level(level);
        var pattern = new int[wanted.Count];
        for (var i = 0; i < wanted.Count; i++)
        {
            if (!ids.TryGetValue(Normal(wanted[i], level), out pattern[i]))
            {
                return [];
            }
        }

        var found = Search(file, pattern);
        return level == MatchLevel.Indent ? found.FindAll(at => IndentShift.Between(At(at, wanted.Count), wanted) is not null) : found;
    }

    /// <summary>The lines of the file at a place.</summary>
    public string[] At(int start, int count) => [.. Enumerable.Range(start, count).Select(i => lines[i])];

    /// <summary>A line as it is compared at a level; each level forgives what those before it do.</summary>
    public static string Normal(string line, MatchLevel level) => level switch
    {
        MatchLevel.Exact => line,
        MatchLevel.Whitespace => line.TrimEnd(),
        MatchLevel.Unicode => Plain(line).TrimEnd(),
        _ => Plain(line).Trim(),
    };

    private (Dictionary<string, int> Ids, int[] File) Level(MatchLevel level)
    {
        if (!_levels.TryGetValue(level, out var known))
        {
            var ids = new Dictionary<string, int>(StringComparer.Ordinal);
            var file = new int[lines.Count];
            for (var i = 0; i < file.Length; i++)
            {
                var normal = Normal(lines[i], level);
                if (!ids.TryGetValue(normal, out file[i]))
                {
                    ids[normal] = file[i] = ids.Count;
                }
            }

            _levels[level] = known = (ids, file);
        }

        return known;
    }

    /// <summary>Knuth, Morris and Pratt's search: a file of equal lines must not take the product of both lengths.</summary>
    private static List<int> Search(int[] file, int[] pattern)
    {
        var fallback = new int[pattern.Length];
        for (int i = 1, matched = 0; i < pattern.Length; i++)
        {
            while (matched > 0 && pattern[i] != pattern[matched])
            {
                matched = fallback[matched - 1];
            }

            fallback[i] = matched += pattern[i] == pattern[matched] ? 1 : 0;
        }

        var found = new List<int>();
        for (int i = 0, matched = 0; i < file.Length; i++)
        {
            while (matched > 0 && (matched == pattern.Length || file[i] != pattern[matched]))
            {
                matched = fallback[matched - 1];
            }

            matched += file[i] == pattern[matched] ? 1 : 0;
            if (matched == pattern.Length)
            {
                found.Add(i - matched + 1);
                matched = fallback[matched - 1];
            }
        }

        return found;
    }

    private static string Plain(string line)
    {
        if (Ascii.IsValid(line))
        {
            return line;
        }

        var plain = new StringBuilder(line.Length);
        foreach (var character in line)
        {
            plain.Append(character switch
            {
                '\u2018' or '\u2019' or '\u201A' or '\u201B' or '\u2032' => '\'',
                '\u201C' or '\u201D' or '\u201E' or '\u201F' or '\u2033' => '"',
                '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2015' or '\u2212' => '-',
                _ when char.GetUnicodeCategory(character) == UnicodeCategory.SpaceSeparator => ' ',
                _ => character,
            });
        }

        return plain.ToString();
    }
}
