using System.Collections.Immutable;
using CodexLsp.CSharp.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Repair;

/// <summary>Finds the namespaces that, imported, would make a name known.</summary>
public static class MissingUsings
{
    /// <summary>The compiler's codes that a missing <c>using</c> can be behind.</summary>
    public static ImmutableHashSet<string> Codes { get; } =
        ["CS0103", "CS0246", "CS0305", "CS0308", "CS1061", "CS1935", "CS8129", "CS1579"];

    /// <summary>The namespaces for each diagnostic that has any, in the order given.</summary>
    /// <param name="document">The document as it is when the diagnostics were made.</param>
    /// <param name="diagnostics">Code and place of what the compiler said of it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<ImmutableArray<MissingUsing>> FindAsync(
        Document document, IEnumerable<(string Code, TextSpan Span)> diagnostics, CancellationToken cancellationToken)
    {
        var wanted = diagnostics.Where(d => Codes.Contains(d.Code)).ToList();
        if (wanted.Count == 0)
        {
            return [];
        }

        var compilation = await document.Project.RequireCompilationAsync(cancellationToken);
        var tree = await document.GetSyntaxTreeAsync(cancellationToken) ?? throw new InvalidOperationException($"{document.Name} has no syntax.");
        var root = (CompilationUnitSyntax)await tree.GetRootAsync(cancellationToken);
        var text = await tree.GetTextAsync(cancellationToken);
        var model = compilation.GetSemanticModel(tree);
        var imports = root.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<UsingDirectiveSyntax>()
            .Where(u => u.Alias is null && u.StaticKeyword == default)
            .Select(u => u.NamespaceOrType.ToString())
            .ToHashSet(StringComparer.Ordinal);

        var found = ImmutableArray.CreateBuilder<MissingUsing>();
        foreach (var (code, span) in wanted.Where(d => d.Span.End <= text.Length))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var namespaces = NamespacesFor(code, root.FindNode(span, getInnermostNodeForTie: true), model)
                .Select(n => n.ToDisplayString())
                .Where(n => !imports.Contains(n))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .ToImmutableArray();
            if (!namespaces.IsEmpty)
            {
                found.Add(new MissingUsing(code, span, [.. namespaces.Select(n => (n, UsingInsertion.Of(root, text, n, span.Start)))]));
            }
        }

        return found.ToImmutable();
    }

    private static IEnumerable<INamespaceSymbol> NamespacesFor(string code, SyntaxNode node, SemanticModel model) => code switch
    {
        "CS1061" => Extensions(node, model),
        "CS1935" => OfType(model.Compilation, "System.Linq.Enumerable"),
        "CS8129" => ExtensionsOn(model.GetTypeInfo(node).Type, "Deconstruct", model),
        "CS1579" => ExtensionsOn(model.GetTypeInfo(node).Type, "GetEnumerator", model),
        _ => Types(node, model),
    };

    private static IEnumerable<INamespaceSymbol> OfType(Compilation compilation, string type) =>
        compilation.GetTypeByMetadataName(type) is { } found ? [found.ContainingNamespace] : [];

    private static IEnumerable<INamespaceSymbol> Types(SyntaxNode node, SemanticModel model)
    {
        if (node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().FirstOrDefault() is not { } name || IsQualified(name) || IsInvoked(name))
        {
            return [];
        }

        var isAttribute = name.Ancestors().OfType<AttributeSyntax>().FirstOrDefault() is { } attribute && attribute.Name.Span.Contains(name.Span);
        var spellings = isAttribute ? new[] { name.Identifier.ValueText, name.Identifier.ValueText + "Attribute" } : [name.Identifier.ValueText];
        return spellings
            .SelectMany(s => NamespacesIn(model.Compilation.GlobalNamespace).SelectMany(n => n.GetTypeMembers(s, name.Arity)))
            .Where(t => IsOffered(t, model.Compilation) && Serves(t, name, isAttribute, model))
            .Select(t => t.ContainingNamespace);
    }

    /// <summary>Whether the type could stand where the name does.</summary>
    private static bool Serves(INamedTypeSymbol type, SimpleNameSyntax name, bool isAttribute, SemanticModel model)
    {
        if (isAttribute)
        {
            var attribute = model.Compilation.GetTypeByMetadataName("System.Attribute");
            return Bases(type).Contains(attribute, SymbolEqualityComparer.Default);
        }

        return name.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Expression == name =>
                Bases(type).Any(b => b.GetMembers(access.Name.Identifier.ValueText).Any(m => m.IsStatic || m is INamedTypeSymbol)),
            ObjectCreationExpressionSyntax => !type.IsStatic && !type.IsAbstract,
            _ => !type.IsStatic,
        };
    }

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? at = type; at is not null; at = at.BaseType)
        {
            yield return at;
        }
    }

    private static bool IsQualified(SimpleNameSyntax name) =>
        (name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
        || (name.Parent is QualifiedNameSyntax qualified && qualified.Right == name)
        || name.Parent is AliasQualifiedNameSyntax or MemberBindingExpressionSyntax;

    private static bool IsInvoked(SimpleNameSyntax name) => name.Parent is InvocationExpressionSyntax call && call.Expression == name;

    private static IEnumerable<INamespaceSymbol> Extensions(SyntaxNode node, SemanticModel model)
    {
        // Of "a?.Name" the compiler points at ".Name".
        if (((node as MemberBindingExpressionSyntax)?.Name ?? node.FirstAncestorOrSelf<SimpleNameSyntax>()) is not { } name)
        {
            return [];
        }

        var receiver = name.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Name == name => access.Expression,
            MemberBindingExpressionSyntax => name.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
            _ => null,
        };
        var type = receiver is null ? null : model.GetTypeInfo(receiver).Type;
        return ExtensionsOn(type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            && name.Parent is MemberBindingExpressionSyntax ? nullable.TypeArguments[0] : type, name.Identifier.ValueText, model);
    }

    private static IEnumerable<INamespaceSymbol> ExtensionsOn(ITypeSymbol? receiver, string name, SemanticModel model) =>
        receiver is null or IErrorTypeSymbol
            ? []
            : NamespacesIn(model.Compilation.GlobalNamespace)
                .SelectMany(n => n.GetTypeMembers())
                .Where(t => t.IsStatic && t.MightContainExtensionMethods)
                .SelectMany(t => t.GetMembers(name))
                .OfType<IMethodSymbol>()
                .Where(m => m.IsExtensionMethod && IsOffered(m, model.Compilation) && IsOffered(m.ContainingType, model.Compilation)
                    && m.ReduceExtensionMethod(receiver) is not null)
                .Select(m => m.ContainingNamespace);

    /// <summary>Whether a person would be offered the symbol here: accessible, not hidden from them, not obsolete.</summary>
    private static bool IsOffered(ISymbol symbol, Compilation compilation) =>
        !symbol.ContainingNamespace.IsGlobalNamespace
        && compilation.IsSymbolAccessibleWithin(symbol, compilation.Assembly)
        && !symbol.GetAttributes().Any(a => a.AttributeClass?.Name switch
        {
            nameof(ObsoleteAttribute) => true,
            nameof(System.ComponentModel.EditorBrowsableAttribute) => a.ConstructorArguments is [{ Value: (int)System.ComponentModel.EditorBrowsableState.Never }],
            _ => false,
        });

    private static IEnumerable<INamespaceSymbol> NamespacesIn(INamespaceSymbol root)
    {
        var pending = new Stack<INamespaceSymbol>([root]);
        while (pending.TryPop(out var space))
        {
            yield return space;
            foreach (var inner in space.GetNamespaceMembers())
            {
                pending.Push(inner);
            }
        }
    }
}

/// <summary>A name that is not known, and the namespaces that would make it so.</summary>
/// <param name="Code">What the compiler said.</param>
/// <param name="Span">Where.</param>
/// <param name="Candidates">The namespaces in order, each with the change that imports it; never empty.</param>
public sealed record MissingUsing(string Code, TextSpan Span, ImmutableArray<(string Namespace, TextChange Change)> Candidates)
{
    /// <summary>The title of the action that imports a namespace.</summary>
    public static string TitleOf(string name) => $"Add using {name};";
}
