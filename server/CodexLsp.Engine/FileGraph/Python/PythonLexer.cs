namespace CodexLsp.Engine.FileGraph.Python;

/// <summary>
/// Cuts Python into tokens and logical lines. It takes any text: a string without an end ends with its line or the file, a bracket
/// without one where a definition begins.
/// </summary>
internal sealed class PythonLexer
{
    private readonly string _text;
    private readonly List<PythonToken> _tokens = [];
    private readonly List<PythonLine> _lines = [];
    private int _at;
    private int _depth;
    private int _first;
    private int _lineStart;
    private int _indent;
    private bool _startsLine = true;

    private PythonLexer(string text) => _text = text;

    /// <summary>The tokens and the logical lines of a text.</summary>
    public static (List<PythonToken> Tokens, List<PythonLine> Lines) Lex(string text)
    {
        var lexer = new PythonLexer(text);
        lexer.Lex();
        return (lexer._tokens, lexer._lines);
    }

    private void Lex()
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            switch (c)
            {
                case '\n':
                    _lineStart = ++_at;
                    _startsLine = true;
                    if (_depth == 0 || BeginsDefinition())
                    {
                        EndLine();
                    }

                    break;
                case '#':
                    ToLineEnd();
                    break;
                case '\\':
                    // A line that goes on: its line break is passed over with it.
                    _at += _text.AsSpan(_at + 1).StartsWith("\r\n") ? 3 : 2;
                    break;
                case '"' or '\'':
                    LexString(_at);
                    break;
                case ';' when _depth == 0:
                    _at++;
                    EndLine();
                    break;
                case var _ when char.IsAsciiDigit(c):
                    Add(PythonTokenKind.Number, EndOf(_at, static d => IsNamePart(d) || d == '.'));
                    break;
                case var _ when IsNamePart(c):
                    LexName();
                    break;
                case var _ when char.IsWhiteSpace(c) || c == '\uFEFF':
                    _at++;
                    break;
                default:
                    _depth = c is '(' or '[' or '{' ? _depth + 1 : c is ')' or ']' or '}' ? Math.Max(0, _depth - 1) : _depth;
                    Add(PythonTokenKind.Punctuation, _at + (_text.AsSpan(_at) is ['=' or '!' or '<' or '>' or ':', '=', ..] or ['-', '>', ..] ? 2 : 1));
                    break;
            }
        }

        EndLine();
    }

    private void LexName()
    {
        var end = EndOf(_at, IsNamePart);
        var name = _text.AsSpan(_at, end - _at);
        if (end < _text.Length && _text[end] is '"' or '\'' && name.Length <= 2 && name.IndexOfAnyExcept("rRbBuUfFtT") < 0)
        {
            LexString(end);
        }
        else
        {
            Add(PythonTokenKind.Name, end);
        }
    }

    private void LexString(int quote)
    {
        var c = _text[quote];
        var isLong = quote + 2 < _text.Length && _text[quote + 1] == c && _text[quote + 2] == c;
        for (var i = quote + (isLong ? 3 : 1); i < _text.Length; i++)
        {
            if (_text[i] == '\\')
            {
                // In a raw string, too, a quote behind a backslash ends nothing.
                i++;
            }
            else if (_text[i] == '\n' && !isLong)
            {
                Add(PythonTokenKind.Text, i);
                return;
            }
            else if (_text[i] == c && (!isLong || (i + 2 < _text.Length && _text[i + 1] == c && _text[i + 2] == c)))
            {
                Add(PythonTokenKind.Text, i + (isLong ? 3 : 1));
                return;
            }
        }

        Add(PythonTokenKind.Text, _text.Length);
    }

    // No expression goes on with these, so the bracket before them was never closed.
    private bool BeginsDefinition()
    {
        var line = _text.AsSpan(_at).TrimStart(" \t");
        return line.StartsWith("def ") || line.StartsWith("class ") || line.StartsWith("async def ") || line.StartsWith("import ");
    }

    private void EndLine()
    {
        if (_tokens.Count > _first)
        {
            _lines.Add(new PythonLine(_first, _tokens.Count, _indent));
            _first = _tokens.Count;
        }

        _depth = 0;
    }

    private void ToLineEnd()
    {
        var length = _text.AsSpan(_at).IndexOf('\n');
        _at = length < 0 ? _text.Length : _at + length;
    }

    private int EndOf(int start, Func<char, bool> belongs)
    {
        while (start < _text.Length && belongs(_text[start]))
        {
            start++;
        }

        return start;
    }

    private int Indent()
    {
        var indent = 0;
        foreach (var c in _text.AsSpan(_lineStart, _at - _lineStart))
        {
            indent = c == '\t' ? (indent / 8 * 8) + 8 : indent + 1;
        }

        return indent;
    }

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || (c > '\u007F' && (char.IsLetterOrDigit(c) || char.IsSurrogate(c)));

    private void Add(PythonTokenKind kind, int end)
    {
        end = Math.Min(end, _text.Length);
        if (_startsLine && _tokens.Count == _first)
        {
            // A statement behind a semicolon has the indentation of the one before it.
            _indent = Indent();
        }

        _startsLine = false;
        _tokens.Add(new PythonToken(kind, _at, end));
        _at = end;
    }
}
