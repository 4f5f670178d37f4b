using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace CodexLsp.CSharp.Offline;

/// <summary>"Rename X to Y", "call it Total instead of Sum", "change the name of this method to Total".</summary>
internal static partial class RenameWording
{
    private const string Kind =
        "(?:method|function|property|field|variable|local|parameter|param|argument|class|type|interface|struct|record|enum|event|member|symbol|constant|const|identifier)";

    private const string NamedKind = "(?<kind>" + Kind + ")";
    private const string Quote = "[`'\"“”]?";
    private const string From = Quote + @"(?<from>@?[\p{L}_]\w*(?:\.[\p{L}_]\w*)?)" + Quote;
    private const string To = Quote + @"(?<to>@?[\p{L}_]\w*)" + Quote;
    private const string This = "(?:it|this|that|the selection|(?:this|that|the)(?: selected)? " + NamedKind + ")";
    private const string Named = "(?:the )?(?:" + NamedKind + " )?" + From + "(?: " + NamedKind + ")?";
    private const string Subject = "(?:" + This + "|" + Named + ")";
    private const string Into = " ?(?: (?:to|into|as)|→|->|=>) ?";
    private const string Tail =
        "(?: instead)?(?: everywhere| throughout(?: the (?:code|solution|project))?| in the (?:whole |entire )?(?:solution|project|code base|codebase))?"
        + "(?:,? and update (?:all |the |its )*(?:usages|uses|references|callers|call sites|calls))?";

    // Words that stand where a name would, but say only what the name should be like.
    private static readonly HashSet<string> NoNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "something", "anything", "whatever", "it", "this", "that", "them", "these", "those", "better", "a", "an", "the", "match", "be", "to", "from",
        "camelcase", "pascalcase", "snake_case", "kebab", "lowercase", "uppercase", "lower", "upper", "more", "less", "other", "and", "or", "use",
        "follow", "conform", "what", "one", "names", "reflect", "english",
    };

    /// <summary>The rename the sentence asks for, or null.</summary>
    public static OfflineRequest? Understand(string sentence)
    {
        var space = sentence.IndexOf(' ', StringComparison.Ordinal);
        if (space > 0 && Vocabulary.IsTypoOf(sentence[..space].ToLowerInvariant(), "rename"))
        {
            sentence = "rename" + sentence[space..];
        }

        foreach (var pattern in (ReadOnlySpan<Regex>)[Rename(), RenameTo(), Call(), ChangeName(), ShouldBe(), UseName(), GiveName()])
        {
            if (pattern.Match(sentence) is { Success: true } match && Read(match) is { } request)
            {
                return request;
            }
        }

        return null;
    }

    private static OfflineRequest.Rename? Read(Match match)
    {
        var to = match.Groups["to"].Value;
        string? from = match.Groups["from"] is { Success: true, Value: var name } ? name : null;
        string? kind = match.Groups["kind"] is { Success: true, Value: var word } ? word.ToLowerInvariant() : null;
        if (from is not null && (ThisOnly().IsMatch(from) || NoNames.Contains(from)))
        {
            kind ??= from.ToLowerInvariant();
            from = null;
        }

        var isName = SyntaxFacts.IsValidIdentifier(to.TrimStart('@'))
            && (to[0] == '@' || SyntaxFacts.GetKeywordKind(to) == SyntaxKind.None)
            && !NoNames.Contains(to);
        return isName && to != from ? new OfflineRequest.Rename(from, to, kind) : null;
    }

    [GeneratedRegex("^(?:it|this|that|selection|" + Kind + ")$", RegexOptions.IgnoreCase)]
    private static partial Regex ThisOnly();

    [GeneratedRegex("^rename (?:from )?" + Subject + Into + To + Tail + "$", RegexOptions.IgnoreCase)]
    private static partial Regex Rename();

    [GeneratedRegex("^rename (?:to|as) " + To + Tail + "$", RegexOptions.IgnoreCase)]
    private static partial Regex RenameTo();

    [GeneratedRegex("^(?:call|name) " + This + " " + To + "(?: (?:instead of|rather than|not) " + From + ")?" + Tail + "$", RegexOptions.IgnoreCase)]
    private static partial Regex Call();

    [GeneratedRegex(
        "^change (?:(?:the|its) name(?: of " + Subject + ")?(?: from " + From + ")?|" + From + "'s name)" + Into + To + Tail + "$",
        RegexOptions.IgnoreCase)]
    private static partial Regex ChangeName();

    [GeneratedRegex("^" + Subject + " (?:should|must) be (?:called|named|renamed to) " + To + Tail + "$", RegexOptions.IgnoreCase)]
    private static partial Regex ShouldBe();

    [GeneratedRegex(
        "^(?:use the name " + To + " instead of " + From + "|use " + To + " as the (?:new )?name (?:of|for) " + Subject
        + "|replace the name " + From + " (?:with|by) " + To + ")" + Tail + "$",
        RegexOptions.IgnoreCase)]
    private static partial Regex UseName();

    [GeneratedRegex("^give " + Subject + " the (?:new )?name " + To + Tail + "$", RegexOptions.IgnoreCase)]
    private static partial Regex GiveName();
}
