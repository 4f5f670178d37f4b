using System.Text.RegularExpressions;

namespace CodexLsp.Engine.Context;

/// <summary>The names of code in a user's words.</summary>
public static partial class NamedCode
{
    /// <summary>
    /// Each once, with what it is a member of where that is written: what stands as code, or as no English word is, with a capital inside,
    /// an underscore or a dot. The first word of a sentence has its capital from there.
    /// </summary>
    public static IEnumerable<string> In(string? words) => Name().Matches(words ?? "")
        .Where(m => m.Groups["code"].Success || m.Index > 0 || m.Value[1..].Any(c => char.IsUpper(c) || c is '_' or '.'))
        .Select(m => m.Groups["code"].Success ? m.Groups["code"].Value : m.Value)
        .Distinct(StringComparer.Ordinal);

    [GeneratedRegex(@"`(?<code>[\p{L}_][\w.]*)`|\b(?:[\p{Lu}_]\w*|[\p{Ll}]\w*(?:\p{Lu}|_)\w*)(?:\.\w+)*")]
    private static partial Regex Name();
}
