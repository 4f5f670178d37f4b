using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Context;

/// <summary>A declaration on one line without its body: as it is written for source, as the compiler shows it for metadata.</summary>
internal static class Signature
{
    private const int MostValues = 16;

    private static readonly SymbolDisplayFormat MetadataFormat = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeConstantValue)
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeMemberKeyword);

    private static readonly SymbolDisplayFormat MetadataProperty = new(
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName,
        miscellaneousOptions: SymbolDisplayFormat.MinimallyQualifiedFormat.MiscellaneousOptions);

    /// <summary>The signature of a type or member.</summary>
    public static string Of(ISymbol symbol)
    {
        if (symbol is INamedTypeSymbol { ContainingType: { } outer } nested)
        {
            // The name as it is written from outside.
            var header = Declaration(nested) is { } own ? Of(own) : nested.ToDisplayString(MetadataFormat);
            var at = header.IndexOf(nested.Name, StringComparison.Ordinal);
            return Declaration(nested) is null ? header : header.Insert(at, outer.Name + ".");
        }

        return Declaration(symbol) is { } declaration ? Of(declaration) : symbol switch
        {
            IPropertySymbol => symbol.ToDisplayString(MetadataProperty),
            INamedTypeSymbol => symbol.ToDisplayString(MetadataFormat),
            IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } => symbol.Name + ",",
            _ => symbol.ToDisplayString(MetadataFormat) + ";",
        };
    }

    /// <summary>Whether an enumeration's values fit into its signature.</summary>
    public static bool HasValues(INamedTypeSymbol type) => Declaration(type) is EnumDeclarationSyntax { Members.Count: <= MostValues };

    /// <summary>The signature of a declaration.</summary>
    public static string Of(SyntaxNode declaration) => declaration switch
    {
        EnumDeclarationSyntax { Members.Count: <= MostValues } values =>
            Line(values, values.OpenBraceToken.SpanStart).TrimEnd(';')
            + " { " + string.Join(", ", values.Members.Select(m => m.Identifier.Text)) + " }",
        BaseTypeDeclarationSyntax type =>
            Line(type, type.OpenBraceToken.IsKind(SyntaxKind.None) ? type.Span.End : type.OpenBraceToken.SpanStart).TrimEnd(';'),
        BaseMethodDeclarationSyntax method =>
            Line(method, (method.Body ?? (SyntaxNode?)method.ExpressionBody)?.SpanStart ?? method.Span.End, Initializer(method)),
        LocalFunctionStatementSyntax function =>
            Line(function, (function.Body ?? (SyntaxNode?)function.ExpressionBody)?.SpanStart ?? function.Span.End),
        BasePropertyDeclarationSyntax property => Line(property, PropertyEnd(property)).TrimEnd(';') + Accessors(property),
        VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax field } variable => Field(field, variable),
        BaseFieldDeclarationSyntax field => Field(field, field.Declaration.Variables[0]),
        EnumMemberDeclarationSyntax member => Line(member, member.Span.End).TrimEnd(';') + ",",
        _ => Line(declaration, declaration.Span.End),
    };

    /// <summary>Where a symbol is declared in source; null for metadata and for what the compiler makes up.</summary>
    public static SyntaxNode? Declaration(ISymbol symbol) =>
        symbol.IsImplicitlyDeclared ? null : symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();

    private static TextSpan? Initializer(BaseMethodDeclarationSyntax method) =>
        (method as ConstructorDeclarationSyntax)?.Initializer?.FullSpan;

    private static int PropertyEnd(BasePropertyDeclarationSyntax property) => property switch
    {
        { AccessorList: { } list } => list.SpanStart,
        PropertyDeclarationSyntax { ExpressionBody: { } arrow } => arrow.SpanStart,
        IndexerDeclarationSyntax { ExpressionBody: { } arrow } => arrow.SpanStart,
        _ => property.Span.End,
    };

    private static string Accessors(BasePropertyDeclarationSyntax property) => property.AccessorList is { } list
        ? $" {{ {string.Join(' ', list.Accessors.Select(a => string.Concat(a.Modifiers.Select(m => m.Text + " ")) + a.Keyword.Text + ";"))} }}"
        : " { get; }";

    private static string Field(BaseFieldDeclarationSyntax field, VariableDeclaratorSyntax variable)
    {
        var isConstant = field.Modifiers.Any(SyntaxKind.ConstKeyword);
        var type = Line(field, field.Declaration.Type.Span.End).TrimEnd(';');
        return $"{type} {variable.Identifier.Text}{(isConstant && variable.Initializer is { } value ? " " + value : "")};";
    }

    // The tokens from the first modifier on, on one line, without attributes on it, comments and the given part.
    private static string Line(SyntaxNode node, int end, TextSpan? without = null)
    {
        StringBuilder line = new();
        foreach (var token in node.DescendantTokens().SkipWhile(t => t.Parent!.AncestorsAndSelf().TakeWhile(n => n != node)
            .Any(n => n is AttributeListSyntax && n.Parent == node)))
        {
            if (token.SpanStart >= end)
            {
                break;
            }

            if (without?.Contains(token.SpanStart) == true)
            {
                continue;
            }

            if (line.Length > 0 && line[^1] is not ('(' or '[' or '<') && token.GetPreviousToken().Span.End != token.SpanStart
                && !token.IsKind(SyntaxKind.CloseParenToken))
            {
                line.Append(' ');
            }

            line.Append(token.Text);
        }

        return line.ToString().TrimEnd(' ', ';') + ";";
    }
}
