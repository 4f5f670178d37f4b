using System.Collections.Immutable;

namespace CodexLsp.Engine.FileGraph.TypeScript;

/// <summary>
/// Reads what a TypeScript or JavaScript file declares, imports and exports: at its top, in namespaces, types and suites of tests,
/// never inside functions. It reads any text and makes the best of one that is no program.
/// </summary>
internal sealed class TypeScriptReader
{
    private const int MostNesting = 40;

    private readonly TypeScriptTokens _tokens;
    private readonly ImmutableArray<Declaration>.Builder _declarations = ImmutableArray.CreateBuilder<Declaration>();
    private readonly TypeScriptMembers _members;
    private readonly TypeScriptModules _modules;
    private int _nesting;

    private TypeScriptReader(TypeScriptTokens tokens) =>
        (_tokens, _members, _modules) = (tokens, new TypeScriptMembers(tokens, _declarations), new TypeScriptModules(tokens));

    /// <summary>Reads a file.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="markup">Whether it may have JSX in it.</param>
    public static SourceFile Read(string text, bool markup)
    {
        var tokens = new TypeScriptTokens(text, markup);
        var reader = new TypeScriptReader(tokens);
        reader.ReadStatements(0, tokens.Count, null);
        return new SourceFile(reader._declarations.ToImmutable(), reader._modules.Imports(), reader._modules.Exports, reader.Names());
    }

