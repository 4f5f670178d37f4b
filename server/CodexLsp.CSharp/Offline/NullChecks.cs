using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Offline;

/// <summary>Adds guards to parameters that must not be null and are not tested for it yet.</summary>
internal static class NullChecks
{
    /// <summary>Guards the parameters of the selected members; null when there is nothing to guard, or no body to do it in.</summary>
    public static async Task<Document?> ApplyAsync(Document document, TextSpan selection, CancellationToken cancellationToken)
    {
        var (reached, span, exception) =
            await SystemNamespace.ReachAsync(document, selection, nameof(ArgumentNullException), cancellationToken);
        var root = (await reached.GetSyntaxRootAsync(cancellationToken))!;
        var text = await reached.GetTextAsync(cancellationToken);
        List<SemanticModel> models = [];
        foreach (var linked in LinkedDocuments.Of(reached))
        {
            models.Add((await linked.GetSemanticModelAsync(cancellationToken))!);
        }

        var selected = SelectedMembers.Find(root, text, span);
        List<TextChange> changes = [];
        foreach (var member in selected.Members.Where(m => selected.IsOne || m is TypeDeclarationSyntax || SelectedMembers.IsVisible(m)))
        {
            var parameters = Unguarded(models[0], member);
            if (parameters.IsEmpty)
            {
                continue;
            }

            // A primary constructor has no body: its guards would have to move into field initialisers.
            var owners = BlockBody.Owners(member).Where(o => BlockBody.ArrowOf(o) is not null || BlockBody.BlockOf(o) is not null).ToList();
            if (owners.Count == 0 && (member is TypeDeclarationSyntax || selected.IsOne))
            {
                return null;
            }

            foreach (var owner in owners)
            {
                if (Guard(root, text, models, owner, exception, parameters) is not { } change)
                {
                    return null;
                }

                changes.Add(change);
            }
        }

        return LinkedDocuments.WithChanges(reached, text, changes);
    }

    private static ImmutableArray<ParameterSyntax> Unguarded(SemanticModel model, SyntaxNode member)
    {
        var list = member switch
        {
            BaseMethodDeclarationSyntax method => method.ParameterList.Parameters,
            LocalFunctionStatementSyntax function => function.ParameterList.Parameters,
            IndexerDeclarationSyntax indexer => indexer.ParameterList.Parameters,
            TypeDeclarationSyntax { ParameterList: { } primary } => primary.Parameters,
            _ => default,
        };
        return [.. list.Where(p => model.GetDeclaredSymbol(p) is IParameterSymbol symbol && MustNotBeNull(symbol)
            && !IsTested(member, symbol.Name))];
    }

    private static bool MustNotBeNull(IParameterSymbol parameter) =>
        parameter.Type.IsReferenceType
        && parameter.Type.TypeKind != TypeKind.Dynamic
        && parameter.NullableAnnotation != NullableAnnotation.Annotated
        && parameter.Type is not ITypeParameterSymbol { ReferenceTypeConstraintNullableAnnotation: NullableAnnotation.Annotated }
        && parameter.RefKind != RefKind.Out
        && parameter.Name is not ("" or "_")
        && !(parameter.HasExplicitDefaultValue && parameter.ExplicitDefaultValue is null)
        && !parameter.GetAttributes().Any(a => a.AttributeClass?.Name == "AllowNullAttribute");

