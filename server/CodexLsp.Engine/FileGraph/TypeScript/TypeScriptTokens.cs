using System.Text;

namespace CodexLsp.Engine.FileGraph.TypeScript;

/// <summary>The tokens of a file with what brackets belong together, and where the parts of declarations end.</summary>
internal sealed class TypeScriptTokens
{
    private const int MostSignatureCharacters = 300;
    private const int MostTypeArgumentTokens = 200;

    private static readonly HashSet<string> NamesInsideExpressions = new(StringComparer.Ordinal)
    {
        "return", "typeof", "instanceof", "in", "of", "new", "delete", "void", "throw", "await", "extends", "keyof", "as", "satisfies", "is",
    };

    private static readonly HashSet<string> NamesInsideTypes = new(StringComparer.Ordinal)
    {
        "typeof", "keyof", "unique", "infer", "asserts", "is", "extends", "new", "readonly", "abstract",
    };

    private static readonly HashSet<string> NamesThatContinue = new(StringComparer.Ordinal) { "instanceof", "in", "of", "as", "satisfies", "extends", "is" };

    private static readonly HashSet<string> Starters = new(StringComparer.Ordinal)
    {
        "export", "import", "function", "class", "interface", "enum", "type", "namespace", "module", "exports", "const", "let", "var", "declare", "abstract", "async",
    };

    private static readonly HashSet<string> Suites = new(StringComparer.Ordinal) { "describe", "suite", "context", "it", "test" };

    private readonly string _text;
    private readonly List<TypeScriptToken> _tokens;
    private readonly int[] _partners;

    public TypeScriptTokens(string text, bool markup)
    {
        _text = text;
        _tokens = TypeScriptLexer.Lex(text, markup);
        _partners = Pair();
    }

    /// <summary>How many there are.</summary>
    public int Count => _tokens.Count;

    public TypeScriptToken this[int i] => _tokens[i];

    /// <summary>The token's text; empty past the last.</summary>
    public ReadOnlySpan<char> TextOf(int i) => i < _tokens.Count ? _text.AsSpan(_tokens[i].Start, _tokens[i].End - _tokens[i].Start) : default;

    /// <summary>Whether a token is this keyword or punctuation.</summary>
    public bool Is(int i, string text) =>
        i < _tokens.Count && _tokens[i].Kind is TypeScriptTokenKind.Name or TypeScriptTokenKind.Punctuation && TextOf(i).SequenceEqual(text);

    public bool IsName(int i) => IsKind(i, TypeScriptTokenKind.Name);

    public bool IsKind(int i, TypeScriptTokenKind kind) => i < _tokens.Count && _tokens[i].Kind == kind;

    /// <summary>Whether a token opens a bracket.</summary>
    public bool Opens(int i) => IsKind(i, TypeScriptTokenKind.Punctuation) && TextOf(i) is "(" or "[" or "{";

    /// <summary>The bracket that closes this one; the last token's successor when none does.</summary>
    public int Partner(int i) => _partners[i];

    /// <summary>The token after this one, and after everything in the bracket that this one opens.</summary>
    public int After(int i) => Opens(i) ? Math.Min(Partner(i), Count - 1) + 1 : i + 1;

    /// <summary>The content of a string; null when the token is none.</summary>
    public string? StringAt(int i) => IsKind(i, TypeScriptTokenKind.Text) ? TextOf(i) is [_, .. var content, '"' or '\''] ? content.ToString() : "" : null;

    /// <summary>The first token behind an expression: a comma, a semicolon, or what begins the next statement.</summary>
    public int AfterExpression(int start, int end)
    {
        // The commas of types are passed over with them.
        var i = FunctionSignatureEnd(start, end) ?? start;
        while (i < end && !Is(i, ";") && !Is(i, ",") && (i == start || !_tokens[i].StartsLine || Continues(i)))
        {
            i = i > start && (Is(i, "as") || Is(i, "satisfies")) ? Math.Max(i + 1, AfterType(i + 1, end))
                : Is(i, "<") && i > start && IsName(i - 1) && AfterTypeArguments(i, end) is var after && (Is(after, "(") || IsKind(after, TypeScriptTokenKind.Template))
                ? after
                : After(i);
        }

        return Math.Min(i, end);
    }