    private HashSet<string> Names()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var lookup = names.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < _tokens.Count; i++)
        {
            if (_tokens.IsName(i))
            {
                lookup.Add(_tokens.TextOf(i));
            }
        }

        return names;
    }

    private void ReadStatements(int start, int end, string? container)
    {
        if (_nesting++ < MostNesting)
        {
            for (var i = start; i < end;)
            {
                i = Math.Max(i + 1, ReadStatement(i, end, container));
            }
        }

        _nesting--;
    }

    /// <summary>Returns the first token behind the statement.</summary>
    private int ReadStatement(int start, int end, string? container)
    {
        var statement = new Statement(start, end, container);
        var i = _members.AfterDecorators(start, end);
        for (; i < end && _tokens.IsName(i); i++)
        {
            switch (_tokens.TextOf(i))
            {
                case "export" when _tokens.Is(i + 1, "{") || _tokens.Is(i + 1, "*") || (_tokens.Is(i + 1, "type") && (_tokens.Is(i + 2, "{") || _tokens.Is(i + 2, "*"))):
                    return _modules.ReadExportList(_tokens.Is(i + 1, "type") ? i + 2 : i + 1, end);
                case "export" when _tokens.Is(i + 1, "=") && _tokens.IsName(i + 2):
                    _modules.ExportDefault(_tokens.TextOf(i + 2).ToString());
                    return _tokens.AfterStatement(i + 3, end);
                case "export":
                    statement = statement with { IsExported = true };
                    break;
                case "default" when statement.IsExported:
                    statement = statement with { IsDefault = true };
                    break;
                case "declare" or "abstract" or "async" when _tokens.IsName(i + 1) && !_tokens[i + 1].StartsLine:
                case "const" when _tokens.Is(i + 1, "enum"):
                    break;
                case "import" when !_tokens.Is(i + 1, "(") && !_tokens.Is(i + 1, "."):
                    return _modules.ReadImport(i + 1, end);
                case "function":
                    return ReadFunction(statement, i);
                case "class":
                    return ReadBody(statement, i, "class");
                case "interface" when _tokens.IsName(i + 1):
                    return ReadBody(statement, i, "interface");
                case "enum" when _tokens.IsName(i + 1):
                    return ReadBody(statement, i, "enum");
                case "global" when _tokens.Is(i + 1, "{"):
                case "namespace" or "module" when _tokens.IsName(i + 1) || _tokens.StringAt(i + 1) is not null:
                    return ReadNamespace(statement, i);
                case "type" when _tokens.IsName(i + 1) && !_tokens[i + 1].StartsLine:
                    return ReadTypeAlias(statement, i);
                case "const" or "let" or "var" when _tokens.IsName(i + 1) || _tokens.Opens(i + 1):
                    return ReadVariables(statement, i);
                default:
                    return statement.IsDefault ? ReadDefault(statement, i) : ReadOther(statement, i);
            }
        }

        return statement.IsDefault ? ReadDefault(statement, i) : _tokens.AfterStatement(i, end);
    }

    private int ReadFunction(Statement statement, int keyword)
    {
        var name = _tokens.Is(keyword + 1, "*") ? keyword + 2 : keyword + 1;
        var parameters = _tokens.IsName(name) ? name + 1 : name;
        parameters = _tokens.Is(parameters, "<") ? _tokens.AfterTypeArguments(parameters, statement.End) : parameters;
        var body = _tokens.SignatureEndAfterParameters(parameters, statement.End);
        var after = _tokens.Is(body, "{") ? _tokens.After(body) : body;
        Add(statement, name, "function", body, after);
        return after;
    }

    private int ReadBody(Statement statement, int keyword, string kind)
    {
        var hasName = _tokens.IsName(keyword + 1) && !_tokens.Is(keyword + 1, "extends");
        var open = keyword + 1;
        while (open < statement.End && !_tokens.Is(open, "{") && !_tokens.Is(open, ";"))
        {
            open = _tokens.Is(open, "<") ? Math.Max(open + 1, _tokens.AfterTypeArguments(open, statement.End)) : _tokens.After(open);
        }

        if (!_tokens.Is(open, "{"))
        {
            return open;
        }

        var after = _tokens.After(open);
        var declared = Add(statement, hasName ? keyword + 1 : int.MaxValue, kind, kind == "enum" ? after : open, after);
        if (declared is not null && kind == "enum")
        {
            _members.ReadValues(open + 1, _tokens.Partner(open), declared.FullName);
        }
        else if (declared is not null)
        {
            _members.Read(open + 1, Math.Min(_tokens.Partner(open), statement.End), declared.FullName);
        }

        return after;
    }

    private int ReadNamespace(Statement statement, int keyword)
    {
        var first = _tokens.Is(keyword, "global") ? keyword : keyword + 1;
        var open = keyword + 1;
        while (open < statement.End && (_tokens.IsName(open) || _tokens.Is(open, ".") || _tokens.StringAt(open) is not null))
        {
            open++;
        }

        if (!_tokens.Is(open, "{"))
        {
            return _tokens.AfterStatement(open, statement.End);
        }

        var name = _tokens.StringAt(first) ?? _tokens.Line(first, open);
        var after = _tokens.After(open);
        Add(statement, first, name, "namespace", open, after);
        ReadStatements(open + 1, Math.Min(_tokens.Partner(open), statement.End), statement.Container is null ? name : $"{statement.Container}.{name}");
        return after;
    }

    private int ReadTypeAlias(Statement statement, int keyword)
    {
        var i = keyword + 2;
        i = _tokens.Is(i, "<") ? Math.Max(i + 1, _tokens.AfterTypeArguments(i, statement.End)) : i;
        if (!_tokens.Is(i, "="))
        {
            return _tokens.AfterStatement(keyword, statement.End);
        }

        var after = _tokens.AfterType(i + 1, statement.End);
        var isObject = _tokens.Is(i + 1, "{") && _tokens.After(i + 1) == after;
        var declared = Add(statement, keyword + 1, "type", isObject ? i : after, after);
        if (isObject && declared is not null)
        {
            _members.Read(i + 2, _tokens.Partner(i + 1), declared.FullName);
        }

        return after;
    }

    private int ReadVariables(Statement statement, int keyword)
    {
        var i = keyword + 1;
        while (i < statement.End)
        {
            var name = i;
            i = _tokens.After(i);
            i = _tokens.Is(i, "!") ? i + 1 : i;
            i = _tokens.Is(i, ":") ? _tokens.AfterType(i + 1, statement.End) : i;
            var value = _tokens.Is(i, "=") ? i + 1 : i;
            var signatureEnd = value > i ? _tokens.FunctionSignatureEnd(value, statement.End) : null;
            var after = value > i ? _tokens.AfterExpression(value, statement.End) : i;
            _modules.ReadRequire(name, value);
            if (_tokens.IsName(name))
            {
                var kind = signatureEnd is null ? _tokens.TextOf(keyword).ToString() : "function";
                Add(statement, name, kind, signatureEnd ?? (after - value <= 6 ? after : i), after);
            }
            else
            {
                for (var part = name + 1; part < Math.Min(_tokens.Partner(name), statement.End); part++)
                {
                    if (_tokens.IsName(part) && (_tokens.Is(part + 1, ",") || _tokens.Is(part + 1, "=") || part + 1 == _tokens.Partner(name)))
                    {
                        Add(statement, part, _tokens.TextOf(keyword).ToString(), i, after);
                    }
                }
            }

            i = after;
            if (!_tokens.Is(i, ",") || !(_tokens.IsName(i + 1) || _tokens.Opens(i + 1)))
            {
                break;
            }

            i++;
        }

        return i;
    }

    private int ReadDefault(Statement statement, int start)
    {
        var after = _tokens.AfterExpression(start, statement.End);
        if (_tokens.IsName(start) && after == start + 1)
        {
            _modules.ExportDefault(_tokens.TextOf(start).ToString());
        }
        else if (after > start)
        {
            var signatureEnd = _tokens.FunctionSignatureEnd(start, statement.End);
            Add(statement, start, Import.Default, signatureEnd is null ? "value" : "function", signatureEnd ?? (after - start <= 12 ? after : start), after);
        }

        return after;
    }

    /// <summary>Suites of tests, what CommonJS exports, and statements that declare nothing.</summary>
    private int ReadOther(Statement statement, int i)
    {
        if (_tokens.IsSuite(i))
        {
            var open = i + 1;
            while (_tokens.Is(open, ".") && _tokens.IsName(open + 1))
            {
                open += 2;
            }

            if (_tokens.Is(open, "(") && (_tokens.StringAt(open + 1) is not null || _tokens.IsKind(open + 1, TypeScriptTokenKind.Template)))
            {
                return ReadTest(statement, i, open);
            }
        }

        var name = _tokens.Is(i, "exports") && _tokens.Is(i + 1, ".") ? i + 2
            : _tokens.Is(i, "module") && _tokens.Is(i + 1, ".") && _tokens.Is(i + 2, "exports") && _tokens.Is(i + 3, ".") ? i + 4
            : i;
        if (name > i && _tokens.IsName(name) && _tokens.Is(name + 1, "="))
        {
            var after = _tokens.AfterExpression(name + 2, statement.End);
            var signatureEnd = _tokens.FunctionSignatureEnd(name + 2, statement.End);
            Add(statement with { IsExported = true }, name, signatureEnd is null ? "value" : "function", signatureEnd ?? name + 1, after);
            return after;
        }

        if (_tokens.Is(i, "module") && _tokens.Is(i + 2, "exports") && _tokens.Is(i + 3, "="))
        {
            _modules.ReadExportsAssigned(i + 4);
        }

        return _tokens.AfterStatement(i, statement.End);
    }

    private int ReadTest(Statement statement, int start, int open)
    {
        var name = _tokens.StringAt(open + 1) ?? _tokens.TextOf(open + 1).Trim('`').ToString();
        var after = _tokens.After(open);
        if (name.Length > 0)
        {
            Add(statement, open + 1, name, "test", open + 2, after);
        }

        // The body is the last pair of braces among the arguments.
        var body = -1;
        for (var i = open + 1; i < Math.Min(_tokens.Partner(open), statement.End); i = _tokens.After(i))
        {
            body = _tokens.Is(i, "{") ? i : body;
        }

        if (body >= 0 && (_tokens.Is(start, "describe") || _tokens.Is(start, "suite") || _tokens.Is(start, "context")))
        {
            ReadStatements(body + 1, Math.Min(_tokens.Partner(body), statement.End), statement.Container is null ? name : $"{statement.Container}.{name}");
        }

        return after;
    }

    private Declaration? Add(Statement statement, int name, string kind, int signatureEnd, int after) =>
        _tokens.IsName(name) ? Add(statement, name, _tokens.TextOf(name).ToString(), kind, signatureEnd, after, statement.IsDefault)
        : statement.IsDefault ? Add(statement, statement.Start, Import.Default, kind, signatureEnd, after)
        : null;

    private Declaration Add(Statement statement, int name, string text, string kind, int signatureEnd, int after, bool isDefault = false)
    {
        var declaration = _members.Make(statement.Start, name, text, kind, statement.Container, signatureEnd, after) with { IsExported = statement.IsExported };
        _declarations.Add(declaration);
        if (isDefault)
        {
            _modules.ExportDefault(text);
        }

        return declaration;
    }

    private sealed record Statement(int Start, int End, string? Container)
    {
        public bool IsExported { get; init; }

        public bool IsDefault { get; init; }
    }
}
