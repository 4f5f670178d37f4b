using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CodexLsp.CSharp.Verification;

/// <summary>Reads the declarations of a document, leaving out what no other document can see.</summary>
internal sealed class DeclarationReader
{
    private readonly ImmutableArray<Declaration>.Builder _found = ImmutableArray.CreateBuilder<Declaration>();
    private readonly string _nullable;

    private DeclarationReader(string nullable) => _nullable = nullable;

    /// <summary>Every declaration, nested ones included.</summary>
    public static ImmutableArray<Declaration> Read(CompilationUnitSyntax root)
    {
        // The nullable context is part of every signature: switching it changes what callers are warned of.
        var directives = root.ContainsDirectives
            ? string.Concat(root.DescendantTrivia().Where(t => t.IsKind(SyntaxKind.NullableDirectiveTrivia)).Select(t => t.ToString()))
            : "";
        var reader = new DeclarationReader(directives);
        foreach (var @using in root.Usings.Where(u => u.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword)))
        {
            reader.Add("", DeclarationKind.Compilation, "using", Text(@using), "", [], DeclarationTraits.None);
        }

        foreach (var attribute in root.AttributeLists)
        {
            reader.Add("", DeclarationKind.Compilation, "assembly", Text(attribute), "", [], DeclarationTraits.None);
        }

        if (root.Members.Any(SyntaxKind.GlobalStatement))
        {
            reader.Add("", DeclarationKind.Type, "Program", "top-level", "Program", [], DeclarationTraits.None);
        }

