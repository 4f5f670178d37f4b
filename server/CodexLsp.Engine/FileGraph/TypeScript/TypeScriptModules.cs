using System.Collections.Immutable;

namespace CodexLsp.Engine.FileGraph.TypeScript;

/// <summary>What a file takes from other modules and gives to them, in the words of ECMAScript and of CommonJS.</summary>
/// <param name="tokens">The file's.</param>
internal sealed class TypeScriptModules(TypeScriptTokens tokens)
{
    private readonly ImmutableArray<Import>.Builder _imports = ImmutableArray.CreateBuilder<Import>();
    private readonly ImmutableArray<Export>.Builder _exports = ImmutableArray.CreateBuilder<Export>();

    /// <summary>What was read.</summary>
    public ImmutableArray<Export> Exports => _exports.ToImmutable();

    /// <summary>What was read, and each module more that is only called for, anywhere: <c>import('a')</c>, <c>require('b')</c>.</summary>
    public ImmutableArray<Import> Imports()
    {
        var known = _imports.Select(i => i.Module).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < tokens.Count; i++)
        {
            if ((tokens.Is(i, "require") || tokens.Is(i, "import")) && tokens.Is(i + 1, "(") && tokens.StringAt(i + 2) is { } module && known.Add(module))
            {
                _imports.Add(new Import(module, null, null));
            }
        }

        return _imports.ToImmutable();
    }

    /// <summary>What the module is, or is by default, has a name here.</summary>
    public void ExportDefault(string name) => _exports.Add(new Export(Import.Default, name, null));

    /// <summary>Reads what follows <c>import</c>; returns the first token behind the statement.</summary>
    public int ReadImport(int start, int end)
    {
        var i = tokens.Is(start, "type") && !tokens.Is(start + 1, "from") && !tokens.Is(start + 1, ",") ? start + 1 : start;
        if (tokens.StringAt(i) is { } bare)
        {
            _imports.Add(new Import(bare, null, null));
            return tokens.AfterStatement(i, end);
        }

        var from = i;
        while (from < end && !tokens.Is(from, ";") && !tokens.Is(from, "=") && !tokens.Is(from, "import")
            && !(tokens.Is(from, "from") && tokens.StringAt(from + 1) is not null))
        {
            from = tokens.After(from);
        }

        if (tokens.Is(from, "=") && tokens.IsName(from - 1) && tokens.Is(from + 1, "require"))
        {
            ReadRequire(from - 1, from + 1);
            return tokens.AfterStatement(from, end);
        }

        if (!tokens.Is(from, "from") || tokens.StringAt(from + 1) is not { } module)
        {
            return from;
        }

        for (; i < from; i = tokens.After(i))
        {
            if (tokens.Is(i, "{"))
            {
                ReadNames(i, "as", (imported, local) => _imports.Add(new Import(module, imported, TextOf(local))));
            }
            else if (tokens.Is(i, "*") && tokens.Is(i + 1, "as") && tokens.IsName(i + 2))
            {
                _imports.Add(new Import(module, Import.Everything, TextOf(i + 2)));
                i += 2;
            }
            else if (tokens.IsName(i))
            {
                _imports.Add(new Import(module, Import.Default, TextOf(i)));
            }
        }

        return tokens.AfterStatement(from, end);
    }

    /// <summary>Reads <c>{ a, b as c } from 'd'</c> or <c>* from 'd'</c> after <c>export</c>; returns the first token behind the statement.</summary>
    public int ReadExportList(int start, int end)
    {
        var isAll = tokens.Is(start, "*");
        var hasAlias = isAll && tokens.Is(start + 1, "as") && tokens.IsName(start + 2);
        var from = hasAlias ? start + 3 : tokens.After(start);
        var module = tokens.Is(from, "from") ? tokens.StringAt(from + 1) : null;
        if (module is not null)
        {
            _imports.Add(new Import(module, null, null));
        }

        if (isAll && module is not null)
        {
            _exports.Add(new Export(hasAlias ? TextOf(start + 2) : Import.Everything, Import.Everything, module));
        }
        else if (!isAll)
        {
            ReadNames(start, "as", (local, exported) => _exports.Add(new Export(TextOf(exported), local, module)));
        }

        return tokens.AfterStatement(module is null ? from : from + 1, end);
    }

    /// <summary>Reads <c>a = require('b')</c> and <c>{ a, b: c } = require('d')</c>, if it is one.</summary>
    /// <param name="name">What is on the left.</param>
    /// <param name="value">What is on the right.</param>
    public void ReadRequire(int name, int value)
    {
        if (Required(value) is not { } module)
        {
            return;
        }

        if (tokens.IsName(name))
        {
            _imports.Add(new Import(module, Import.Everything, TextOf(name)));
        }
        else
        {
            ReadNames(name, ":", (imported, local) => _imports.Add(new Import(module, imported, TextOf(local))));
        }
    }

    /// <summary>Reads what is assigned to <c>module.exports</c>: a name, an object of names and modules, or a module.</summary>
    public void ReadExportsAssigned(int value)
    {
        if (tokens.Is(value, "{"))
        {
            ReadNames(value, ":", (exported, local) => _exports.Add(
                Required(local) is { } part ? new Export(exported, Import.Everything, part) : new Export(exported, TextOf(local), null)));
        }
        else if (Required(value) is { } whole)
        {
            _exports.Add(new Export(Import.Everything, Import.Everything, whole));
        }
        else if (tokens.IsName(value))
        {
            ExportDefault(TextOf(value));
        }
    }

    private string? Required(int value) => tokens.Is(value, "require") && tokens.Is(value + 1, "(") ? tokens.StringAt(value + 2) : null;

    // { a, b as c, type d } or { a, b: c }: the name on the left, and the token of the one on the right.
    private void ReadNames(int open, string separator, Action<string, int> found)
    {
        for (var i = open + 1; i < Math.Min(tokens.Partner(open), tokens.Count); i++)
        {
            i = tokens.Is(i, "type") && tokens.IsName(i + 1) && !tokens.Is(i + 1, "as") ? i + 1 : i;
            if (!tokens.IsName(i) && tokens.StringAt(i) is null)
            {
                continue;
            }

            found(tokens.StringAt(i) ?? TextOf(i), tokens.Is(i + 1, separator) && tokens.IsName(i + 2) ? i + 2 : i);
            while (i + 1 < tokens.Partner(open) && !tokens.Is(i + 1, ","))
            {
                i = tokens.After(i + 1) - 1;
            }
        }
    }

    private string TextOf(int i) => tokens.TextOf(i).ToString();
}
