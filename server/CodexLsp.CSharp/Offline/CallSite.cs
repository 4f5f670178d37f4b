using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Offline;

/// <summary>Passes a new argument where a method is called.</summary>
internal static class CallSite
{
    /// <summary>
    /// Says how one use of a method changes; false when it cannot: the method is made a delegate, or a documentation names it
    /// with its parameter types.
    /// </summary>
    /// <param name="root">The file of the use.</param>
    /// <param name="span">The method's name there.</param>
    /// <param name="method">As declared, before the change.</param>
    /// <param name="parameter">What is added.</param>
    /// <param name="change">The change; null when the use stays as it is.</param>
    public static bool TryPass(SyntaxNode root, TextSpan span, IMethodSymbol method, NewParameter parameter, out TextChange? change)
    {
        change = null;
        var node = root.FindNode(span, findInsideTrivia: true, getInnermostNodeForTie: true);
        if (node.FirstAncestorOrSelf<CrefSyntax>() is { } cref)
        {
            return !cref.DescendantNodesAndSelf().OfType<CrefParameterListSyntax>().Any();
        }

        if (node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } })
        {
            return true;
        }

        if (ArgumentsOf(node, method) is not { } list)
        {
            return false;
        }

        if (parameter.Argument is null)
        {
            return true;
        }

        var isReduced = method.IsExtensionMethod && (node.Parent is MemberBindingExpressionSyntax
            || (node.Parent is MemberAccessExpressionSyntax { Expression: var receiver }
                && !(receiver is IdentifierNameSyntax { Identifier.ValueText: var type } && type == method.ContainingType.Name)));
        var hidden = isReduced ? 1 : 0;
        var index = ParameterList.IndexFor(
            parameter,
            method.Parameters.Length,
            i => method.Parameters[i].HasExplicitDefaultValue,
            i => method.Parameters[i].IsParams) - hidden;
        var arguments = list.Arguments;
        var isPositional = arguments.Count >= index && arguments.Take(index).All(a => a.NameColon is null)
            && arguments.Skip(index).All(a => a.NameColon is null || index == arguments.Count);
        if (!isPositional && method.Parameters.Any(p => p.IsParams))
        {
            return false;
        }

        var text = root.SyntaxTree.GetText();
        change = isPositional
            ? ParameterList.Insert(text, [.. arguments], list.OpenParenToken.Span.End, index, parameter.Argument)
            : ParameterList.Insert(text, [.. arguments], list.OpenParenToken.Span.End, arguments.Count,
                $"{parameter.Name}: {parameter.Argument}");
        return true;
    }

    private static ArgumentListSyntax? ArgumentsOf(SyntaxNode node, IMethodSymbol method)
    {
        if (method.MethodKind == MethodKind.Constructor)
        {
            return node.FirstAncestorOrSelf<SyntaxNode>(n =>
                n is BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax) switch
            {
                BaseObjectCreationExpressionSyntax { ArgumentList: { } list } => list,
                ConstructorInitializerSyntax initializer => initializer.ArgumentList,
                PrimaryConstructorBaseTypeSyntax based => based.ArgumentList,
                _ => null,
            };
        }

        var callee = node.FirstAncestorOrSelf<SimpleNameSyntax>() is { } name
            ? name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access
                : name.Parent is MemberBindingExpressionSyntax binding ? binding
                : (SyntaxNode)name
            : node;
        return callee.Parent is InvocationExpressionSyntax call && call.Expression == callee ? call.ArgumentList : null;
    }
}
