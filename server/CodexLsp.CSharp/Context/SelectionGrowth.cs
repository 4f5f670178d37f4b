using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Context;

/// <summary>Grows a selection to what an edit replaces.</summary>
internal static class SelectionGrowth
{
    /// <summary>
    /// Whole lines; for an empty selection those of the member around it with its documentation and attributes, else of the
    /// type, else the one line.
    /// </summary>
    public static TextSpan Grow(SourceText text, TextSpan selection)
    {
        var (start, end) = (Math.Min(selection.Start, text.Length), Math.Min(selection.End, text.Length));
        if (start < end)
        {
            // A selection that ends where a line begins does not mean that line.
            var last = end > start && text.Lines.GetLineFromPosition(end).Start == end ? end - 1 : end;
            return Lines(text, start, last);
        }

        var line = text.Lines.GetLineFromPosition(start);
        var root = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot();
        return Enclosing(root, line) is { } node
            ? Lines(text, FirstLineOf(text, node), node.Span.End) : Lines(text, line.Start, line.Start);
    }

    private static SyntaxNode? Enclosing(SyntaxNode root, TextLine line)
    {
        var content = line.ToString();
        if (string.IsNullOrWhiteSpace(content))
        {
            return root.FindToken(line.Start).Parent?.AncestorsAndSelf().FirstOrDefault(n => IsMember(n) && n.Span.Contains(line.Start));
        }

        var token = root.FindToken(line.Start + content.Length - content.TrimStart().Length);
        return token.IsKind(SyntaxKind.EndOfFileToken) ? null : token.Parent?.AncestorsAndSelf().FirstOrDefault(IsMember);
    }

    private static bool IsMember(SyntaxNode node) => node is EnumMemberDeclarationSyntax
        ? false
        : node is MemberDeclarationSyntax and not BaseNamespaceDeclarationSyntax;

    // Documentation belongs to what it documents; a comment above it, or a directive, does not move with it.
    private static int FirstLineOf(SourceText text, SyntaxNode node)
    {
        var documentation = node.GetLeadingTrivia().FirstOrDefault(
            t => t.Kind() is SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia);
        return documentation == default ? node.SpanStart : documentation.FullSpan.Start;
    }

    private static TextSpan Lines(SourceText text, int first, int last) => TextSpan.FromBounds(
        text.Lines.GetLineFromPosition(first).Start, text.Lines.GetLineFromPosition(last).EndIncludingLineBreak);
}
