using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Offline;

/// <summary>The declarations a selection is about.</summary>
/// <param name="Members">In the order of the file. A type comes before those of its members that are selected, too.</param>
/// <param name="IsOne">The selection lies within, or is, one member; else it covers types or several members.</param>
internal sealed record SelectedMembers(ImmutableArray<SyntaxNode> Members, bool IsOne)
{
    /// <summary>The innermost member that holds the selection, or the types and members it covers.</summary>
    public static SelectedMembers Find(SyntaxNode root, SourceText text, TextSpan selection)
    {
        var span = Trim(text, selection);
        var node = root.FindNode(span, getInnermostNodeForTie: true);
        if (node.AncestorsAndSelf().FirstOrDefault(n => n is BaseTypeDeclarationSyntax || IsMember(n)) is { } member && IsMember(member))
        {
            return new SelectedMembers([member], IsOne: true);
        }

        var found = ImmutableArray.CreateBuilder<SyntaxNode>();
        Collect(node.AncestorsAndSelf().FirstOrDefault(n => n is MemberDeclarationSyntax) ?? root, span, found);
        return new SelectedMembers(found.ToImmutable(), IsOne: found is [not BaseTypeDeclarationSyntax]);
    }

    /// <summary>Whether others can see a member: what a selection of many members is about.</summary>
    public static bool IsVisible(SyntaxNode member)
    {
        var modifiers = member switch
        {
            MemberDeclarationSyntax declaration => declaration.Modifiers,
            _ => default,
        };
        return member is EnumMemberDeclarationSyntax || member.Parent is InterfaceDeclarationSyntax
            || member is BaseTypeDeclarationSyntax { Parent: not TypeDeclarationSyntax }
            || modifiers.Any(m => m.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword);
    }

    /// <summary>The selection without white space around it.</summary>
    public static TextSpan Trim(SourceText text, TextSpan selection)
    {
        var (start, end) = (selection.Start, selection.End);
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return TextSpan.FromBounds(start, end);
    }

    private static bool IsMember(SyntaxNode node) =>
        node is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or BaseFieldDeclarationSyntax or EnumMemberDeclarationSyntax
            or DelegateDeclarationSyntax or LocalFunctionStatementSyntax;

    private static void Collect(SyntaxNode node, TextSpan span, ImmutableArray<SyntaxNode>.Builder found)
    {
        if (node is BaseTypeDeclarationSyntax type && span.IntersectsWith(type.Identifier.Span))
        {
            found.Add(type);
        }

        foreach (var child in node.ChildNodes().Where(c => c is MemberDeclarationSyntax && span.OverlapsWith(c.Span)))
        {
            if (IsMember(child))
            {
                found.Add(child);
            }
            else
            {
                Collect(child, span, found);
            }
        }
    }
}
