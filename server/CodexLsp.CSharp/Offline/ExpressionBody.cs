using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Offline;

/// <summary>Turns a body of one statement into <c>=&gt; expression;</c>.</summary>
internal static class ExpressionBody
{
    private const int UsualLineLength = 120;

    /// <summary>Puts the bodies of the selected members behind an arrow where that is possible; null when it is for none.</summary>
    public static async Task<Document?> ApplyAsync(Document document, TextSpan selection, CancellationToken cancellationToken)
    {
        var root = (await document.GetSyntaxRootAsync(cancellationToken))!;
        var text = await document.GetTextAsync(cancellationToken);
        var changes = SelectedMembers.Find(root, text, selection).Members
            .SelectMany(member => Changes(document, root, text, member)).ToList();
        return LinkedDocuments.WithChanges(document, text, changes);
    }

    private static IEnumerable<TextChange> Changes(Document document, SyntaxNode root, SourceText text, SyntaxNode member)
    {
        if (member is BasePropertyDeclarationSyntax { AccessorList.Accessors: [{ RawKind: (int)SyntaxKind.GetAccessorDeclaration } getter] } property
            && property is not PropertyDeclarationSyntax { Initializer: not null })
        {
            var value = BlockBody.ArrowOf(getter)?.Expression ?? ValueOf(text, BlockBody.BlockOf(getter));
            if (value is not null && IsBare(text, root, property.AccessorList!.Span) && getter.Modifiers.Count == 0
                && getter.AttributeLists.Count == 0
                && OnlyCode(text, property.AccessorList!.Span, getter.Span)
                && OnlyCode(text, getter.Span, value.Parent is ArrowExpressionClauseSyntax
                    ? value.Parent.Span : BlockBody.BlockOf(getter)!.Span, "get", ";"))
            {
                yield return Arrow(document, root, text, property, property.AccessorList.Span, value);
            }

            yield break;
        }

        foreach (var owner in BlockBody.Owners(member))
        {
            if (BlockBody.BlockOf(owner) is { } block && ValueOf(text, block) is { } value && IsBare(text, root, block.Span))
            {
                yield return Arrow(document, root, text, owner, block.Span, value);
            }
        }
    }

    // The one expression a block consists of, when nothing else (a comment, a directive) would be lost.
    private static ExpressionSyntax? ValueOf(SourceText text, BlockSyntax? block)
    {
        if (block is not { Statements: [var statement] })
        {
            return null;
        }

        var (value, keyword) = statement switch
        {
            ReturnStatementSyntax { Expression: { } returned } => (returned, "return"),
            ExpressionStatementSyntax { Expression: var called } => (called, ""),
            ThrowStatementSyntax { Expression: { } thrown } => (thrown, "throw"),
            _ => (null, ""),
        };
        return value is not null && OnlyCode(text, block.Span, statement.Span)
            && OnlyCode(text, statement.Span, value.Span, keyword, ";") ? value : null;
    }

    // Whether around the inner span there is nothing but white space and the given words, or braces.
    private static bool OnlyCode(SourceText text, TextSpan outer, TextSpan inner, string before = "{", string after = "}")
    {
        var left = text.ToString(TextSpan.FromBounds(outer.Start, inner.Start)).Trim();
        var right = text.ToString(TextSpan.FromBounds(inner.End, outer.End)).Trim();
        return left == before && (right == after || (right.Length == 0 && after == ";"));
    }

    // Whether nothing but white space stands between a declaration and its body.
    private static bool IsBare(SourceText text, SyntaxNode root, TextSpan body) =>
        string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(root.FindToken(body.Start).GetPreviousToken().Span.End, body.Start)));

    private static TextChange Arrow(Document document, SyntaxNode root, SourceText text, SyntaxNode owner, TextSpan body,
        ExpressionSyntax value)
    {
        var layout = Layout.Of(root, text);
        var indent = Layout.IndentAt(text, owner.SpanStart);
        var before = root.FindToken(body.Start).GetPreviousToken().Span.End;
        var thrown = value.Parent is ThrowStatementSyntax ? "throw " : "";
        var inner = indent + layout.Unit;
        var expression = thrown + Layout.Reindent(root, text, value.Span, Layout.IndentAt(text, value.SpanStart), inner);
        var line = text.Lines.GetLineFromPosition(before);
        var fits = !expression.Contains('\n', StringComparison.Ordinal)
            && before - line.Start + expression.Length + " => ;".Length <= LineLength(document, root);
        return new TextChange(
            TextSpan.FromBounds(before, body.End),
            (fits ? " => " : " =>" + layout.NewLine + inner) + expression + ";");
    }

    private static int LineLength(Document document, SyntaxNode root)
    {
        var options = document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(root.SyntaxTree);
        return options.TryGetValue("max_line_length", out var value) && int.TryParse(value, out var length) ? length : UsualLineLength;
    }
}