    // A test for null of any kind: the code already says what null means here, and a guard would change it.
    private static bool IsTested(SyntaxNode member, string name)
    {
        return member.DescendantNodes().Any(node => node switch
        {
            IsPatternExpressionSyntax test => Names(test.Expression) && test.Pattern.DescendantTokens()
                .Any(t => t.IsKind(SyntaxKind.NullKeyword)),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } test =>
                (Names(test.Left) && test.Right.IsKind(SyntaxKind.NullLiteralExpression))
                || (Names(test.Right) && test.Left.IsKind(SyntaxKind.NullLiteralExpression)),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } test => Names(test.Left),
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression } test => Names(test.Left),
            ConditionalAccessExpressionSyntax test => Names(test.Expression),
            InvocationExpressionSyntax { ArgumentList.Arguments: [var first, ..] } call => Names(first.Expression) && IsNullTest(call),
            _ => false,
        });

        bool Names(ExpressionSyntax expression) => expression is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name;
    }

    private static bool IsNullTest(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name }
        && (name.StartsWith("ThrowIfNull", StringComparison.Ordinal) || name.StartsWith("IsNullOr", StringComparison.Ordinal));

    private static TextChange? Guard(
        SyntaxNode root, SourceText text, List<SemanticModel> models, SyntaxNode owner, string exception,
        ImmutableArray<ParameterSyntax> parameters)
    {
        var layout = Layout.Of(root, text);
        if (BlockBody.ArrowOf(owner) is { } arrow)
        {
            return BlockBody.ToBlock(root, text, models[0], owner, (indent, statement) =>
                Lines(indent, arrow.Expression.SpanStart) + layout.NewLine + layout.NewLine + statement);
        }

        var block = BlockBody.BlockOf(owner)!;
        var brace = block.OpenBraceToken;
        var outer = Layout.IndentAt(text, Layout.StartsLine(text, brace.SpanStart) ? brace.SpanStart : owner.SpanStart);
        var first = block.Statements.FirstOrDefault();
        var inner = first is not null && Layout.StartsLine(text, first.SpanStart)
            ? Layout.IndentAt(text, first.SpanStart) : outer + layout.Unit;
        var lines = Lines(inner, brace.Span.End);
        var line = text.Lines.GetLineFromPosition(brace.SpanStart);
        if (line.LineNumber != text.Lines.GetLineFromPosition(block.CloseBraceToken.SpanStart).LineNumber)
        {
            var rest = root.FindToken(brace.Span.End);
            if (rest.SpanStart < line.End && rest != brace)
            {
                return null;
            }

            var gap = first is null || IsGuard(first) ? "" : layout.NewLine;
            return new TextChange(new TextSpan(line.EndIncludingLineBreak, 0), lines + layout.NewLine + gap);
        }

        // A block on one line opens up; what it holds stays as it is, on a line of its own.
        var content = text.ToString(TextSpan.FromBounds(brace.Span.End, block.CloseBraceToken.SpanStart)).Trim();
        var before = brace.GetPreviousToken().Span.End;
        if (!string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(before, brace.SpanStart))))
        {
            return null;
        }

        return new TextChange(
            TextSpan.FromBounds(before, block.Span.End),
            layout.BeforeBrace(outer) + "{" + layout.NewLine + lines + layout.NewLine
            + (content.Length == 0 ? "" : layout.NewLine + inner + content + layout.NewLine) + outer + "}");

        string Lines(string indent, int position)
        {
            var checks = parameters.Select(p => Check(models, position, exception, p.Identifier.Text, layout)).ToList();
            var gap = checks.Exists(c => c.Length > 1) ? layout.NewLine + layout.NewLine : layout.NewLine;
            return string.Join(gap, checks.Select(lines => indent + string.Join(layout.NewLine + indent, lines)));
        }
    }

    private static bool IsGuard(StatementSyntax statement) => statement switch
    {
        ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } => IsNullTest(call),
        IfStatementSyntax { Statement: ThrowStatementSyntax or BlockSyntax { Statements: [ThrowStatementSyntax] } } => true,
        _ => false,
    };

    private static string[] Check(List<SemanticModel> models, int position, string exception, string name, Layout layout)
    {
        var call = SyntaxFactory.ParseExpression($"{exception}.ThrowIfNull({name})");
        var isThere = models.TrueForAll(
            model => model.GetSpeculativeSymbolInfo(position, call, SpeculativeBindingOption.BindAsExpression).Symbol is IMethodSymbol);
        if (isThere)
        {
            return [$"{exception}.ThrowIfNull({name});"];
        }

        var test = models[0].SyntaxTree.Options is CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp7 }
            ? "== null" : "is null";
        var thrown = $"{layout.Unit}throw new {exception}(nameof({name}));";
        return layout.BraceOnOwnLine ? [$"if ({name} {test})", "{", thrown, "}"] : [$"if ({name} {test}) {{", thrown, "}"];
    }
}
