using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CodexLsp.CSharp.Verification;

/// <summary>
/// What a document declares and what it names: enough to know, without binding anything, whether a change of declarations
/// elsewhere can reach it.
/// </summary>
/// <param name="Names">Every identifier, those in documentation references included.</param>
/// <param name="Traits">How it binds without naming.</param>
/// <param name="Declarations">What it declares.</param>
/// <param name="Aliases">The names its using aliases give, each with the identifiers it stands for.</param>
internal sealed record DocumentIndex(
    FrozenSet<string> Names,
    BindingTraits Traits,
    ImmutableArray<Declaration> Declarations,
    ImmutableArray<(string Alias, ImmutableArray<string> Mentions)> Aliases)
{
    // A tree never changes, so its index lives exactly as long as it does.
    private static readonly ConditionalWeakTable<SyntaxTree, DocumentIndex> Known = [];

    /// <summary>An index of nothing: that of a document that is not there.</summary>
    public static DocumentIndex Empty { get; } = new([], BindingTraits.None, [], []);

    /// <summary>The index of a tree; made once.</summary>
    public static DocumentIndex Of(SyntaxTree? tree, CancellationToken cancellationToken) =>
        tree is null ? Empty
        : Known.TryGetValue(tree, out var known) ? known
        : Known.GetValue(tree, t => Create(t, cancellationToken));

    private static DocumentIndex Create(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var root = (CompilationUnitSyntax)tree.GetRoot(cancellationToken);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var traits = BindingTraits.None;
        foreach (var item in root.DescendantNodesAndTokens(descendIntoTrivia: true))
        {
            if (item.AsNode() is { } node)
            {
                traits |= TraitsOf(node);
            }
            else if (item.IsKind(SyntaxKind.IdentifierToken))
            {
                names.Add(item.AsToken().ValueText);
            }
        }

        var aliases = root.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<UsingDirectiveSyntax>()
            .Where(u => u.Alias is not null)
            .Select(u => (u.Alias!.Name.Identifier.ValueText, DeclarationReader.IdentifiersIn(u.NamespaceOrType)));
        return new DocumentIndex(names.ToFrozenSet(StringComparer.Ordinal), traits, DeclarationReader.Read(root), [.. aliases]);
    }

    private static BindingTraits TraitsOf(SyntaxNode node) => node.Kind() switch
    {
        SyntaxKind.ForEachStatement when node is ForEachStatementSyntax { AwaitKeyword.RawKind: not 0 } =>
            BindingTraits.Enumeration | BindingTraits.Using | BindingTraits.Await,
        SyntaxKind.ForEachStatement => BindingTraits.Enumeration | BindingTraits.Using,
        SyntaxKind.ForEachVariableStatement => BindingTraits.Enumeration | BindingTraits.Using | BindingTraits.Deconstruction,
        SyntaxKind.SpreadElement => BindingTraits.Enumeration,
        SyntaxKind.YieldReturnStatement => BindingTraits.Enumeration,
        SyntaxKind.AwaitExpression => BindingTraits.Await,
        SyntaxKind.UsingStatement => BindingTraits.Using,
        SyntaxKind.LocalDeclarationStatement when node is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } => BindingTraits.Using,
        SyntaxKind.TupleExpression or SyntaxKind.PositionalPatternClause or SyntaxKind.ParenthesizedVariableDesignation => BindingTraits.Deconstruction,
        SyntaxKind.ImplicitObjectCreationExpression or SyntaxKind.WithExpression => BindingTraits.Creation,
        SyntaxKind.BaseConstructorInitializer or SyntaxKind.ThisConstructorInitializer => BindingTraits.Creation,
        SyntaxKind.CollectionExpression => BindingTraits.CollectionInitializer | BindingTraits.Enumeration,
        SyntaxKind.CollectionInitializerExpression or SyntaxKind.ComplexElementInitializerExpression => BindingTraits.CollectionInitializer,
        SyntaxKind.ElementAccessExpression or SyntaxKind.ElementBindingExpression or SyntaxKind.ImplicitElementAccess => BindingTraits.Index,
        SyntaxKind.ListPattern or SyntaxKind.RangeExpression or SyntaxKind.IndexExpression => BindingTraits.Index,
        SyntaxKind.QueryExpression => BindingTraits.Query,
        SyntaxKind.FixedStatement => BindingTraits.Fixed,
        SyntaxKind.InterpolatedStringExpression => BindingTraits.Interpolation,
        _ => BindingTraits.None,
    };
}
