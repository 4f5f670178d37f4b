using System.Collections.Immutable;
using CodexLsp.CSharp.Offline;
using CodexLsp.Engine.Context;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Context;

/// <summary>
/// Gathers what one must know to change a selection: declarations, never bodies. Each declaration comes once: members of the
/// enclosing type in its outline, all others under their own types.
/// </summary>
internal sealed class CSharpContextBuilder
{
    private const double OutlineShare = 0.4;
    private const int MostSelected = 5;
    private const int MostMembersOfNamedType = 12;

    private readonly Document _document;
    private readonly SyntaxNode _root;
    private readonly SemanticModel _model;
    private readonly SourceText _text;
    private readonly TextSpan _selection;
    private readonly HashSet<ISymbol> _shown = new(SymbolEqualityComparer.Default);

    private CSharpContextBuilder(Document document, SyntaxNode root, SemanticModel model, SourceText text, TextSpan selection) =>
        (_document, _root, _model, _text, _selection) = (document, root, model, text, selection);

    /// <summary>The context of a selection.</summary>
    /// <param name="document">The file as the user sees it.</param>
    /// <param name="selection">Whole lines.</param>
    /// <param name="instruction">The user's words.</param>
    /// <param name="budget">The most tokens beside the selection.</param>
    /// <param name="isBound">Whether the project's references are known; without them errors say nothing.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<ContextPack> BuildAsync(
        Document document, TextSpan selection, string? instruction, int budget, bool isBound, CancellationToken cancellationToken)
    {
        var builder = new CSharpContextBuilder(
            document,
            (await document.GetSyntaxRootAsync(cancellationToken))!,
            (await document.GetSemanticModelAsync(cancellationToken))!,
            await document.GetTextAsync(cancellationToken),
            selection);
        return await builder.BuildAsync(instruction, budget, isBound, cancellationToken);
    }

    private async Task<ContextPack> BuildAsync(string? instruction, int budget, bool isBound, CancellationToken cancellationToken)
    {
        var span = SelectedMembers.Trim(_text, _selection);
        var members = SelectedMembers.Find(_root, _text, span).Members;
        var selected = members.SelectMany(Declared).ToImmutableArray();
        var enclosing = Enclosing(span);
        var used = SymbolUse.In(_root, _model, span, cancellationToken);
        var named = await NamedInRequest.FindAsync(_document, _model, span.Start, instruction, cancellationToken);

        _shown.UnionWith(selected);
        List<ContextItem> items = [];
        if (isBound && Diagnostics(span, cancellationToken) is { } diagnostics)
        {
            items.Add(diagnostics);
        }

        if (enclosing is not null)
        {
            items.AddRange(Outline(enclosing, span, used, named, budget));
        }

        items.AddRange(Named(named, used));
        var byType = used.Where(u => !IsShown(u.Symbol))
            .GroupBy<SymbolUse, INamedTypeSymbol?>(u => TypeSignatures.OwnerOf(u.Symbol), SymbolEqualityComparer.Default)
            .Where(g => g.Key is not null && !IsKeywordTypeOnly(g))
            .OrderBy(g => Distance(g.Key!)).ThenByDescending(g => g.Sum(u => u.Count)).ThenBy(g => g.Min(u => u.First)).ToList();
        items.AddRange(byType.Where(g => g.Key!.Locations[0].IsInSource).Select(Definition));
        if (enclosing is not null)
        {
            var uses = await MemberUses.FindAsync(_document, span,
                [.. selected.Where(s => s is not INamedTypeSymbol).Take(MostSelected)], enclosing, _shown, cancellationToken);
            items.AddRange(Expected(enclosing, uses));
            items.AddRange(uses.Callers);
            items.AddRange(uses.Tests);
        }

        items.AddRange(byType.Where(g => !g.Key!.Locations[0].IsInSource).Select(Definition));
        items.Add(new ContextItem(ContextKind.Instructions, "style", null, null, EditorStyle.Of(_document.Project, _root.SyntaxTree),
            "what the project asks of new code"));
        return Pack(items, budget);
    }

    private ContextPack Pack(List<ContextItem> items, int budget)
    {
        var path = _document.FilePath is { } file && Path.IsPathFullyQualified(file) ? new AbsolutePath(file) : (AbsolutePath?)null;
        return ContextPack.Of(ContextItem.Selected(Path.GetFileName(_document.FilePath) ?? _document.Name, path, _text, _selection), items, budget);
    }

    private INamedTypeSymbol? Enclosing(TextSpan span)
    {
        var type = _root.FindNode(span).FirstAncestorOrSelf<BaseTypeDeclarationSyntax>();

        // A type that is selected whole needs no outline: it is there. Its own container does.
        while (type is not null && span.Contains(type.Span))
        {
            type = type.Parent?.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>() is { } outer
                ? outer
                : type.Span == span || span.Contains(type.Identifier.Span) ? null : type;
        }

        type ??= SelectedMembers.Find(_root, _text, span).Members.OfType<BaseTypeDeclarationSyntax>().FirstOrDefault();
        return type is null ? null : _model.GetDeclaredSymbol(type);
    }

    private IEnumerable<ISymbol> Declared(SyntaxNode member) => member is BaseFieldDeclarationSyntax field
        ? field.Declaration.Variables.Select(v => _model.GetDeclaredSymbol(v)).OfType<ISymbol>()
        : _model.GetDeclaredSymbol(member) is { } symbol ? [symbol] : [];

    private ContextItem? Diagnostics(TextSpan span, CancellationToken cancellationToken)
    {
        var found = _model.GetDiagnostics(span, cancellationToken)
            .Where(d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed && d.Location.SourceSpan.IntersectsWith(span))
            .Select(d => $"line {d.Location.GetLineSpan().StartLinePosition.Line + 1}: {d.Severity.ToString().ToLowerInvariant()} {d.Id}: {d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}")
            .Distinct(StringComparer.Ordinal).ToList();
        return found.Count == 0 ? null : new ContextItem(ContextKind.Diagnostic, "diagnostics", null, null, string.Join('\n', found),
            "what the compiler says of the selection");
    }

    // All of the type's members, or those the selection uses and as many others as fit the outline's share.
    private IEnumerable<ContextItem> Outline(INamedTypeSymbol type, TextSpan span, ImmutableArray<SymbolUse> used,
        ImmutableArray<ISymbol> named, int budget)
    {
        var isSelected = type.Locations.Any(l => l.SourceTree == _root.SyntaxTree && span.Contains(l.SourceSpan));
        if (isSelected)
        {
            _shown.Add(type);
            yield break;
        }

        var all = TypeSignatures.MembersOf(type).Where(m => !IsInside(m, span)).ToList();
        var needed = used.Select(u => u.Symbol).Concat(named).ToHashSet(SymbolEqualityComparer.Default);
        var kept = all.Where(needed.Contains).ToHashSet(SymbolEqualityComparer.Default);
        var left = (int)(budget * OutlineShare) - TokenEstimate.Of(Signature.Of(type)) - kept.Sum(m => TokenEstimate.Of(Signature.Of(m!)));
        foreach (var member in all.Where(m => !kept.Contains(m)))
        {
            left -= TokenEstimate.Of(Signature.Of(member)) + 2;
            if (left < 0)
            {
                break;
            }

            kept.Add(member);
        }

        _shown.Add(type);
        _shown.UnionWith(kept!);
        yield return new TypeSignatures(type, [.. all.Where(kept.Contains)]).ToItem(ContextKind.Outline, "encloses the selection");
    }

    private bool IsInside(ISymbol member, TextSpan span) =>
        member.Locations.Any(l => l.SourceTree == _root.SyntaxTree && span.Contains(l.SourceSpan));

    private bool IsShown(ISymbol symbol) =>
        _shown.Contains(symbol) || (TypeSignatures.IsPartOfHeader(symbol) && _shown.Contains(TypeSignatures.OwnerOf(symbol)!));

    // With what the selection uses of the same types, so that no type comes twice.
    private IEnumerable<ContextItem> Named(ImmutableArray<ISymbol> named, ImmutableArray<SymbolUse> used)
    {
        foreach (var group in named.Where(s => !IsShown(s))
            .GroupBy<ISymbol, INamedTypeSymbol?>(TypeSignatures.OwnerOf, SymbolEqualityComparer.Default))
        {
            if (group.Key is null || IsKeyword(group.Key))
            {
                continue;
            }

            var members = group.Concat(used.Select(u => u.Symbol).Where(s => SymbolEqualityComparer.Default.Equals(TypeSignatures.OwnerOf(s), group.Key))).Where(s => s is not INamedTypeSymbol && !TypeSignatures.IsPartOfHeader(s)).Concat(
                group.Any(s => s is INamedTypeSymbol) && group.Key.Locations[0].IsInSource
                    ? TypeSignatures.MembersOf(group.Key)
                        .Where(m => m.DeclaredAccessibility != Accessibility.Private).Take(MostMembersOfNamedType)
                    : []).Distinct(SymbolEqualityComparer.Default).ToImmutableArray();
            _shown.Add(group.Key);
            _shown.UnionWith(members);
            yield return new TypeSignatures(group.Key, members).ToItem(ContextKind.Definition, "named in the request");
        }
    }

    private ContextItem Definition(IGrouping<INamedTypeSymbol?, SymbolUse> uses)
    {
        var members = uses.Select(u => u.Symbol).Where(s => s is not INamedTypeSymbol && !TypeSignatures.IsPartOfHeader(s))
            .OrderBy(s => s.Locations[0].SourceTree?.FilePath, StringComparer.Ordinal)
                .ThenBy(s => s.Locations[0].IsInSource ? s.Locations[0].SourceSpan.Start : 0);
        _shown.Add(uses.Key!);
        var count = uses.Sum(u => u.Count);
        var why = count == 1 ? "used by the selection" : $"used by the selection, {count} times";
        var item = new TypeSignatures(uses.Key!, [.. members]).ToItem(ContextKind.Definition, why);
        _shown.UnionWith(uses.Select(u => u.Symbol));
        return item;
    }

    private int Distance(INamedTypeSymbol type) =>
        !type.Locations[0].IsInSource ? 2 : SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _model.Compilation.Assembly)
            ? 0 : 1;

    private static bool IsKeyword(INamedTypeSymbol type) =>
        type.SpecialType is >= SpecialType.System_Object and <= SpecialType.System_String
        && type.SpecialType is not (SpecialType.System_Enum or SpecialType.System_MulticastDelegate or SpecialType.System_Delegate or SpecialType.System_ValueType);

    private static bool IsKeywordTypeOnly(IGrouping<INamedTypeSymbol?, SymbolUse> uses) => IsKeyword(uses.Key!)
        && uses.All(u => u.Symbol is INamedTypeSymbol);

    private static IEnumerable<ContextItem> Expected(INamedTypeSymbol type, MemberUses uses)
    {
        if (uses.Expected.Count > 0)
        {
            var lines = uses.Expected.Select(e => $"{type.Name}.{e.Key} is not there, but: {e.Value}");
            yield return new ContextItem(ContextKind.Diagnostic, $"members expected of {type.Name}", null, null,
                string.Join('\n', lines), "callers use them, nobody wrote them");
        }
    }
}
