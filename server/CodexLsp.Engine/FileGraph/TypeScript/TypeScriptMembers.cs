using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.FileGraph.TypeScript;

/// <summary>Reads the members of classes, interfaces, object types and enumerations.</summary>
/// <param name="tokens">The file's.</param>
/// <param name="declarations">Where they are added.</param>
internal sealed class TypeScriptMembers(TypeScriptTokens tokens, ImmutableArray<Declaration>.Builder declarations)
{
    private static readonly HashSet<string> Modifiers = new(StringComparer.Ordinal)
    {
        "public", "private", "protected", "static", "readonly", "abstract", "override", "async", "declare", "accessor", "get", "set",
    };

    /// <summary>Reads the members between two braces.</summary>
    public void Read(int start, int end, string container)
    {
        for (var i = start; i < end;)
        {
            i = Math.Max(i + 1, ReadMember(i, end, container));
        }
    }

    /// <summary>Reads the values of an enumeration.</summary>
    public void ReadValues(int start, int end, string container)
    {
        for (var i = start; i < end; i++)
        {
            var after = tokens.AfterExpression(i, end);
            if (tokens.IsName(i) || tokens.StringAt(i) is not null)
            {
                declarations.Add(Make(i, i, tokens.StringAt(i) ?? tokens.TextOf(i).ToString(), "value", container, after, after));
            }

            i = Math.Max(i, after);
        }
    }

    /// <summary>The first token behind decorators.</summary>
    public int AfterDecorators(int start, int end)
    {
        var i = start;
        while (i < end && tokens.Is(i, "@"))
        {
            i++;
            while (tokens.IsName(i) && tokens.Is(i + 1, "."))
            {
                i += 2;
            }

            i = tokens.After(i);
            i = tokens.Is(i, "(") && !tokens[i].StartsLine ? tokens.After(i) : i;
        }

        return i;
    }

    /// <summary>A declaration from its first token to the one before <paramref name="after"/>.</summary>
    /// <param name="start">Its first token, decorators included.</param>
    /// <param name="name">The token of its name.</param>
    /// <param name="text">Its name.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="container">What it is a member of.</param>
    /// <param name="signatureEnd">The first token that is no part of its signature.</param>
    /// <param name="after">The first token behind it.</param>
    public Declaration Make(int start, int name, string text, string kind, string? container, int signatureEnd, int after)
    {
        var last = Math.Clamp(after - 1, start, tokens.Count - 1);
        var signature = tokens.Line(AfterDecorators(start, after), signatureEnd).TrimEnd(' ', ';', ',', '=');
        return new Declaration(text, kind, container, signature, TextSpan.FromBounds(tokens[start].Start, tokens[last].End), tokens[Math.Min(name, last)].Start);
    }

    /// <summary>Returns the first token behind the member.</summary>
    private int ReadMember(int start, int end, string container)
    {
        var name = AfterDecorators(start, end);
        while (name + 1 < end && tokens.IsName(name) && Modifiers.GetAlternateLookup<ReadOnlySpan<char>>().Contains(tokens.TextOf(name))
            && (tokens.IsName(name + 1) || tokens.StringAt(name + 1) is not null || tokens.Is(name + 1, "[") || tokens.Is(name + 1, "*") || tokens.Is(name + 1, "{")))
        {
            name++;
        }

        name = tokens.Is(name, "*") ? name + 1 : name;
        if (name >= end || !(tokens.IsName(name) || tokens.StringAt(name) is not null || tokens.Is(name, "[") || tokens.IsKind(name, TypeScriptTokenKind.Number)))
        {
            return AfterCallSignature(name, end);
        }

        var i = tokens.After(name);
        i = tokens.Is(i, "?") || tokens.Is(i, "!") ? i + 1 : i;
        i = tokens.Is(i, "<") ? Math.Max(i + 1, tokens.AfterTypeArguments(i, end)) : i;
        var text = tokens.StringAt(name) ?? tokens.Line(name, tokens.After(name));
        return tokens.Is(i, "(") ? AddMethod(start, name, text, i, end, container) : AddProperty(start, name, text, i, end, container);
    }

    // (a: A): B, and whatever else has no name.
    private int AfterCallSignature(int start, int end)
    {
        var open = tokens.Is(start, "<") ? tokens.AfterTypeArguments(start, end) : start;
        return Math.Min(end, open < end && tokens.Is(open, "(") ? tokens.SignatureEndAfterParameters(open, end) : tokens.After(start));
    }

    private int AddMethod(int start, int name, string text, int parameters, int end, string container)
    {
        var body = Math.Min(tokens.SignatureEndAfterParameters(parameters, end), end);
        var after = tokens.Is(body, "{") ? tokens.After(body) : body;
        declarations.Add(Make(start, name, text, text == "constructor" ? "constructor" : "method", container, body, after));
        if (text == "constructor")
        {
            AddParameterProperties(parameters, container);
        }

        return after;
    }

    private int AddProperty(int start, int name, string text, int i, int end, string container)
    {
        var signatureEnd = tokens.Is(i, ":") ? tokens.AfterType(i + 1, end) : i;
        var value = tokens.Is(signatureEnd, "=") ? signatureEnd + 1 : signatureEnd;
        var functionEnd = value > signatureEnd ? tokens.FunctionSignatureEnd(value, end) : null;
        var after = value > signatureEnd ? tokens.AfterExpression(value, end) : signatureEnd;
        declarations.Add(Make(start, name, text, functionEnd is null ? "property" : "method", container, functionEnd ?? signatureEnd, after));
        return after;
    }

    // constructor(private readonly lines: Line[]) declares a property, too.
    private void AddParameterProperties(int open, string container)
    {
        for (var i = open + 1; i < Math.Min(tokens.Partner(open), tokens.Count); i++)
        {
            var first = i;
            var modifiers = i = AfterDecorators(i, tokens.Partner(open));
            while (tokens.IsName(i) && tokens.IsName(i + 1) && tokens.TextOf(i) is "public" or "private" or "protected" or "readonly" or "override")
            {
                i++;
            }

            var after = tokens.AfterExpression(i, tokens.Partner(open));
            if (i > modifiers)
            {
                var signatureEnd = tokens.Is(i + 1, ":") ? tokens.AfterType(i + 2, after) : i + 1;
                declarations.Add(Make(first, i, tokens.TextOf(i).ToString(), "property", container, signatureEnd, after));
            }

            i = Math.Max(i, after);
        }
    }
}
