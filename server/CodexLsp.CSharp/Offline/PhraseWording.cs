using System.Text.RegularExpressions;

namespace CodexLsp.CSharp.Offline;

/// <summary>The requests that are understood by their words, in whatever order.</summary>
internal static partial class PhraseWording
{
    private const string Verbs = "add insert put introduce include generate write create provide make do apply";
    private const string Articles = "a an the some all every each any my its their new proper missing this these that those it them here";
    private const string Places =
        "to for of on in at with into around code selection line lines member members method methods function functions "
        + "constructor constructors ctor class type struct record interface file";

    private static readonly Vocabulary NullWords = new(
        ('v', Verbs),
        ('n', "null nulls notnull nulled"),
        ('i', "isnull"),
        ('b', "throwifnull argumentnullexception"),
        ('c', "check checks checking checked guard guards guarding validate validation verify ensure makesure assert reject disallow forbid protect throw throws"),
        ('o', "argument arguments parameter parameters args arg params param input inputs"),
        ('f', Articles + " " + Places + " against clause clauses that's statement statements if when public"));

    private static readonly Vocabulary DocumentationWords = new(
        ('v', Verbs),
        ('d', "document"),
        ('D', "documentation docs doc docstring docstrings xmldoc xmldocs summary summaries ///"),
        ('x', "xml"),
        ('m', "comment comments"),
        ('f', Articles + " " + Places + " and property properties field fields enum enums types classes records public api"));

    private static readonly Vocabulary BodyWords = new(
        ('c', "convert turn change switch transform refactor rewrite"),
        ('u', "use make prefer write put give have"),
        ('t', "to into as using with"),
        ('i', "insteadof"),
        ('r', "from"),
        ('E', "expressionbody"),
        ('B', "blockbody"),
        ('b', "braces"),
        ('f', "a an the this these that those it them all its body bodies be in of form style syntax method methods function "
            + "functions property properties member members constructor constructors ctor getter setter accessor operator one here"));

    private static readonly Vocabulary TryWords = new(
        ('v', "wrap surround enclose put add place embed insert"),
        ('t', "try trycatch"),
        ('c', "catch catching catches trycatch's"),
        ('x', "exceptiontype"),
        ('f', "a an the this these that those it them all whole entire in into inside with within around by for of to and block blocks "
            + "statement statements clause handler code selection selected lines line body method call calls here which"));

    /// <summary>"Null-check the args", "make sure arguments aren't null", "throw if an argument is null".</summary>
    public static OfflineRequest? NullChecks(string sentence)
    {
        var words = sentence.ToLowerInvariant();
        words = NotNull().Replace(words, " notnull ");
        words = IsNull().Replace(words, " isnull ");
        words = MakeSure().Replace(words, " makesure ");
        return NullWords.Read(words) is { } read && (read.Contains('b') || (read.Contains('c') && read.AsSpan().ContainsAny('n', 'i')))
            ? new OfflineRequest.NullChecks()
            : null;
    }

    /// <summary>"Document this method", "doc comments please", "add a summary".</summary>
    public static OfflineRequest? Documentation(string sentence) =>
        DocumentationWords.Read(sentence.ToLowerInvariant()) is { } read
        && (read.Contains('D') || (read.Contains('x') && read.Contains('m')) || (read.Contains('d') && !read.AsSpan().ContainsAny("vmx")))
            ? new OfflineRequest.Documentation()
            : null;

    /// <summary>"Turn this into an expression-bodied member", "use =>", "block body instead of the arrow".</summary>
    public static OfflineRequest? BodyForm(string sentence)
    {
        var words = sentence.ToLowerInvariant();
        words = Arrow().Replace(words, " expressionbody ");
        words = Block().Replace(words, " blockbody ");
        words = Braces().Replace(words, " braces ");
        words = InsteadOf().Replace(words, " insteadof ");
        if (BodyWords.Read(words) is not { } read)
        {
            return null;
        }

        return BodyTarget().Match(read) is { Success: true } match
            ? match.Groups["target"].Value == "E" ? new OfflineRequest.ExpressionBody() : new OfflineRequest.BlockBody()
            : null;
    }

    /// <summary>"Surround with try catch", "wrap this in a try block that catches IOException".</summary>
    public static OfflineRequest? TryCatch(string sentence)
    {
        var types = ExceptionType().Matches(sentence);
        if (types.Count > 1)
        {
            return null;
        }

        var words = ExceptionType().Replace(sentence, " exceptiontype ").ToLowerInvariant();
        words = words.Replace("trycatch", "try catch", StringComparison.Ordinal).Replace(" that catches", " catches",
            StringComparison.Ordinal);
        words = words.Replace("…", " ", StringComparison.Ordinal).Replace("...", " ", StringComparison.Ordinal);
        if (TryWords.Read(words) is not { } read || !read.Contains('t') || !read.AsSpan().ContainsAny('c', 'x'))
        {
            return null;
        }

        return new OfflineRequest.TryCatch(types.Count == 1 ? types[0].Value : null);
    }

    [GeneratedRegex(
        @"\b(?:(?:are|is) (?:not|never)|aren't|isn't|(?:must|should|may|can) ?(?:not|never) be|(?:mustn't|shouldn't|can't) be|cannot be|(?:(?:are|is|being) )?(?:never|not|non))[ -]null\b")]
    private static partial Regex NotNull();

    [GeneratedRegex(@"\b(?:is|are) null\b")]
    private static partial Regex IsNull();

    [GeneratedRegex(@"\bmake (?:it )?sure\b(?: that\b)?")]
    private static partial Regex MakeSure();

    [GeneratedRegex(@"\b(?:lambda )?expression[ -]?(?:body|bodied|bodies)\b|\barrow(?: (?:body|function|member|syntax|notation))?\b|=>")]
    private static partial Regex Arrow();

    [GeneratedRegex(@"\b(?:block|statement)[ -]?(?:body|bodied|bodies)\b|\b(?:full|regular|normal) (?:method )?body\b|\b(?:a|statement|code) block\b")]
    private static partial Regex Block();

    [GeneratedRegex(@"\b(?:curly )?braces\b|\bcurl(?:y|ies)\b|\{ ?\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"\b(?:instead of|rather than|not)\b")]
    private static partial Regex InsteadOf();

    // One form named: as the goal of a conversion, or of a use. Both named: which is the goal must be said.
    [GeneratedRegex(@"^(?:[uf]*(?<target>[EB])[uf]*|[uf]*t[uf]*(?<target>[EB])[f]*|[cf]+t[uf]*(?<target>[EB])f*|[cf]+r?f*[EBb]f*t[uf]*(?<target>[EBb])f*|[utcf]*(?<target>[EBb])f*if*[EBb]f*)$")]
    private static partial Regex BodyTarget();

    [GeneratedRegex(@"(?<=\b(?:for|catch|catching|catches|of) (?:an? |the )?`?)(?:[A-Z]\w*\.)*[A-Z]\w*Exception\b")]
    private static partial Regex ExceptionType();
}
