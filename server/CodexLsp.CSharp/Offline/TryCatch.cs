using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Offline;

/// <summary>
/// Puts statements into a <c>try</c> block. The handler throws on, because what else to do with the exception was not said:
/// the code does what it did, and the place to fill in is there.
/// </summary>
internal static class TryCatch
{
    /// <summary>
    /// Wraps the selected statements, or all of the selected member's; null when they cannot be told, or when a local they
    /// declare is used later and cannot be declared before.
    /// </summary>
    public static async Task<Document?> ApplyAsync(Document document, TextSpan selection, OfflineRequest.TryCatch request,
        CancellationToken cancellationToken)
    {
        var (reached, span, type) = request.Exception is { } named
            ? new SystemNamespace(document, selection, named)
            : await SystemNamespace.ReachAsync(document, selection, nameof(Exception), cancellationToken);
        var root = (await reached.GetSyntaxRootAsync(cancellationToken))!;
        var text = await reached.GetTextAsync(cancellationToken);
        var model = (await reached.GetSemanticModelAsync(cancellationToken))!;
        var layout = Layout.Of(root, text);
        span = SelectedMembers.Trim(text, span);

        var statements = Selected(root, text, span);
        if (statements.IsEmpty && SelectedMembers.Find(root, text, span) is { IsOne: true, Members: [var member] }
            && Covers(text, span, member)
            && BlockBody.Owners(member).ToList() is [var owner])
        {
            if (BlockBody.ArrowOf(owner) is not null)
            {
                var change = BlockBody.ToBlock(root, text, model, owner, (indent, statement) =>
                    Try(layout, indent) + layout.Unit
                    + statement.Replace(layout.NewLine + indent, layout.NewLine + indent + layout.Unit, StringComparison.Ordinal)
                    + Catch(layout, indent, type));
                return change is { } arrow && !ContainsMultilineLiteral(owner) ? LinkedDocuments.WithChanges(reached, text, [arrow]) : null;
            }

            statements = BlockBody.BlockOf(owner) is { } block ? [.. block.Statements] : [];
        }

        if (statements.IsEmpty || !CanBeWrapped(root, statements) || Hoisted(model, statements) is not { } hoisted)
        {
            return null;
        }

        return Layout.StartsLine(text, statements[0].SpanStart) && EndsLine(root, text, statements[^1])
            ? LinkedDocuments.WithChanges(reached, text, Changes(root, text, layout, statements, hoisted, type))
            : null;
    }

    private static string Try(Layout layout, string indent) => indent + "try" + layout.BeforeBrace(indent) + "{" + layout.NewLine;

    private static string Catch(Layout layout, string indent, string type)
    {
        var line = layout.NewLine + indent;
        return $"{line}}}{layout.BeforeBrace(indent)}catch ({type}){layout.BeforeBrace(indent)}{{{line}{layout.Unit}throw;{line}}}";
    }

    private static List<TextChange> Changes(
        SyntaxNode root, SourceText text, Layout layout, ImmutableArray<StatementSyntax> statements,
        ImmutableDictionary<LocalDeclarationStatementSyntax, string> hoisted, string type)
    {
        // From the first comment of the first statement on: it belongs to what follows.
        var start = text.Lines.GetLineFromPosition(FirstComment(statements[0])).Start;
        var end = text.Lines.GetLineFromPosition(statements[^1].Span.End).End;
        var span = TextSpan.FromBounds(start, end);
        var indent = Layout.IndentAt(text, statements[0].SpanStart);
        var declarations = string.Concat(statements.OfType<LocalDeclarationStatementSyntax>().Where(hoisted.ContainsKey)
            .Select(d => $"{indent}{hoisted[d]} {d.Declaration.Variables[0].Identifier.Text};{layout.NewLine}"));

        return
        [
            new TextChange(new TextSpan(start, 0), declarations + Try(layout, indent) + layout.Unit),
            .. Layout.Indentation(root, text, span, "", layout.Unit),
            .. hoisted.Keys.Select(d =>
                new TextChange(TextSpan.FromBounds(d.SpanStart, d.Declaration.Variables[0].Identifier.SpanStart), "")),
            new TextChange(new TextSpan(end, 0), Catch(layout, indent, type)),
        ];
    }

    private static int FirstComment(StatementSyntax statement)
    {
        var previous = statement.GetFirstToken().GetPreviousToken();
        var comment = statement.GetLeadingTrivia().FirstOrDefault(t =>
            t.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia);
        return comment == default
            || previous.GetLocation().GetLineSpan().EndLinePosition.Line == comment.GetLocation().GetLineSpan().StartLinePosition.Line
            ? statement.SpanStart
            : comment.SpanStart;
    }