        reader.Visit(root.Members, "", null);
        return reader._found.ToImmutable();
    }

    /// <summary>The identifiers in a piece of syntax, each once.</summary>
    public static ImmutableArray<string> IdentifiersIn(params IEnumerable<SyntaxNode?> nodes) =>
        [.. nodes.OfType<SyntaxNode>().SelectMany(n => n.DescendantTokens()).Where(t => t.IsKind(SyntaxKind.IdentifierToken))
            .Select(t => t.ValueText).Distinct()];

    private void Visit(IEnumerable<MemberDeclarationSyntax> members, string container, TypeDeclarationSyntax? type)
    {
        foreach (var member in members)
        {
            Visit(member, container, type);
        }
    }

    private void Visit(MemberDeclarationSyntax member, string container, TypeDeclarationSyntax? type)
    {
        var typeName = type is null ? "" : NameOf(type);
        switch (member)
        {
            case BaseNamespaceDeclarationSyntax space:
                var full = Join(container, space.Name.ToString());
                Add("", DeclarationKind.Namespace, full, "", "", [], DeclarationTraits.None);
                Visit(space.Members, full, null);
                break;
            case TypeDeclarationSyntax inner:
                VisitType(inner, container, type);
                break;
            case EnumDeclarationSyntax @enum:
                Add(container, DeclarationKind.Enum, @enum.Identifier.ValueText, Text(@enum), @enum.Identifier.ValueText,
                    [.. @enum.Members.Select(m => m.Identifier.ValueText)], Visibility(@enum, type));
                break;
            case DelegateDeclarationSyntax @delegate:
                Add(container, DeclarationKind.Delegate, @delegate.Identifier.ValueText, Text(@delegate), @delegate.Identifier.ValueText,
                    IdentifiersIn(@delegate.ReturnType, @delegate.ParameterList), Visibility(@delegate, type));
                break;
            case BaseFieldDeclarationSyntax field:
                VisitField(field, container, type, typeName);
                break;
            case BaseMethodDeclarationSyntax method:
                VisitMethod(method, container, type, typeName);
                break;
            case BasePropertyDeclarationSyntax property:
                VisitProperty(property, container, type, typeName);
                break;
        }
    }

    private void VisitType(TypeDeclarationSyntax type, string container, TypeDeclarationSyntax? outer)
    {
        var name = NameOf(type);
        var inside = Join(container, type is ExtensionBlockDeclarationSyntax ? Text(type.ParameterList) : name + "`" + type.Arity);
        var bases = type.BaseList?.Types.Select(t => (SyntaxNode)t.Type).ToArray() ?? [];
        var head = Text(type, type.BaseList, type.ParameterList, type.OpenBraceToken, type.CloseBraceToken, type.SemicolonToken, type.Members);
        var builders = Attributes(type, "CollectionBuilder").ToList();
        var traits = Visibility(type, outer)
            | (builders.Count > 0 ? DeclarationTraits.BuiltCollection : DeclarationTraits.None)
            | (Attributes(type, "InterpolatedStringHandler").Any() ? DeclarationTraits.InterpolatedStringHandler : DeclarationTraits.None);
        Add(container, DeclarationKind.Type, name, $"{head} : {string.Join(",", bases.Select(b => Text(b)))}", name,
            IdentifiersIn([.. bases, .. builders.Select(b => b.ArgumentList)]), traits);
        if (type.ParameterList is { } parameters && type is not ExtensionBlockDeclarationSyntax)
        {
            Add(inside, DeclarationKind.Constructor, name, Text(parameters), name, IdentifiersIn(parameters), DeclarationTraits.None);
            if (type is RecordDeclarationSyntax)
            {
                Add(inside, DeclarationKind.Member, "Deconstruct", Text(parameters), name, IdentifiersIn(parameters), DeclarationTraits.None);
                foreach (var parameter in parameters.Parameters)
                {
                    Add(inside, DeclarationKind.Member, parameter.Identifier.ValueText, Text(parameter), name,
                        IdentifiersIn(parameter.Type), type.IsKind(SyntaxKind.RecordStructDeclaration) ? DeclarationTraits.Shape : DeclarationTraits.None);
                }
            }
        }

        Visit(type.Members, inside, type);
    }

    private void VisitField(BaseFieldDeclarationSyntax field, string container, TypeDeclarationSyntax? type, string typeName)
    {
        var isConstant = field.Modifiers.Any(SyntaxKind.ConstKeyword);
        var head = Text(field, field.Declaration, field.SemicolonToken);
        var traits = Visibility(field, type) | Inheritance(field, type) | StateOf(field, type);
        foreach (var variable in field.Declaration.Variables)
        {
            // A constant's value is compiled into its users; of any other initializer only its presence can be felt.
            var value = isConstant ? Text(variable) : variable.Initializer is null ? "" : "=";
            Add(container, DeclarationKind.Member, variable.Identifier.ValueText,
                $"{head} {Text(field.Declaration.Type)} {value}", typeName, IdentifiersIn(field.Declaration.Type), traits);
        }
    }

    private void VisitMethod(BaseMethodDeclarationSyntax method, string container, TypeDeclarationSyntax? type, string typeName)
    {
        var initializer = (method as ConstructorDeclarationSyntax)?.Initializer;
        var hasBody = method.Body is not null || method.ExpressionBody is not null;
        var signature = Text(method, method.Body, method.ExpressionBody, initializer, method.SemicolonToken) + (hasBody ? " { }" : " ;");
        var (kind, name, returns) = method switch
        {
            MethodDeclarationSyntax m => (DeclarationKind.Member, m.Identifier.ValueText, m.ReturnType),
            OperatorDeclarationSyntax o => (DeclarationKind.Operator, o.OperatorToken.ValueText, o.ReturnType),
            ConversionOperatorDeclarationSyntax c => (DeclarationKind.Operator, c.ImplicitOrExplicitKeyword.ValueText, c.Type),
            ConstructorDeclarationSyntax c => (DeclarationKind.Constructor, c.Identifier.ValueText, null),
            DestructorDeclarationSyntax d => (DeclarationKind.Member, "~" + d.Identifier.ValueText, null),
            _ => throw new InvalidOperationException($"{method.Kind()} is no kind of method."),
        };
        var traits = Visibility(method, type) | Inheritance(method, type);
        if (type is ExtensionBlockDeclarationSyntax || method.ParameterList.Parameters.FirstOrDefault()?.Modifiers.Any(SyntaxKind.ThisKeyword) == true)
        {
            traits |= DeclarationTraits.Extension;
        }

        Add(container, kind, name, signature, typeName, IdentifiersIn(returns, method.ParameterList), traits);
    }

    private void VisitProperty(BasePropertyDeclarationSyntax property, string container, TypeDeclarationSyntax? type, string typeName)
    {
        var (kind, name, arrow, value) = property switch
        {
            PropertyDeclarationSyntax p => (DeclarationKind.Member, p.Identifier.ValueText, p.ExpressionBody, p.Initializer),
            IndexerDeclarationSyntax i => (DeclarationKind.Indexer, "this", i.ExpressionBody, null),
            EventDeclarationSyntax e => (DeclarationKind.Member, e.Identifier.ValueText, null, null),
            _ => throw new InvalidOperationException($"{property.Kind()} is no kind of property."),
        };
        var semicolon = property is PropertyDeclarationSyntax q ? q.SemicolonToken : property is IndexerDeclarationSyntax r ? r.SemicolonToken : default;
        var accessors = property.AccessorList?.Accessors.Select(a =>
            Text(a, a.Body, a.ExpressionBody, a.SemicolonToken) + (a.Body is null && a.ExpressionBody is null ? ";" : "{}"));
        var signature = $"{Text(property, property.AccessorList, arrow, value, semicolon)} "
            + $"{(arrow is null ? string.Join(" ", accessors ?? []) : "get{}")} {(value is null ? "" : "=")}";
        var extension = type is ExtensionBlockDeclarationSyntax ? DeclarationTraits.Extension : DeclarationTraits.None;
        var traits = Visibility(property, type) | Inheritance(property, type) | StateOf(property, type) | extension;
        Add(container, kind, name, signature, typeName, IdentifiersIn(property.Type, (property as IndexerDeclarationSyntax)?.ParameterList), traits);
    }

    private void Add(
        string container, DeclarationKind kind, string name, string signature, string type, ImmutableArray<string> mentions, DeclarationTraits traits) =>
        _found.Add(new Declaration(container, kind, name, _nullable.Length == 0 ? signature : signature + _nullable)
        {
            Type = type,
            Mentions = mentions,
            Traits = traits,
        });

    private static DeclarationTraits Visibility(MemberDeclarationSyntax member, TypeDeclarationSyntax? type)
    {
        if (type is null or InterfaceDeclarationSyntax or ExtensionBlockDeclarationSyntax || HasExplicitInterface(member))
        {
            return DeclarationTraits.None;
        }

        var isPrivate = member.Modifiers.Any(SyntaxKind.PrivateKeyword)
            ? !member.Modifiers.Any(SyntaxKind.ProtectedKeyword)
            : !member.Modifiers.Any(m => m.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword);
        return isPrivate ? DeclarationTraits.Private : DeclarationTraits.None;
    }

    private static DeclarationTraits Inheritance(MemberDeclarationSyntax member, TypeDeclarationSyntax? type)
    {
        var traits = DeclarationTraits.None;
        if (type is InterfaceDeclarationSyntax || HasExplicitInterface(member) || member.Modifiers.Any(m =>
            m.Kind() is SyntaxKind.AbstractKeyword or SyntaxKind.VirtualKeyword or SyntaxKind.OverrideKeyword or SyntaxKind.SealedKeyword))
        {
            traits |= DeclarationTraits.Inherited;
        }

        return member.Modifiers.Any(SyntaxKind.RequiredKeyword) ? traits | DeclarationTraits.Shape : traits;
    }

    /// <summary>A struct's instance state decides whether it is definitely assigned, unmanaged and free of cycles, wherever it is used.</summary>
    private static DeclarationTraits StateOf(MemberDeclarationSyntax member, TypeDeclarationSyntax? type)
    {
        var isStruct = type is StructDeclarationSyntax || type.IsKind(SyntaxKind.RecordStructDeclaration);
        var isState = member switch
        {
            BaseFieldDeclarationSyntax f => !f.Modifiers.Any(m => m.Kind() is SyntaxKind.StaticKeyword or SyntaxKind.ConstKeyword),
            PropertyDeclarationSyntax p => !p.Modifiers.Any(SyntaxKind.StaticKeyword)
                && p.AccessorList?.Accessors.Any(a => a.Body is null && a.ExpressionBody is null) == true,
            _ => false,
        };
        return isStruct && isState ? DeclarationTraits.Shape : DeclarationTraits.None;
    }

    private static bool HasExplicitInterface(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax m => m.ExplicitInterfaceSpecifier is not null,
        BasePropertyDeclarationSyntax p => p.ExplicitInterfaceSpecifier is not null,
        _ => false,
    };

    /// <summary>The attributes of a type that are called so, with or without the suffix.</summary>
    private static IEnumerable<AttributeSyntax> Attributes(TypeDeclarationSyntax type, string name) =>
        type.AttributeLists.SelectMany(l => l.Attributes).Where(a =>
            a.Name.DescendantTokens().Last(t => t.IsKind(SyntaxKind.IdentifierToken)).ValueText is var n && (n == name || n == name + "Attribute"));

    private static string NameOf(TypeDeclarationSyntax type) => type.Identifier.ValueText;

    private static string Join(string container, string name) => container.Length == 0 ? name : container + "." + name;

    /// <summary>The tokens of a node without trivia, leaving out the parts given.</summary>
    private static string Text(SyntaxNode? node, params ReadOnlySpan<SyntaxNodeOrToken> without)
    {
        var text = new StringBuilder();
        foreach (var child in node?.ChildNodesAndTokens() ?? [])
        {
            if (without.Contains(child))
            {
                continue;
            }

            foreach (var token in child.AsNode()?.DescendantTokens() ?? [child.AsToken()])
            {
                text.Append(token.Text).Append(' ');
            }
        }

        return text.ToString();
    }

    private static string Text(TypeDeclarationSyntax type, SyntaxNode? bases, SyntaxNode? parameters, SyntaxToken open, SyntaxToken close,
        SyntaxToken semicolon, SyntaxList<MemberDeclarationSyntax> members) =>
        Text((SyntaxNode)type, [bases, type is ExtensionBlockDeclarationSyntax ? null : parameters, open, close, semicolon, .. members]);
}
