using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.FileGraph.Python;

/// <summary>
/// Reads what a Python file declares and imports: at its top and in classes, in every branch, never inside functions, except what
/// methods assign to <c>self</c>. It reads any text and makes the best of one that is no program.
/// </summary>
internal sealed class PythonReader
{
    private const int MostSignatureCharacters = 300;
    private const int MostValueTokens = 6;

    private readonly string _text;
    private readonly List<PythonToken> _tokens;
    private readonly List<PythonLine> _lines;
    private readonly ImmutableArray<Declaration>.Builder _declarations = ImmutableArray.CreateBuilder<Declaration>();
    private readonly ImmutableArray<Import>.Builder _imports = ImmutableArray.CreateBuilder<Import>();
    private readonly HashSet<string> _attributes = new(StringComparer.Ordinal);
    private readonly Stack<Block> _blocks = new();

    private PythonReader(string text)
    {
        _text = text;
        (_tokens, _lines) = PythonLexer.Lex(text);
    }

    /// <summary>Reads a file.</summary>
    public static SourceFile Read(string text)
    {
        var reader = new PythonReader(text);
        reader.ReadLines();
        return new SourceFile(reader._declarations.ToImmutable(), reader._imports.ToImmutable(), [], reader.Names());
    }

    private HashSet<string> Names()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var lookup = names.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < _tokens.Count; i++)
        {
            if (IsName(i))
            {
                lookup.Add(TextOf(i));
            }
        }

        return names;
    }

    private void ReadLines()
    {
        var decorated = -1;
        var lastEnd = 0;
        foreach (var line in _lines)
        {
            while (_blocks.TryPeek(out var open) && open.Indent >= line.Indent)
            {
                Close(_blocks.Pop(), lastEnd);
            }

            lastEnd = _tokens[line.End - 1].End;
            if (Is(line.First, "@"))
            {
                decorated = decorated < 0 ? line.First : decorated;
                continue;
            }

            ReadLine(line, decorated < 0 ? line.First : decorated);
            decorated = -1;
        }

        while (_blocks.TryPop(out var block))
        {
            Close(block, lastEnd);
        }
    }

    private void ReadLine(PythonLine line, int start)
    {
        var block = _blocks.TryPeek(out var top) ? top : null;
        var i = Is(line.First, "async") ? line.First + 1 : line.First;
        var hasName = i + 1 < line.End && IsName(i + 1);
        var isMember = block is not null;
        switch (TextOf(i))
        {
            case "import":
                ReadImport(i + 1, line.End);
                break;
            case "from":
                ReadFromImport(i + 1, line.End);
                break;
            case var _ when block is { IsFunction: true }:
                ReadAttributes(line, block);
                break;
            case "def" when hasName:
                Open(start, line, i + 1, isMember ? "method" : "function", block?.Container, isFunction: true);
                break;
            case "class" when hasName:
                Open(start, line, i + 1, "class", block?.Container, isFunction: false);
                break;
            case "type" when hasName && !IsKeywordOrOperator(i + 1):
                Add(start, line.End, i + 1, "type", block?.Container, line.End);
                break;
            default:
                ReadAssignment(line, block?.Container);
                break;
        }
    }

    private void Open(int start, PythonLine line, int name, string kind, string? container, bool isFunction)
    {
        var colon = line.First;
        var depth = 0;
        for (; colon < line.End && !(depth == 0 && Is(colon, ":")); colon++)
        {
            depth += _text[_tokens[colon].Start] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };
        }

        var declaration = Add(start, line.End, name, kind, container, colon);
        _blocks.Push(new Block(line.Indent, declaration.FullName, isFunction, _declarations.Count - 1, container));
    }

    private void Close(Block block, int end)
    {
        var declaration = _declarations[block.Declaration];
        _declarations[block.Declaration] = declaration with { Span = TextSpan.FromBounds(declaration.Span.Start, Math.Max(declaration.Span.End, end)) };
    }

    // In a method self.lines: list[Line] = [] declares an attribute of the class; so do self.a, self.b = c and self.a = self.b = c.
    private void ReadAttributes(PythonLine line, Block method)
    {
        var names = new List<int>();
        for (var i = line.First; i + 3 < line.End && Is(i, "self") && Is(i + 1, ".") && IsName(i + 2); i += 4)
        {
            names.Add(i + 2);
            if (!Is(i + 3, ",") && !Is(i + 3, "=") && !(Is(i + 3, ":") && i == line.First))
            {
                return;
            }

            foreach (var name in Is(i + 3, ",") ? [] : names)
            {
                if (method.Class is { } type && _attributes.Add($"{type}.{TextOf(name)}"))
                {
                    var signature = Line(line.First, SignatureEnd(i + 3, line.End));
                    _declarations.Add(new Declaration(TextOf(name).ToString(), "attribute", type, signature, Span(line.First, line.End), _tokens[name].Start));
                }
            }
        }
    }

    // a = 1, a, b = c, a = b = c, and a: int, which "lambda: 0" and "else: pass" are not.
    private void ReadAssignment(PythonLine line, string? container)
    {
        var names = new List<int>();
        for (var i = line.First; i + 1 < line.End && IsName(i) && !IsKeywordOrOperator(i); i += 2)
        {
            names.Add(i);
            if (!Is(i + 1, ",") && !Is(i + 1, "=") && !(Is(i + 1, ":") && i == line.First && i + 2 < line.End))
            {
                return;
            }

            foreach (var name in Is(i + 1, ",") ? [] : names)
            {
                Add(line.First, line.End, name, container is null ? "variable" : "attribute", container, SignatureEnd(i + 1, line.End));
            }

            if (Is(i + 1, ":"))
            {
                return;
            }

            if (Is(i + 1, "="))
            {
                names.Clear();
            }
        }
    }

    private int SignatureEnd(int start, int end)
    {
        var value = start;
        while (value < end && !Is(value, "="))
        {
            value++;
        }

        return end - value <= MostValueTokens ? end : value;
    }

    private void ReadImport(int i, int end)
    {
        while (i < end && IsName(i))
        {
            var module = new StringBuilder().Append(TextOf(i++));
            for (; i + 1 < end && Is(i, ".") && IsName(i + 1); i += 2)
            {
                module.Append('.').Append(TextOf(i + 1));
            }

            var path = module.ToString();
            var isRenamed = i + 1 < end && Is(i, "as") && IsName(i + 1);
            _imports.Add(new Import(path, Import.Everything, isRenamed ? TextOf(i + 1).ToString() : path));
            i += isRenamed ? 3 : 1;
        }
    }

    private void ReadFromImport(int i, int end)
    {
        var module = new StringBuilder();
        for (; i < end && !Is(i, "import"); i++)
        {
            module.Append(TextOf(i));
        }

        for (i++; i < end; i++)
        {
            if (Is(i, "*"))
            {
                _imports.Add(new Import(module.ToString(), Import.Everything, null));
            }
            else if (IsName(i))
            {
                var isRenamed = i + 2 < end && Is(i + 1, "as") && IsName(i + 2);
                _imports.Add(new Import(module.ToString(), TextOf(i).ToString(), TextOf(isRenamed ? i + 2 : i).ToString()));
                i += isRenamed ? 2 : 0;
            }
        }
    }

    private Declaration Add(int start, int end, int name, string kind, string? container, int signatureEnd)
    {
        var first = start;
        while (first < name && Is(first, "@"))
        {
            // The decorators' lines come first; the signature begins behind them.
            first = _lines[LineOf(first)].End;
        }

        var declaration = new Declaration(
            TextOf(name).ToString(), kind, container, Line(first, signatureEnd), Span(start, end), _tokens[name].Start, container is null);
        _declarations.Add(declaration);
        return declaration;
    }

    private int LineOf(int token)
    {
        var at = _lines.BinarySearch(new PythonLine(token, 0, 0), Comparer<PythonLine>.Create((a, b) => a.First.CompareTo(b.First)));
        return at < 0 ? ~at - 1 : at;
    }

    private string Line(int start, int end)
    {
        var line = new StringBuilder();
        for (var i = start; i < end && line.Length <= MostSignatureCharacters; i++)
        {
            if (i > start && _tokens[i].Start > _tokens[i - 1].End && line[^1] is not ('(' or '[') && !Is(i, ")") && !Is(i, "]"))
            {
                line.Append(' ');
            }

            line.Append(TextOf(i));
        }

        return line.Length > MostSignatureCharacters ? line.ToString(0, MostSignatureCharacters) + "…" : line.ToString();
    }

    private TextSpan Span(int start, int end) => TextSpan.FromBounds(_tokens[start].Start, _tokens[end - 1].End);

    private bool IsName(int i) => i < _tokens.Count && _tokens[i].Kind == PythonTokenKind.Name;

    private bool Is(int i, string text) => i < _tokens.Count && _tokens[i].Kind != PythonTokenKind.Text && TextOf(i).SequenceEqual(text);

    private bool IsKeywordOrOperator(int i) => TextOf(i) is "lambda" or "else" or "try" or "finally" or "not" or "return" or "yield" or "await" or "pass"
        or "if" or "while" or "for" or "with" or "match" or "case" or "in" or "is" or "and" or "or" or "del" or "assert" or "raise" or "global" or "nonlocal" or "except" or "elif";

    private ReadOnlySpan<char> TextOf(int i) => i < _tokens.Count ? _text.AsSpan(_tokens[i].Start, _tokens[i].End - _tokens[i].Start) : default;

    private sealed record Block(int Indent, string Container, bool IsFunction, int Declaration, string? Class);
}
