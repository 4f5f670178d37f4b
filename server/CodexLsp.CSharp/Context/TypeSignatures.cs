using System.Collections.Immutable;
using CodexLsp.Engine.Context;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CodexLsp.CSharp.Context;

/// <summary>A type with some of its members, as signatures: the one way a declaration is shown.</summary>
/// <param name="Type">The type.</param>
/// <param name="Members">The members to show, in the order of the source.</param>
internal sealed record TypeSignatures(INamedTypeSymbol Type, ImmutableArray<ISymbol> Members)
{
    private static readonly SymbolDisplayFormat OperatorName = new(miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>The type a symbol is shown under: its own, or the one that contains it.</summary>
    public static INamedTypeSymbol? OwnerOf(ISymbol symbol)
    {
        var type = symbol as INamedTypeSymbol ?? symbol.ContainingType;
        while (type is { TypeKind: TypeKind.Extension })
        {
            type = type.ContainingType;
        }

        return type?.OriginalDefinition;
    }

    /// <summary>The members a reader of the type looks for, in source order; for a partial type, part by part.</summary>
    public static IEnumerable<ISymbol> MembersOf(INamedTypeSymbol type) => type.GetMembers()
        .Where(m => !m.IsImplicitlyDeclared && m is not IMethodSymbol { AssociatedSymbol: not null }
            && Signature.Declaration(m) is not null && !IsPartOfHeader(m))
        .OrderBy(m => m.Locations[0].SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(m => m.Locations[0].SourceSpan.Start);

    /// <summary>
    /// Whether a member is said by its type's header: positional properties, primary constructors, what the compiler adds to
    /// a record, the values of an enumeration.
    /// </summary>
    public static bool IsPartOfHeader(ISymbol member) => member.ContainingType is { } type && type.Locations[0].IsInSource
        && (member.IsImplicitlyDeclared || (type.TypeKind == TypeKind.Enum && Signature.HasValues(type))
            || member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ParameterSyntax or TypeDeclarationSyntax
                && member is not INamedTypeSymbol);

    /// <summary>The lines: the type's header, then its members one step further in.</summary>
    public ImmutableArray<string> Lines =>
        [Signature.Of(Type), .. Members.Select(m => "    " + Signature.Of(m)).Distinct(StringComparer.Ordinal)];

    /// <summary>These lines as a part of the context.</summary>
    public ContextItem ToItem(ContextKind kind, string why)
    {
        var shown = Members is [var only] ? only : Type;
        var location = shown.Locations.FirstOrDefault(l => l.IsInSource);
        return new ContextItem(
            kind,
            kind != ContextKind.Outline && Members is [var one] ? $"{NameOf(Type)}.{NameOfMember(one)}" : NameOf(Type),
            location?.SourceTree?.FilePath is { Length: > 0 } path && Path.IsPathFullyQualified(path) ? new AbsolutePath(path) : null,
            location?.GetLineSpan().Span,
            string.Join('\n', Lines),
            why);
    }

    /// <summary>What a user calls a type.</summary>
    public static string NameOf(INamedTypeSymbol type) =>
        type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);

    /// <summary>What a user calls a member.</summary>
    public static string NameOfMember(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } => member.ContainingType.Name,
        IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator or MethodKind.Conversion } => member.ToDisplayString(OperatorName),
        IPropertySymbol { IsIndexer: true } => "this[]",
        _ => member.Name,
    };
}
