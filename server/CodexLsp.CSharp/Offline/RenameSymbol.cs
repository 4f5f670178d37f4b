using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Rename;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Offline;

/// <summary>Renames a symbol in the whole solution.</summary>
internal static class RenameSymbol
{
    /// <summary>Renames the one symbol the words can mean; null when that is none or several, or when the new name is taken.</summary>
    public static async Task<Solution?> ApplyAsync(Document document, TextSpan selection, OfflineRequest.Rename request,
        CancellationToken cancellationToken)
    {
        var root = (await document.GetSyntaxRootAsync(cancellationToken))!;
        var text = await document.GetTextAsync(cancellationToken);
        var model = (await document.GetSemanticModelAsync(cancellationToken))!;
        var span = SelectedMembers.Trim(text, selection);
        var found = request.From is { } from
            ? ByName(root, model, span, from, request.Kind) : Selected(root, text, model, span, request.Kind);
        if (found is not [var symbol, .. var overloads] || symbol.Locations.All(l => !l.IsInSource) || symbol.Name == request.To
            || IsTaken(model, symbol, request.To))
        {
            return null;
        }

        var options = new SymbolRenameOptions(RenameOverloads: overloads.Count > 0);
        var solution = document.Project.Solution;
        var renamed = await Renamer.RenameSymbolAsync(solution, symbol, options, request.To, cancellationToken);
        return await LinkedDocuments.MergeAsync(solution, renamed, cancellationToken);
    }

    // The overloads of one method, or one symbol, or nothing: from the selection outwards, the first place that has the name.
    private static List<ISymbol> ByName(SyntaxNode root, SemanticModel model, TextSpan span, string from, string? kind)
    {
        var (container, name) = from.Split('.') is [var first, var second] ? (first, second) : (null, from);
        var inner = root.FindNode(span, getInnermostNodeForTie: true);
        var scopes = inner.AncestorsAndSelf().Where(n =>
            n is MemberDeclarationSyntax and not BaseNamespaceDeclarationSyntax or LocalFunctionStatementSyntax or CompilationUnitSyntax)
            .Select(n => n.Span).Prepend(span);
        foreach (var scope in scopes)
        {
            var symbols = root.DescendantTokens(scope, descendIntoTrivia: true)
                .Where(t => t.IsKind(SyntaxKind.IdentifierToken) && t.ValueText == name.TrimStart('@') && t.Span.OverlapsWith(scope))
                .Select(t => SymbolOf(model, t.Parent!)).OfType<ISymbol>()
                .Where(s => (container is null || s.ContainingType?.Name == container) && IsOfKind(s, kind))
                .Distinct(SymbolEqualityComparer.Default).ToList();
            if (symbols.Count > 0)
            {
                return symbols.Count == 1 || AreOverloads(symbols) ? symbols : [];
            }
        }

        return [];
    }

    private static bool AreOverloads(List<ISymbol> symbols) => symbols.TrueForAll(s =>
        s is IMethodSymbol { MethodKind: MethodKind.Ordinary }
            && SymbolEqualityComparer.Default.Equals(s.ContainingType, symbols[0].ContainingType));

    // "This": the one declaration whose name is in the selection.
    private static List<ISymbol> Selected(SyntaxNode root, SourceText text, SemanticModel model, TextSpan span, string? kind)
    {
        SyntaxNode[] declarations = kind switch
        {
            "parameter" or "param" or "argument" => [.. root.DescendantNodes(span).OfType<ParameterSyntax>().Where(p => p.Span.IntersectsWith(span))],
            "variable" or "local" => [.. root.DescendantNodes(span).OfType<VariableDeclaratorSyntax>().Where(v => v.Identifier.Span.IntersectsWith(span))],
            "class" or "type" or "interface" or "struct" or "record" or "enum" =>
                root.FindNode(span).FirstAncestorOrSelf<BaseTypeDeclarationSyntax>() is { } type ? [type] : [],
            _ => Declarations(),
        };
        return declarations is [var one] && model.GetDeclaredSymbol(one) is { } symbol
            && symbol is not IMethodSymbol { MethodKind: not (MethodKind.Ordinary or MethodKind.LocalFunction) } && IsOfKind(symbol, kind)
            ? [symbol]
            : [];

        SyntaxNode[] Declarations()
        {
            var members = SelectedMembers.Find(root, text, span).Members;
            return members is [BaseFieldDeclarationSyntax field] ? [.. field.Declaration.Variables]
                : members is [BaseTypeDeclarationSyntax type, .. var rest] && rest.All(m => m.Ancestors().Contains(type)) ? [type]
                : members is [var member] && (span.IsEmpty || member.ChildTokens()
                    .Any(t => t.IsKind(SyntaxKind.IdentifierToken) && t.Span.IntersectsWith(span))) ? [member]
                : [];
        }
    }

    private static ISymbol? SymbolOf(SemanticModel model, SyntaxNode node)
    {
        var symbol = model.GetDeclaredSymbol(node) ?? model.GetSymbolInfo(node).Symbol;
        symbol = symbol switch
        {
            IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.ContainingType,
            IMethodSymbol { ReducedFrom: { } extension } => extension,
            INamespaceSymbol => null,
            _ => symbol,
        };
        return symbol?.OriginalDefinition;
    }

    private static bool IsOfKind(ISymbol symbol, string? kind) => kind switch
    {
        "method" or "function" => symbol is IMethodSymbol,
        "property" => symbol is IPropertySymbol,
        "field" or "constant" or "const" => symbol is IFieldSymbol,
        "event" => symbol is IEventSymbol,
        "parameter" or "param" or "argument" => symbol is IParameterSymbol,
        "local" => symbol is ILocalSymbol,
        "variable" => symbol is ILocalSymbol or IFieldSymbol or IParameterSymbol,
        "class" or "type" or "interface" or "struct" or "record" or "enum" => symbol is INamedTypeSymbol,
        _ => true,
    };

    private static bool IsTaken(SemanticModel model, ISymbol symbol, string name) => symbol switch
    {
        INamedTypeSymbol type => type.ContainingNamespace.GetTypeMembers(name, type.Arity).Any(),
        IParameterSymbol or ILocalSymbol => symbol.DeclaringSyntaxReferences is [var reference]
            && model.LookupSymbols(reference.Span.Start, name: name).Any(s => s is ILocalSymbol or IParameterSymbol),
        _ => symbol.ContainingType?.GetMembers(name).IsEmpty == false,
    };
}