    private static ImmutableArray<StatementSyntax> Selected(SyntaxNode root, SourceText text, TextSpan span)
    {
        if (span.IsEmpty)
        {
            return [];
        }

        var node = root.FindNode(span, getInnermostNodeForTie: true);
        foreach (var candidate in node.AncestorsAndSelf().TakeWhile(n => n is not MemberDeclarationSyntax))
        {
            var list = candidate switch
            {
                BlockSyntax block => block.Statements,
                SwitchSectionSyntax section => section.Statements,
                _ => default,
            };
            var touched = list.Where(s => s.Span.OverlapsWith(span)).ToImmutableArray();
            if (touched.IsEmpty || span.Start < text.Lines.GetLineFromPosition(FirstComment(touched[0])).Start
                || span.End > text.Lines.GetLineFromPosition(touched[^1].Span.End).End)
            {
                continue;
            }

            // Part of a statement of several lines: the user pointed inside it, not at it.
            if (span.Start > touched[0].SpanStart && text.Lines.IndexOf(span.Start) != text.Lines.IndexOf(touched[0].SpanStart))
            {
                return [];
            }

            return touched;
        }

        return [];
    }

    private static bool Covers(SourceText text, TextSpan span, SyntaxNode member) =>
        span.IsEmpty || (text.Lines.IndexOf(span.Start) <= text.Lines.IndexOf(member.SpanStart) && span.End >= member.Span.End);

    private static bool EndsLine(SyntaxNode root, SourceText text, StatementSyntax statement)
    {
        var next = root.FindToken(statement.Span.End);
        next = next.SpanStart >= statement.Span.End ? next : next.GetNextToken();
        return text.Lines.IndexOf(next.SpanStart) != text.Lines.IndexOf(statement.Span.End);
    }

    private static bool ContainsMultilineLiteral(SyntaxNode node) =>
        node.DescendantTokens().Any(t => t.Text.Contains('\n', StringComparison.Ordinal));

    // C# allows no yield return in a try block with a handler; a label would go out of its users' reach; and a condition of the
    // preprocessor might hold one of the braces only.
    private static bool CanBeWrapped(SyntaxNode root, ImmutableArray<StatementSyntax> statements)
    {
        var span = TextSpan.FromBounds(FirstComment(statements[0]), statements[^1].Span.End);
        return !root.DescendantTrivia(span)
            .Any(t => t.IsDirective && span.Contains(t.SpanStart) && !t.IsKind(SyntaxKind.PragmaWarningDirectiveTrivia))
            && !statements.SelectMany(s =>
                s.DescendantNodesAndSelf(n => n is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)))
                .Any(n => n is YieldStatementSyntax { RawKind: (int)SyntaxKind.YieldReturnStatement } or LabeledStatementSyntax);
    }

    // The declarations of locals that are used after the statements, with the type to declare them with before.
    private static ImmutableDictionary<LocalDeclarationStatementSyntax, string>? Hoisted(
        SemanticModel model, ImmutableArray<StatementSyntax> statements)
    {
        var hoisted = ImmutableDictionary<LocalDeclarationStatementSyntax, string>.Empty;
        if (model.AnalyzeDataFlow(statements[0], statements[^1]) is not { Succeeded: true } flow)
        {
            return null;
        }

        var scope = statements[0].Parent!;
        var after = TextSpan.FromBounds(statements[^1].Span.End, scope.Span.End);
        var used = scope.DescendantNodes(after).OfType<IdentifierNameSyntax>()
            .Where(n => n.SpanStart >= after.Start).Select(n => model.GetSymbolInfo(n).Symbol).ToHashSet(SymbolEqualityComparer.Default);
        if (statements.OfType<LocalFunctionStatementSyntax>().Any(f => used.Contains(model.GetDeclaredSymbol(f))))
        {
            return null;
        }

        foreach (var local in flow.VariablesDeclared.Where(used.Contains))
        {
            var declaration = statements.OfType<LocalDeclarationStatementSyntax>()
                .FirstOrDefault(s => s.Declaration.Variables
                    .Any(v => SymbolEqualityComparer.Default.Equals(model.GetDeclaredSymbol(v), local)));
            if (declaration is not { IsConst: false, UsingKeyword.RawKind: 0, Declaration.Type: not RefTypeSyntax }
                || declaration.Declaration.Variables is not [{ Initializer: not null }]
                || local is not ILocalSymbol { Type: { IsAnonymousType: false } type }
                || declaration.Declaration.Variables[0].Initializer!.Value is InitializerExpressionSyntax)
            {
                return null;
            }

            // "var" may hold null; what is never null is declared so.
            var value = declaration.Declaration.Variables[0].Initializer!.Value;
            var isNeverNull = model.GetTypeInfo(value).Nullability.FlowState == NullableFlowState.NotNull
                && !scope.DescendantNodes().OfType<AssignmentExpressionSyntax>()
                    .Any(a => SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(a.Left).Symbol, local));
            type = isNeverNull ? type.WithNullableAnnotation(NullableAnnotation.NotAnnotated) : type;
            hoisted = hoisted.Add(declaration, type.ToMinimalDisplayString(model, declaration.SpanStart));
        }

        return hoisted;
    }
}