    /// <summary>Whether a token is the name of a function that tests are declared with.</summary>
    public bool IsSuite(int i) => Suites.GetAlternateLookup<ReadOnlySpan<char>>().Contains(TextOf(i));

    /// <summary>The first token behind a statement: behind its semicolon, or what begins another.</summary>
    public int AfterStatement(int start, int end)
    {
        for (var i = start; i < end; i = After(i))
        {
            if (Is(i, ";"))
            {
                return i + 1;
            }

            var begins = i > start && IsName(i) && (_tokens[i].StartsLine || Is(i - 1, "}"));
            if (i > start && (begins || Is(i, "@")) && BeginsStatement(i))
            {
                return i;
            }
        }

        return end;
    }

    /// <summary>The first token behind a type.</summary>
    public int AfterType(int start, int end)
    {
        var expectsOperand = true;
        var i = start;
        while (i < end)
        {
            if (!IsKind(i, TypeScriptTokenKind.Punctuation))
            {
                if (!expectsOperand && !Is(i, "extends") && !(Is(i, "is") && !_tokens[i].StartsLine))
                {
                    return i;
                }

                expectsOperand = IsName(i) && NamesInsideTypes.GetAlternateLookup<ReadOnlySpan<char>>().Contains(TextOf(i));
                i = Is(i, "import") && Is(i + 1, "(") ? After(i + 1) : AfterTemplate(i);
                continue;
            }

            switch (TextOf(i))
            {
                case "{" or "(" or "[" when expectsOperand:
                    i = After(i);
                    expectsOperand = false;
                    break;
                case "[" when !_tokens[i].StartsLine:
                    i = After(i);
                    break;
                case "<":
                    i = Math.Max(i + 1, AfterTypeArguments(i, end));
                    break;
                case "|" or "&" or "=>" or "?" or ":" or "." or "-" or "...":
                    expectsOperand = true;
                    i++;
                    break;
                default:
                    return i;
            }
        }

        return Math.Min(i, end);
    }

    /// <summary>The first token behind what a <c>&lt;</c> opens; the same when it opens nothing but compares.</summary>
    public int AfterTypeArguments(int start, int end)
    {
        var depth = 0;
        for (var i = start; i < Math.Min(end, start + MostTypeArgumentTokens); i = After(i))
        {
            if (!IsKind(i, TypeScriptTokenKind.Punctuation))
            {
                continue;
            }

            switch (TextOf(i))
            {
                case "<":
                    depth++;
                    break;
                case ">" when --depth == 0:
                    return i + 1;
                case ";" or "}" or ")" or "]":
                    return start;
            }
        }

        return start;
    }

    /// <summary>Whether an expression that begins here is a function; then also the token behind what belongs in its signature.</summary>
    public int? FunctionSignatureEnd(int start, int end)
    {
        var i = Is(start, "async") ? start + 1 : start;
        if (Is(i, "function"))
        {
            i += Is(i + 1, "*") ? 2 : 1;
            i += IsName(i) ? 1 : 0;
            return SignatureEndAfterParameters(Is(i, "<") ? AfterTypeArguments(i, end) : i, end);
        }

        if (IsName(i) && Is(i + 1, "=>"))
        {
            return i + 1;
        }

        i = Is(i, "<") ? AfterTypeArguments(i, end) : i;
        return Is(i, "(") && SignatureEndAfterParameters(i, end) is var after && Is(after, "=>") ? after : null;
    }

