using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Tools;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Symbols;

/// <summary>A type or member as a file declares it: known from its syntax alone, so that nothing needs to be compiled to find it.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="Kind">Its keyword, or <c>method</c>, <c>property</c>, …</param>
/// <param name="Container">The types around it, joined by dots; null at the top.</param>
/// <param name="Signature">On one line, without its body.</param>
/// <param name="Range">All of it.</param>
internal sealed record DeclaredName(string Name, string Kind, string? Container, string Signature, LinePositionSpan Range)
{
    // A tree never changes, so its declarations live exactly as long as it does.
    private static readonly ConditionalWeakTable<SyntaxTree, IReadOnlyList<DeclaredName>> Known = [];

    /// <summary>The name with its container.</summary>
    public string FullName => Container is null ? Name : $"{Container}.{Name}";

    /// <summary>What a file declares, in its order, members after their types; made once for each tree.</summary>
    public static IReadOnlyList<DeclaredName> In(SyntaxTree tree, CancellationToken cancellationToken) =>
        Known.TryGetValue(tree, out var known) ? known : Known.GetValue(tree, t => [.. Of(t.GetRoot(cancellationToken))]);

    /// <summary>The declarations that stand in a node: a file, a namespace, a type.</summary>
    public static IEnumerable<DeclaredName> Of(SyntaxNode root) => root
        .DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or BaseTypeDeclarationSyntax or BaseFieldDeclarationSyntax or VariableDeclarationSyntax)
        .SelectMany(One);

    /// <summary>As the tools answer it.</summary>
    public SymbolPlace At(AbsolutePath path) => new(Name, Kind, Container, Signature, path, Range);

    /// <summary>The name of the member or type around a node, with those around that.</summary>
    public static string? Around(SyntaxNode? node)
    {
        for (; node is not null; node = node.Parent)
        {
            if ((node is VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } ? node : node as MemberDeclarationSyntax) is { } declaration
                && One(declaration).FirstOrDefault() is { } found)
            {
                return found.FullName;
            }
        }

        return null;
    }

    /// <summary>What a node declares itself; nothing for what others are declared in, or what no one can name.</summary>
    private static IEnumerable<DeclaredName> One(SyntaxNode node)
    {
        var (name, kind) = node switch
        {
            RecordDeclarationSyntax record => (record.Identifier.Text, record.ClassOrStructKeyword.IsKind(SyntaxKind.StructKeyword) ? "record struct" : "record"),
            TypeDeclarationSyntax type => (type.Identifier.Text, type.Keyword.Text),
            EnumDeclarationSyntax type => (type.Identifier.Text, "enum"),
            DelegateDeclarationSyntax type => (type.Identifier.Text, "delegate"),
            EnumMemberDeclarationSyntax value => (value.Identifier.Text, "value"),
            MethodDeclarationSyntax method => (method.Identifier.Text, "method"),
            ConstructorDeclarationSyntax constructor => (constructor.Identifier.Text, "constructor"),
            DestructorDeclarationSyntax destructor => ("~" + destructor.Identifier.Text, "destructor"),
            OperatorDeclarationSyntax symbol => ("operator " + symbol.OperatorToken.Text, "operator"),
            ConversionOperatorDeclarationSyntax conversion => ("operator " + conversion.Type, "operator"),
            PropertyDeclarationSyntax property => (property.Identifier.Text, "property"),
            IndexerDeclarationSyntax => ("this[]", "indexer"),
            EventDeclarationSyntax @event => (@event.Identifier.Text, "event"),
            VariableDeclaratorSyntax { Parent.Parent: EventFieldDeclarationSyntax } @event => (@event.Identifier.Text, "event"),
            VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } field => (field.Identifier.Text, "field"),
            _ => ("", ""),
        };
        if (name.Length == 0)
        {
            yield break;
        }

        var whole = node is VariableDeclaratorSyntax ? node.Parent!.Parent! : node;
        yield return new DeclaredName(name, kind, ContainerOf(whole), Context.Signature.Of(node), whole.SyntaxTree.GetLineSpan(whole.Span).Span);

        // A positional record declares its properties in its head.
        foreach (var parameter in node is RecordDeclarationSyntax { ParameterList.Parameters: var parameters } ? parameters : [])
        {
            yield return new DeclaredName(
                parameter.Identifier.Text, "property", ContainerOf(parameter), parameter.ToString(), parameter.SyntaxTree.GetLineSpan(parameter.Span).Span);
        }
    }

    private static string? ContainerOf(SyntaxNode node)
    {
        var types = node.Ancestors().OfType<BaseTypeDeclarationSyntax>().Select(t => t.Identifier.Text).Reverse().ToImmutableArray();
        return types.IsEmpty ? null : string.Join('.', types);
    }
}
