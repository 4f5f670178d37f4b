using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CodexLsp.CSharp.Verification;

/// <summary>
/// Whether a change may make a field or event unused, or used: the compiler only knows after all bodies (CS0067, CS0169,
/// CS0414, CS0649), so the whole project has to be compiled, which is only done when this says that it can matter.
/// </summary>
internal static class FieldUse
{
    [Flags]
    private enum Use
    {
        Unused = 0,
        Read = 1,
        Written = 2,
        Fine = Read | Written,
    }

    /// <summary>Whether fields declared in the document, before or after, are used in other ways than before.</summary>
    public static bool Differs(SyntaxTree? before, SyntaxTree? after, CancellationToken cancellationToken)
    {
        var old = UsesIn(before, cancellationToken);
        var now = UsesIn(after, cancellationToken);
        return old.Keys.Union(now.Keys).Any(name => old.GetValueOrDefault(name, Use.Fine) != now.GetValueOrDefault(name, Use.Fine));
    }

    private static Dictionary<string, Use> UsesIn(SyntaxTree? tree, CancellationToken cancellationToken)
    {
        var uses = new Dictionary<string, Use>(StringComparer.Ordinal);
        if (tree is null)
        {
            return uses;
        }

        var root = tree.GetRoot(cancellationToken);
        foreach (var field in root.DescendantNodes().OfType<BaseFieldDeclarationSyntax>().Where(f => !f.Modifiers.Any(SyntaxKind.ConstKeyword)))
        {
            foreach (var variable in field.Declaration.Variables)
            {
                uses[variable.Identifier.ValueText] = variable.Initializer is null ? Use.Unused : Use.Written;
            }
        }

        foreach (var name in root.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (uses.TryGetValue(name.Identifier.ValueText, out var use))
            {
                uses[name.Identifier.ValueText] = use | UseOf(name);
            }
        }

        return uses;
    }

    private static Use UseOf(IdentifierNameSyntax name)
    {
        var expression = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? (ExpressionSyntax)access : name;
        return expression.Parent switch
        {
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } a when a.Left == expression => Use.Written,
            AssignmentExpressionSyntax a when a.Left == expression => Use.Fine,
            ArgumentSyntax { RefKindKeyword.RawKind: not 0 } or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax or RefExpressionSyntax => Use.Fine,
            _ => Use.Read,
        };
    }
}
