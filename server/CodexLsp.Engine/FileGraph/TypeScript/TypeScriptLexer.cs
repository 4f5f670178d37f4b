namespace CodexLsp.Engine.FileGraph.TypeScript;

/// <summary>
/// Cuts TypeScript or JavaScript, with or without JSX, into tokens. It takes any text: what has no end ends with its line or the
/// file. Whether a slash begins a regular expression is told by the token before it, as editors do.
/// </summary>
internal sealed class TypeScriptLexer
{
    private static readonly HashSet<string> BeforeOperand = new(StringComparer.Ordinal)
    {
        "return", "typeof", "instanceof", "in", "of", "new", "delete", "void", "throw", "case", "do", "else", "yield", "await", "default", "extends",
    };

    private static readonly string[] Heads = ["if", "while", "for", "with"];

    private readonly string _text;
    private readonly List<TypeScriptToken> _tokens = [];
    private readonly Stack<Frame> _frames = new();

    // For each open parenthesis: whether a statement's head is in it, after which an operand follows.
    private readonly Stack<bool> _parentheses = new();
    private readonly bool _markup;
    private bool _startsLine;
    private bool _headEnded;
    private int _noExpressionBefore;
    private int _at;

    private TypeScriptLexer(string text, bool markup) => (_text, _markup) = (text, markup);

    private enum Frame
    {
        Braces,
        TemplateHole,
        MarkupHole,
        Tag,
        ClosingTag,
        Children,
    }

    /// <summary>The tokens of a text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="markup">Whether the file may have JSX in it.</param>
    public static List<TypeScriptToken> Lex(string text, bool markup)
    {
        var lexer = new TypeScriptLexer(text, markup);
        lexer.Lex();
        if (lexer._frames.Any(f => f is Frame.Tag or Frame.ClosingTag or Frame.Children))
        {
            // An element that never ends was none, but a generic signature or a comparison.
            lexer = new TypeScriptLexer(text, markup: false);
            lexer.Lex();
        }

        return lexer._tokens;
    }

    private void Lex()
    {
        if (_text.StartsWith("#!", StringComparison.Ordinal))
        {
            ToLineEnd();
        }

        while (_at < _text.Length)
        {
            switch (_frames.TryPeek(out var frame) ? frame : Frame.Braces)
            {
                case Frame.Children:
                    LexChildren();
                    break;
                case Frame.Tag or Frame.ClosingTag:
                    LexTag();
                    break;
                default:
                    LexCode();
                    break;
            }
        }
    }

    private void LexCode()
    {
        var c = _text[_at];
        switch (c)
        {
            case '\n':
                _startsLine = true;
                _at++;
                break;
            case var _ when char.IsWhiteSpace(c):
                _at++;
                break;
            case '/' when Next is '/':
                ToLineEnd();
                break;
            case '/' when Next is '*':
                SkipComment();
                break;
            case '/' when ExpectsOperand && RegexEnd() is { } end:
                Add(TypeScriptTokenKind.Expression, end);
                break;
            case '"' or '\'':
                Add(TypeScriptTokenKind.Text, StringEnd(c));
                break;
            case '`':
                LexTemplate(_at + 1);
                break;
            case '<' when _markup && ExpectsOperand && BeginsElement():
                _frames.Push(Frame.Tag);
                _at++;
                break;
            case var _ when char.IsAsciiDigit(c):
                Add(TypeScriptTokenKind.Number, EndOf(_at, static c => IsNamePart(c) || c == '.'));
                break;
            case '#' or '\\' or '$' or '_' when IsNamePart(Next) || c is '$' or '_':
                Add(TypeScriptTokenKind.Name, EndOf(_at + 1, IsNamePart));
                break;
            case var _ when IsNamePart(c):
                Add(TypeScriptTokenKind.Name, EndOf(_at, IsNamePart));
                break;
            default:
                LexPunctuation(c);
                break;
        }
    }

    private void LexPunctuation(char c)
    {
        switch (c)
        {
            case '(':
                _parentheses.Push(_tokens is [.., var last] && last.Kind == TypeScriptTokenKind.Name && Heads.Any(h => TextOf(last) is var t && t.SequenceEqual(h)));
                break;
            case ')':
                _headEnded = _parentheses.TryPop(out var head) && head;
                break;
            case '{':
                _frames.Push(Frame.Braces);
                break;
            case '}' when _frames.TryPop(out var frame) && frame == Frame.TemplateHole:
                Add(TypeScriptTokenKind.Punctuation, _at + 1);
                LexTemplate(_at);
                return;
        }

        var pair = _text.AsSpan(_at);
        var length = pair.StartsWith("...") ? 3 : pair.StartsWith("=>") || pair.StartsWith("?.") || pair.StartsWith("++") || pair.StartsWith("--") ? 2 : 1;
        Add(TypeScriptTokenKind.Punctuation, _at + length);
    }