    /// <summary>The first token behind parameters and the type that is returned.</summary>
    public int SignatureEndAfterParameters(int open, int end)
    {
        var i = open < end && Is(open, "(") ? After(open) : open;
        return Is(i, ":") ? AfterReturnType(i + 1, end) : i;
    }

    /// <summary>Tokens on one line, without comments between them, cut when they are many.</summary>
    public string Line(int start, int end)
    {
        var line = new StringBuilder();
        for (var i = start; i < Math.Min(end, Count) && line.Length <= MostSignatureCharacters; i++)
        {
            var hasGap = i > start && _tokens[i].Start > _tokens[i - 1].End;
            if (hasGap && line[^1] is not ('(' or '[') && !(Is(i, ")") || Is(i, ",") || Is(i, "]")))
            {
                line.Append(' ');
            }

            line.Append(TextOf(i));
        }

        return line.Length > MostSignatureCharacters ? line.ToString(0, MostSignatureCharacters) + "…" : line.ToString();
    }

    // A template's holes stand between its parts.
    private int AfterTemplate(int i)
    {
        while (IsKind(i, TypeScriptTokenKind.Template) && TextOf(i) is [.., '$'] && Is(i + 1, "{"))
        {
            i = After(i + 1);
        }

        return i + 1;
    }

    // An arrow after the type belongs to the function, not to a type of functions.
    private int AfterReturnType(int start, int end)
    {
        var i = AfterType(start, end);
        for (var arrow = start; arrow < i; arrow = After(arrow))
        {
            if (Is(arrow, "=>") && !Is(arrow - 1, ")"))
            {
                return arrow;
            }
        }

        return i;
    }

    private bool BeginsStatement(int i) =>
        (Is(i, "@") || Starters.GetAlternateLookup<ReadOnlySpan<char>>().Contains(TextOf(i)) || IsSuite(i))
        && (!IsKind(i - 1, TypeScriptTokenKind.Punctuation) || TextOf(i - 1) is ")" or "]" or "}" or "++" or "--");

    private bool Continues(int i)
    {
        if (IsKind(i, TypeScriptTokenKind.Punctuation) && TextOf(i) is not ("{" or "@" or "++" or "--" or "#" or ";"))
        {
            return true;
        }

        if (IsName(i) && NamesThatContinue.GetAlternateLookup<ReadOnlySpan<char>>().Contains(TextOf(i)))
        {
            return true;
        }

        return IsName(i - 1)
            ? NamesInsideExpressions.GetAlternateLookup<ReadOnlySpan<char>>().Contains(TextOf(i - 1))
            : IsKind(i - 1, TypeScriptTokenKind.Punctuation) && TextOf(i - 1) is not (")" or "]" or "}" or "++" or "--" or ">");
    }

    /// <summary>Brackets that have no partner are left alone; one that closes an outer bracket ends those inside it, too.</summary>
    private int[] Pair()
    {
        var partners = new int[_tokens.Count];
        var open = new Stack<int>();
        Span<int> counts = stackalloc int[3];
        for (var i = 0; i < _tokens.Count; i++)
        {
            partners[i] = i;
            var kind = _tokens[i].Kind == TypeScriptTokenKind.Punctuation && _tokens[i].End - _tokens[i].Start == 1 ? "([{)]}".IndexOf(_text[_tokens[i].Start], StringComparison.Ordinal) : -1;
            if (kind is >= 0 and < 3)
            {
                open.Push(i);
                counts[kind]++;
            }
            else if (kind >= 3 && counts[kind - 3] > 0)
            {
                for (var closed = -1; closed != kind - 3;)
                {
                    var opener = open.Pop();
                    closed = "([{".IndexOf(_text[_tokens[opener].Start], StringComparison.Ordinal);
                    counts[closed]--;
                    partners[opener] = i;
                }
            }
        }

        foreach (var opener in open)
        {
            partners[opener] = _tokens.Count;
        }

        return partners;
    }
}
