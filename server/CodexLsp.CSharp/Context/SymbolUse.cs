using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Context;

/// <summary>A symbol that a piece of code binds to, named in it or not.</summary>
/// <param name="Symbol">A type or a member, as it is declared.</param>
/// <param name="Count">How often.</param>
/// <param name="First">Where first.</param>
internal sealed record SymbolUse(ISymbol Symbol, int Count, int First)
{
    /// <summary>What the code in <paramref name="span"/> uses and does not itself declare, in the order of first use.</summary>
    public static ImmutableArray<SymbolUse> In(SyntaxNode root, SemanticModel model, TextSpan span, CancellationToken cancellationToken)
    {
        Dictionary<ISymbol, SymbolUse> uses = new(SymbolEqualityComparer.Default);
        foreach (var node in root.DescendantNodes(span).Where(n => n.Span.Length > 0 && span.Contains(n.Span)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var bound in Bound(model, node, cancellationToken))
            {
                if (Declared(bound) is { } symbol && !symbol.Locations
                    .Any(l => l.SourceTree == root.SyntaxTree && span.Contains(l.SourceSpan)))
                {
                    var known = uses.GetValueOrDefault(symbol) ?? new SymbolUse(symbol, 0, node.SpanStart);
                    uses[symbol] = known with { Count = known.Count + 1 };
                }
            }
        }

        return [.. uses.Values.OrderBy(u => u.First)];
    }

    /// <summary>The declared type or member behind a symbol; null for locals, namespaces and what has no declaration.</summary>
    public static ISymbol? Declared(ISymbol? symbol) => symbol switch
    {
        IMethodSymbol { ReducedFrom: { } extension } => extension.OriginalDefinition,
        IMethodSymbol { MethodKind: MethodKind.BuiltinOperator or MethodKind.LocalFunction or MethodKind.DelegateInvoke or MethodKind.AnonymousFunction } => null,
        IMethodSymbol { AssociatedSymbol: { } owner } => Declared(owner),
        IMethodSymbol { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: true } constructor =>
            Declared(constructor.ContainingType),
        IFieldSymbol { ContainingType.IsTupleType: true } => null,
        INamedTypeSymbol { IsTupleType: true } or INamedTypeSymbol { IsAnonymousType: true } or IErrorTypeSymbol => null,
        { ContainingType.IsAnonymousType: true } => null,
        IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol or INamedTypeSymbol => symbol.OriginalDefinition,
        _ => null,
    };

    private static IEnumerable<ISymbol?> Bound(SemanticModel model, SyntaxNode node, CancellationToken cancellationToken)
    {
        switch (node)
        {
            // The constructor says all that the type's name says, so the name is left to it.
            case SimpleNameSyntax { Parent: ObjectCreationExpressionSyntax }:
                yield break;
            case SimpleNameSyntax or BaseObjectCreationExpressionSyntax or ElementAccessExpressionSyntax or ConstructorInitializerSyntax
                or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax or AssignmentExpressionSyntax or CastExpressionSyntax:
                yield return model.GetSymbolInfo(node, cancellationToken).Symbol;
                break;
            case ForEachStatementSyntax each:
                yield return Source(model.GetForEachStatementInfo(each).GetEnumeratorMethod);
                break;
            case ForEachVariableStatementSyntax each:
                yield return Source(model.GetForEachStatementInfo(each).GetEnumeratorMethod);
                yield return model.GetDeconstructionInfo(each).Method;
                break;
        }

        if (node is AssignmentExpressionSyntax { Left: TupleExpressionSyntax or DeclarationExpressionSyntax } deconstruction)
        {
            yield return model.GetDeconstructionInfo(deconstruction).Method;
        }

        if (node is ExpressionSyntax expression && node.Parent is ArgumentSyntax or EqualsValueClauseSyntax or ReturnStatementSyntax or AssignmentExpressionSyntax or ArrowExpressionClauseSyntax)
        {
            yield return Source(model.GetConversion(expression, cancellationToken).MethodSymbol);
        }
    }

    // What the framework does behind the scenes is no news.
    private static IMethodSymbol? Source(IMethodSymbol? method) => method?.Locations.Any(l => l.IsInSource) == true ? method : null;
}