    /// <summary>Reads a template from <paramref name="from"/> to its end or its next hole.</summary>
    private void LexTemplate(int from)
    {
        for (var i = from; i < _text.Length; i++)
        {
            switch (_text[i])
            {
                case '\\':
                    i++;
                    break;
                case '`':
                    Add(TypeScriptTokenKind.Template, i + 1);
                    return;
                case '$' when i + 1 < _text.Length && _text[i + 1] == '{':
                    Add(TypeScriptTokenKind.Template, i + 1);
                    _frames.Push(Frame.TemplateHole);
                    Add(TypeScriptTokenKind.Punctuation, i + 2);
                    return;
            }
        }

        Add(TypeScriptTokenKind.Template, _text.Length);
    }

    private void LexTag()
    {
        var c = _text[_at];
        switch (c)
        {
            case '>':
                var frame = _frames.Pop();
                if (frame == Frame.ClosingTag)
                {
                    _frames.TryPop(out _);
                }
                else if (_text[_at - 1] != '/')
                {
                    _frames.Push(Frame.Children);
                }

                Add(TypeScriptTokenKind.Markup, _at + 1);
                break;
            case '{':
                OpenMarkupHole();
                break;
            case '"' or '\'' when _text.IndexOf(c, _at + 1) is >= 0 and var end:
                _at = end + 1;
                break;
            case var _ when IsNamePart(c) && _text[_at - 1] is '<' or '/':
                // Only what a tag is called is a name; attributes mean nothing here.
                Add(TypeScriptTokenKind.Name, EndOf(_at, IsNamePart));
                break;
            case var _ when IsNamePart(c):
                _at = EndOf(_at, IsNamePart);
                break;
            default:
                _at++;
                break;
        }
    }

    private void LexChildren()
    {
        var length = _text.AsSpan(_at).IndexOfAny('<', '{');
        _at = length < 0 ? _text.Length : _at + length;
        if (_at == _text.Length)
        {
            return;
        }

        if (_text[_at] == '{')
        {
            OpenMarkupHole();
            return;
        }

        var closes = Next == '/';
        _frames.Push(closes ? Frame.ClosingTag : Frame.Tag);
        _at += closes ? 2 : 1;
    }

    private void OpenMarkupHole()
    {
        _frames.Push(Frame.MarkupHole);
        Add(TypeScriptTokenKind.Punctuation, _at + 1);
    }

    private bool ExpectsOperand
    {
        get
        {
            if (_tokens.Count == 0)
            {
                return true;
            }

            var last = _tokens[^1];
            var text = TextOf(last);
            return last.Kind switch
            {
                TypeScriptTokenKind.Name => BeforeOperand.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text)
                    && !(_tokens.Count > 1 && TextOf(_tokens[^2]) is "." or "?."),
                TypeScriptTokenKind.Punctuation => text is ")" ? _headEnded : text is not ("]" or "}" or "++" or "--"),
                _ => false,
            };
        }
    }

    private char Next => _at + 1 < _text.Length ? _text[_at + 1] : '\0';

    // <T,> and <T extends U> are type parameters of an arrow function.
    private bool BeginsElement()
    {
        if (Next == '>')
        {
            return true;
        }

        if (!char.IsLetter(Next) && Next is not ('_' or '$'))
        {
            return false;
        }

        var rest = _text.AsSpan(EndOf(_at + 1, IsNamePart)).TrimStart();
        return !rest.StartsWith(",") && !rest.StartsWith("extends ");
    }

    private void SkipComment()
    {
        var length = _text.AsSpan(_at + 2).IndexOf("*/");
        var end = length < 0 ? _text.Length : _at + length + 4;
        _startsLine |= _text.AsSpan(_at, end - _at).Contains('\n');
        _at = end;
    }

    private void ToLineEnd()
    {
        var length = _text.AsSpan(_at).IndexOf('\n');
        _at = length < 0 ? _text.Length : _at + length;
    }

    private int StringEnd(char quote)
    {
        for (var i = _at + 1; i < _text.Length; i++)
        {
            if (_text[i] == quote)
            {
                return i + 1;
            }

            if (_text[i] == '\n')
            {
                return i;
            }

            i += _text[i] == '\\' ? 1 : 0;
        }

        return _text.Length;
    }

    private int? RegexEnd()
    {
        if (_at < _noExpressionBefore)
        {
            return null;
        }

        var inSet = false;
        var i = _at + 1;
        for (; i < _text.Length && _text[i] != '\n'; i++)
        {
            switch (_text[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    inSet = true;
                    break;
                case ']':
                    inSet = false;
                    break;
                case '/' when !inSet:
                    return EndOf(i + 1, IsNamePart);
            }
        }

        // The rest of the line is not looked at again for each slash in it.
        _noExpressionBefore = i;
        return null;
    }

    private int EndOf(int start, Func<char, bool> belongs)
    {
        while (start < _text.Length && belongs(_text[start]))
        {
            start++;
        }

        return start;
    }

    // Surrogates: letters beyond the first plane.
    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$' || (c > '\u007F' && (char.IsLetterOrDigit(c) || char.IsSurrogate(c) || c is '\u200C' or '\u200D'));

    private ReadOnlySpan<char> TextOf(TypeScriptToken token) => _text.AsSpan(token.Start, token.End - token.Start);

    private void Add(TypeScriptTokenKind kind, int end)
    {
        end = Math.Min(end, _text.Length);
        _tokens.Add(new TypeScriptToken(kind, _at, end, _startsLine));
        _startsLine = false;
        _at = end;
    }
}
