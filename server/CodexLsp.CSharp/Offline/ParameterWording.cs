using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CodexLsp.CSharp.Offline;

/// <summary>"Add an int parameter called count", "add a parameter bool strict = false", "take a CancellationToken argument named token".</summary>
internal static partial class ParameterWording
{
    private const string Quote = "[`'\"]?";
    private const string Type =
        Quote + @"(?<type>cancellation token|[A-Za-z_][\w.]*(?:<[\w.,<>?\[\] ]+>)?\??(?:\[,*\]\??)*)" + Quote;

    private const string Name = Quote + @"(?<name>@?[\p{L}_]\w*)" + Quote;
    private const string Parameter = "(?:parameter|param|argument|arg)";
    private const string Called = "(?:(?:that is |which is )?(?:called|named) |with (?:the )?name )?";
    private const string This = "(?:it|this|the)(?: (?:method|function|constructor|ctor))?";
    private const string Verb =
        "(?:(?:add|introduce|insert|append|include|take|accept|give " + This + "|make " + This + " (?:take|accept)|" + This + " should (?:take|accept|have)) )";

    private const string Adjectives = "(?:(?:a|an|the|another|one more|one) )?(?:(?:new|extra|additional|(?<optional>optional)|required) )*";
    private const string To = " ?(?: (?:to|on|for) (?:" + This + "|" + Quote + @"(?<method>[\p{L}_]\w*)" + Quote + "))?";
    private const string Default =
        @"(?:(?:,? (?:with|and) (?:a |the )?|,? ?\(?|,? )(?:default(?:ing|s)?(?: value)?(?: of| to| is)? |= ?)" + @"(?<default>""[^""]*""|[^\s,()]+|an empty string)\)?)?";

    private const string Argument =
        @"(?:,? (?:and pass|and let callers pass|passing) (?<argument>""[^""]*""|[^\s,]+)(?: (?:from|at|in|for) (?:all |the |its |existing |present )*(?:callers|call sites|calls))?)?"
        + "(?:,? and (?:update|fix|adapt) (?:all |the |its )*(?:callers|call sites|calls|usages))?";

    private const string Head = "^" + Verb + Adjectives;
    private const string Tail = To + Default + To + Argument + "$";

    private static readonly Dictionary<string, string> TypeWords = new(StringComparer.Ordinal)
    {
        ["integer"] = "int",
        ["boolean"] = "bool",
        ["cancellation token"] = "CancellationToken",
        ["cancellationtoken"] = "CancellationToken",
    };

    private static readonly Dictionary<string, string> ValueWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["zero"] = "0",
        ["one"] = "1",
        ["an empty string"] = "\"\"",
    };

    private static readonly HashSet<string> NoNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "to", "for", "of", "with", "and", "called", "named", "that", "which", "from", "on", "the", "a", "an", "type", "null", "check", "checks",
        "default", "value", "parameter", "parameters", "argument", "arguments", "here", "validation", "here", "everywhere",
    };

    /// <summary>The parameter the sentence asks for, or null; its type and its name must both be said.</summary>
    public static OfflineRequest? Understand(string sentence)
    {
        sentence = Typo().Replace(sentence, match => Vocabulary.IsTypoOf(match.Value, "parameter") ? "parameter" : match.Value);
        foreach (var pattern in (ReadOnlySpan<Regex>)[TypeFirst(), NameThenType(), TypeThenName(), AsParameter(), TokenOnly()])
        {
            if (pattern.Match(sentence) is { Success: true } match && Read(match) is { } request)
            {
                return request;
            }
        }

        return null;
    }

    private static OfflineRequest.AddParameter? Read(Match match)
    {
        var type = match.Groups["type"].Value;
        type = TypeWords.GetValueOrDefault(type.ToLowerInvariant(), type);
        var name = match.Groups["name"] is { Success: true, Value: var given } ? given : "cancellationToken";
        var byDefault = ValueOf(match.Groups["default"]);
        var argument = ValueOf(match.Groups["argument"]);
        var method = match.Groups["method"] is { Success: true, Value: var named } ? named : null;
        var isGood = IsType(type) && IsName(name)
            && (byDefault is null || IsValue(byDefault)) && (argument is null || IsValue(argument))
            && (method is null || !NoNames.Contains(method));
        return isGood ? new OfflineRequest.AddParameter(type, name, byDefault, argument, match.Groups["optional"].Success, method) : null;
    }

    private static string? ValueOf(Group group) =>
        group.Success ? ValueWords.GetValueOrDefault(group.Value.Trim('`'), group.Value.Trim('`')) : null;

    private static bool IsName(string name) =>
        SyntaxFacts.IsValidIdentifier(name.TrimStart('@')) && (name[0] == '@' || SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None)
        && !NoNames.Contains(name);

    // A lower-case word that is no keyword is English, not a type.
    private static bool IsType(string type)
    {
        var parsed = SyntaxFactory.ParseTypeName(type);
        return !parsed.ContainsDiagnostics && parsed.Span.Length == type.Length
            && (char.IsUpper(type[0]) || parsed.DescendantNodesAndSelf().FirstOrDefault(n =>
                n is not (NullableTypeSyntax or ArrayTypeSyntax)) is PredefinedTypeSyntax);
    }

    private static bool IsValue(string value)
    {
        var parsed = SyntaxFactory.ParseExpression(value);
        return !parsed.ContainsDiagnostics && parsed.Span.Length == value.Length && parsed switch
        {
            LiteralExpressionSyntax or DefaultExpressionSyntax => true,
            PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax } => true,
            MemberAccessExpressionSyntax => char.IsUpper(value[0])
                || SyntaxFacts.GetKeywordKind(value[..value.IndexOf('.', StringComparison.Ordinal)]) != SyntaxKind.None,
            _ => false,
        };
    }

    [GeneratedRegex(@"(?<= )[a-z]{8,10}(?= |$)")]
    private static partial Regex Typo();

    [GeneratedRegex(Head + Type + " " + Parameter + " " + Called + Name + Tail, RegexOptions.IgnoreCase)]
    private static partial Regex TypeFirst();

    [GeneratedRegex(Head + Parameter + " " + Called + Name + @"(?: (?:of|with) (?:the )?type |: ?| \(|, (?:an?|of type) )" + Type + @"\)?" + Tail, RegexOptions.IgnoreCase)]
    private static partial Regex NameThenType();

    [GeneratedRegex(Head + Parameter + ":? (?:of type )?" + Type + " " + Called + Name + Tail, RegexOptions.IgnoreCase)]
    private static partial Regex TypeThenName();

    [GeneratedRegex(Head + Type + " " + Called + Name + " as (?:an? |the )?(?:new |last |extra |(?<optional>optional) )*" + Parameter + Tail, RegexOptions.IgnoreCase)]
    private static partial Regex AsParameter();

    // The one parameter whose name everybody knows.
    [GeneratedRegex(Head + "(?<type>cancellation ?token) " + Parameter + Tail, RegexOptions.IgnoreCase)]
    private static partial Regex TokenOnly();
}
