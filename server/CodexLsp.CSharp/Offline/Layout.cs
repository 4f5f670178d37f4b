using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Offline;

/// <summary>How a file is laid out, read off the file itself, so that what is inserted looks like its neighbours.</summary>
/// <param name="NewLine">The file's line end.</param>
/// <param name="Unit">One step of indentation.</param>
/// <param name="BraceOnOwnLine">Whether an opening brace starts a line.</param>
internal sealed record Layout(string NewLine, string Unit, bool BraceOnOwnLine)
{
    /// <summary>The layout of a file.</summary>
    public static Layout Of(SyntaxNode root, SourceText text)
    {
        var first = text.Lines[0];
        var newLine = first.EndIncludingLineBreak > first.End
            ? text.ToString(TextSpan.FromBounds(first.End, first.EndIncludingLineBreak)) : "\n";
        return new Layout(newLine, UnitOf(root, text), BracesOnOwnLine(root, text));
    }

    /// <summary>What separates a declaration from the opening brace of its block.</summary>
    public string BeforeBrace(string indent) => BraceOnOwnLine ? NewLine + indent : " ";

    /// <summary>The white space at the start of the line at <paramref name="position"/>.</summary>
    public static string IndentAt(SourceText text, int position)
    {
        var line = text.Lines.GetLineFromPosition(position);
        var end = line.Start;
        while (end < line.End && text[end] is ' ' or '\t')
        {
            end++;
        }

        return text.ToString(TextSpan.FromBounds(line.Start, end));
    }

    /// <summary>Whether nothing but white space comes before <paramref name="position"/> on its line.</summary>
    public static bool StartsLine(SourceText text, int position) =>
        IndentAt(text, position).Length >= position - text.Lines.GetLineFromPosition(position).Start;

    /// <summary>
    /// The changes that turn the indentation of every line of <paramref name="span"/> after the first from
    /// <paramref name="from"/> to <paramref name="to"/>; lines that belong to a string literal, and directives, stay.
    /// </summary>
    public static IEnumerable<TextChange> Indentation(SyntaxNode root, SourceText text, TextSpan span, string from, string to)
    {
        for (var number = text.Lines.IndexOf(span.Start) + 1; number < text.Lines.Count && text.Lines[number].Start < span.End; number++)
        {
            var line = text.Lines[number];
            var content = line.ToString();
            if (!string.IsNullOrWhiteSpace(content) && content.StartsWith(from, StringComparison.Ordinal)
                && !content.StartsWith('#') && !IsInLiteral(root, line.Start))
            {
                yield return new TextChange(new TextSpan(line.Start, from.Length), to);
            }
        }
    }

    /// <summary>The text of <paramref name="span"/> with its <see cref="Indentation"/> changed.</summary>
    public static string Reindent(SyntaxNode root, SourceText text, TextSpan span, string from, string to) =>
        text.GetSubText(span).WithChanges(Indentation(root, text, span, from, to)
            .Select(c => new TextChange(new TextSpan(c.Span.Start - span.Start, c.Span.Length), c.NewText!))).ToString();

    private static bool IsInLiteral(SyntaxNode root, int position)
    {
        var token = root.FindToken(position);
        return token.SpanStart < position && position < token.Span.End && token.Kind() is SyntaxKind.StringLiteralToken
            or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken;
    }

    private static string UnitOf(SyntaxNode root, SourceText text)
    {
        foreach (var type in root.DescendantNodes(n => n is not MemberDeclarationSyntax
            || n is BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).OfType<TypeDeclarationSyntax>())
        {
            var outer = IndentAt(text, type.SpanStart);
            foreach (var member in type.Members)
            {
                var inner = IndentAt(text, member.SpanStart);
                if (StartsLine(text, member.SpanStart) && inner.Length > outer.Length && inner.StartsWith(outer, StringComparison.Ordinal))
                {
                    return inner[outer.Length..];
                }
            }
        }

        return text.Lines.Any(line => line.Span.Length > 0 && text[line.Start] == '\t') ? "\t" : "    ";
    }

    private static bool BracesOnOwnLine(SyntaxNode root, SourceText text)
    {
        var (own, same) = (0, 0);
        foreach (var token in root.DescendantTokens()
            .Where(t => t.IsKind(SyntaxKind.OpenBraceToken) && t.Parent is BlockSyntax or BaseTypeDeclarationSyntax))
        {
            var closing = token.Parent!.GetLastToken();
            if (text.Lines.IndexOf(token.SpanStart) == text.Lines.IndexOf(closing.SpanStart))
            {
                continue;
            }

            _ = StartsLine(text, token.SpanStart) ? own++ : same++;
        }

        return own >= same;
    }
}
