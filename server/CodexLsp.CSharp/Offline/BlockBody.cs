using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Offline;

/// <summary>Turns <c>=&gt; expression;</c> into a body in braces.</summary>
internal static class BlockBody
{
    /// <summary>Gives the selected members, or their accessors, bodies in braces; null when none has an arrow.</summary>
    public static async Task<Document?> ApplyAsync(Document document, TextSpan selection, CancellationToken cancellationToken)
    {
        var root = (await document.GetSyntaxRootAsync(cancellationToken))!;
        var model = (await document.GetSemanticModelAsync(cancellationToken))!;
        var text = await document.GetTextAsync(cancellationToken);
        List<TextChange> changes = [];
        foreach (var owner in SelectedMembers.Find(root, text, selection).Members.SelectMany(Owners).Where(o => ArrowOf(o) is not null))
        {
            if (ToBlock(root, text, model, owner, static (_, body) => body) is not { } change)
            {
                return null;
            }

            changes.Add(change);
        }

        return LinkedDocuments.WithChanges(document, text, changes);
    }

    /// <summary>The nodes of a member that can have a body: itself, or its accessors.</summary>
    public static IEnumerable<SyntaxNode> Owners(SyntaxNode member) => member switch
    {
        BasePropertyDeclarationSyntax { AccessorList: { } list } => list.Accessors,
        BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or LocalFunctionStatementSyntax => [member],
        _ => [],
    };

    /// <summary>The body behind an arrow, or null.</summary>
    public static ArrowExpressionClauseSyntax? ArrowOf(SyntaxNode owner) => owner switch
    {
        BaseMethodDeclarationSyntax method => method.ExpressionBody,
        PropertyDeclarationSyntax property => property.ExpressionBody,
        IndexerDeclarationSyntax indexer => indexer.ExpressionBody,
        AccessorDeclarationSyntax accessor => accessor.ExpressionBody,
        LocalFunctionStatementSyntax function => function.ExpressionBody,
        _ => null,
    };

    /// <summary>The body in braces, or null.</summary>
    public static BlockSyntax? BlockOf(SyntaxNode owner) => owner switch
    {
        BaseMethodDeclarationSyntax method => method.Body,
        AccessorDeclarationSyntax accessor => accessor.Body,
        LocalFunctionStatementSyntax function => function.Body,
        _ => null,
    };

    /// <summary>The change of one arrow to a block; null when a comment or directive would be lost.</summary>
    /// <param name="root">The file.</param>
    /// <param name="text">Its text.</param>
    /// <param name="model">Says whether a value is returned.</param>
    /// <param name="owner">A node with an arrow.</param>
    /// <param name="wrap">Puts something around the statement, given its indentation; the statement has it already.</param>
    public static TextChange? ToBlock(
        SyntaxNode root, SourceText text, SemanticModel model, SyntaxNode owner, Func<string, string, string> wrap)
    {
        var expression = ArrowOf(owner)!.Expression;
        var semicolon = owner.GetLastToken();
        var before = ArrowOf(owner)!.ArrowToken.GetPreviousToken().Span.End;
        if (text.ToString(TextSpan.FromBounds(before, expression.SpanStart)).Trim() != "=>"
            || text.ToString(TextSpan.FromBounds(expression.Span.End, semicolon.SpanStart)).Trim().Length > 0)
        {
            return null;
        }

        var layout = Layout.Of(root, text);
        var indent = Layout.IndentAt(text, owner.SpanStart);
        var isGetter = owner is PropertyDeclarationSyntax or IndexerDeclarationSyntax;
        var inner = indent + layout.Unit + (isGetter ? layout.Unit : "");
        var body = Layout.Reindent(root, text, expression.Span, Layout.IndentAt(text, expression.SpanStart), inner);
        var statement = inner + Keyword(model, owner, expression) + body + ";";
        var block = Braces(layout, isGetter ? indent + layout.Unit : indent, wrap(inner, statement));
        if (isGetter)
        {
            block = Braces(layout, indent, indent + layout.Unit + "get" + block);
        }

        return new TextChange(TextSpan.FromBounds(before, semicolon.Span.End), block);
    }

    private static string Braces(Layout layout, string indent, string content) =>
        layout.BeforeBrace(indent) + "{" + layout.NewLine + content + layout.NewLine + indent + "}";

    private static string Keyword(SemanticModel model, SyntaxNode owner, ExpressionSyntax expression)
    {
        if (expression is ThrowExpressionSyntax)
        {
            return "";
        }

        var symbol = model.GetDeclaredSymbol(owner);
        var returns = symbol is not IMethodSymbol method
            || (!method.ReturnsVoid && !(method.IsAsync && method.ReturnType is INamedTypeSymbol { IsGenericType: false }));
        return returns ? "return " : "";
    }
}
