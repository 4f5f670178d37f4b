using System.Security;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Offline;

/// <summary>
/// Writes the XML documentation that declarations lack: every element the compiler asks for, in words taken from the names.
/// It cannot know more than the names say; what it leaves is a correct frame.
/// </summary>
internal static class Documentation
{
    private const int LongestCondition = 80;

    /// <summary>Documents the selected member, or the visible ones of several; null when none lacks documentation.</summary>
    public static async Task<Document?> ApplyAsync(Document document, TextSpan selection, CancellationToken cancellationToken)
    {
        var root = (await document.GetSyntaxRootAsync(cancellationToken))!;
        var text = await document.GetTextAsync(cancellationToken);
        var model = (await document.GetSemanticModelAsync(cancellationToken))!;
        var newLine = Layout.Of(root, text).NewLine;
        var selected = SelectedMembers.Find(root, text, selection);
        var changes = selected.Members
            .Where(m => (selected.IsOne || m == selected.Members[0] || SelectedMembers.IsVisible(m)) && CanBeDocumented(text, m))
            .Select(member =>
            {
                var margin = Layout.IndentAt(text, member.SpanStart) + "/// ";
                var start = text.Lines.GetLineFromPosition(member.SpanStart).Start;
                return new TextChange(new TextSpan(start, 0), string.Concat(Lines(model, member).Select(l => margin + l + newLine)));
            }).ToList();
        return LinkedDocuments.WithChanges(document, text, changes);
    }

    // The compiler reads no documentation on local functions, and none that stands behind other code.
    private static bool CanBeDocumented(SourceText text, SyntaxNode member) =>
        member is not LocalFunctionStatementSyntax && Layout.StartsLine(text, member.SpanStart)
        && !member.GetLeadingTrivia().Any(t => t.ToFullString().StartsWith("///", StringComparison.Ordinal)
            || t.ToFullString().StartsWith("/**", StringComparison.Ordinal)
            || t.Kind() is SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia);

    private static IEnumerable<string> Lines(SemanticModel model, SyntaxNode member)
    {
        var declared = member is BaseFieldDeclarationSyntax field ? field.Declaration.Variables[0] : member;
        var symbol = model.GetDeclaredSymbol(declared)!;
        if (IsInherited(symbol))
        {
            yield return "<inheritdoc/>";
            yield break;
        }

        var link = symbol.ContainingType is { } containing ? $"<see cref=\"{Cref(containing)}\"/>" : "";
        var summary = SecurityElement.Escape(NameWords.Sentence(Summary.Of(symbol))).Replace("%see%", link, StringComparison.Ordinal);
        yield return $"<summary>{summary}</summary>";
        foreach (var parameter in TypeParameters(symbol))
        {
            var name = NameWords.Phrase(parameter.Name is ['T', _, ..] ? parameter.Name[1..] : "value");
            yield return $"<typeparam name=\"{parameter.Name}\">The type of the {name}.</typeparam>";
        }

        foreach (var parameter in Parameters(symbol, member))
        {
            var phrase = NameWords.ParameterPhrase(parameter.Name, parameter.Type.Name == "Boolean" ? "bool" : parameter.Type.Name);
            phrase += symbol is IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator } && parameter.Name is "left" or "right"
                ? " operand" : "";
            yield return $"<param name=\"{parameter.Name}\">{NameWords.Sentence(phrase)}</param>";
        }

        if ((symbol as IMethodSymbol ?? (symbol as INamedTypeSymbol)?.DelegateInvokeMethod) is { MethodKind: not MethodKind.Constructor, ReturnsVoid: false } method)
        {
            yield return $"<returns>{Summary.Returns(method)}</returns>";
        }

        foreach (var exception in Exceptions(model, member))
        {
            yield return exception;
        }
    }

    private static bool IsInherited(ISymbol symbol) =>
        symbol.IsOverride || symbol.ContainingType?.AllInterfaces.SelectMany(i => i.GetMembers())
            .Any(m => SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(m), symbol)) == true;

    private static IEnumerable<ITypeParameterSymbol> TypeParameters(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol type => type.TypeParameters,
        IMethodSymbol method => method.TypeParameters,
        _ => [],
    };

    private static IEnumerable<IParameterSymbol> Parameters(ISymbol symbol, SyntaxNode member) => (symbol, member) switch
    {
        (IMethodSymbol method, _) => method.Parameters,
        (IPropertySymbol { IsIndexer: true } indexer, _) => indexer.Parameters,
        (INamedTypeSymbol { DelegateInvokeMethod: { } invoke }, _) => invoke.Parameters,
        (INamedTypeSymbol type, TypeDeclarationSyntax { ParameterList: { } list }) =>
            type.InstanceConstructors.FirstOrDefault(c => c.DeclaringSyntaxReferences
                .Any(r => r.Span == list.Parent!.Span))?.Parameters ?? [],
        _ => [],
    };

    private static string Cref(INamedTypeSymbol type) =>
        type.TypeParameters.IsEmpty ? type.Name : $"{type.Name}{{{string.Join(", ", type.TypeParameters.Select(p => p.Name))}}}";

    // What the body itself throws, with the condition when it is one short line.
    private static IEnumerable<string> Exceptions(SemanticModel model, SyntaxNode member)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var node in member.DescendantNodes(n =>
            n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or TypeDeclarationSyntax) || n == member))
        {
            if (member is BaseTypeDeclarationSyntax)
            {
                yield break;
            }

            var (type, condition) = node switch
            {
                ThrowStatementSyntax { Expression: ObjectCreationExpressionSyntax created } thrown =>
                    (created.Type.ToString(), Condition(thrown)),
                ThrowExpressionSyntax { Expression: ObjectCreationExpressionSyntax created } => (created.Type.ToString(), null),
                InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ThrowIfNull", Expression: var thrower },
                    ArgumentList.Arguments: [{ Expression: IdentifierNameSyntax argument }, ..],
                } when model.GetSymbolInfo(argument).Symbol is IParameterSymbol => (thrower.ToString(), $"{argument} is null"),
                _ => (null, null),
            };
            if (type is not null && seen.Add(type + condition))
            {
                var when = condition is null ? "The operation cannot be done." : $"When <c>{SecurityElement.Escape(condition)}</c>.";
                yield return $"<exception cref=\"{type.Replace('<', '{').Replace('>', '}')}\">{when}</exception>";
            }
        }
    }

    private static string? Condition(ThrowStatementSyntax thrown)
    {
        var parent = thrown.Parent is BlockSyntax { Statements: [_] } block ? block.Parent : thrown.Parent;
        return parent is IfStatementSyntax test && !test.Condition.ToString().Contains('\n', StringComparison.Ordinal)
            && test.Condition.Span.Length <= LongestCondition
            ? test.Condition.ToString()
            : null;
    }
}
