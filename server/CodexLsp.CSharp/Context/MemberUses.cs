using System.Collections.Immutable;
using CodexLsp.CSharp.Verification;
using CodexLsp.Engine.Context;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Context;

/// <summary>
/// Who uses the selected members: callers, tests, and names that others expect of their type but that it does not have. Reads
/// identifiers first and binds only where one fits, so that the cost follows the number of uses, not the size of the solution.
/// </summary>
internal sealed class MemberUses
{
    private const int MostCallers = 5;
    private const int MostTests = 3;
    private const int MostExpecting = 3;
    private const int MostBound = 12;

    private readonly List<ContextItem> _callers = [];
    private readonly List<ContextItem> _tests = [];
    private readonly SortedDictionary<string, string> _expected = new(StringComparer.Ordinal);

    /// <summary>Up to five members that use the selected ones, nearest first.</summary>
    public IReadOnlyList<ContextItem> Callers => _callers;

    /// <summary>Up to three tests that do.</summary>
    public IReadOnlyList<ContextItem> Tests => _tests;

    /// <summary>Names that code elsewhere asks of the type in vain, each with the line that does.</summary>
    public IReadOnlyDictionary<string, string> Expected => _expected;

    /// <summary>Looks through the document, its project and the projects that depend on it.</summary>
    /// <param name="document">Where the members are.</param>
    /// <param name="selection">Uses in it do not count.</param>
    /// <param name="members">The selected members.</param>
    /// <param name="type">Their type.</param>
    /// <param name="shown">Members whose signature is in the context already.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<MemberUses> FindAsync(
        Document document, TextSpan selection, ImmutableArray<ISymbol> members, INamedTypeSymbol type, IReadOnlySet<ISymbol> shown,
        CancellationToken cancellationToken)
    {
        MemberUses uses = new();
        var meant = members.SelectMany(SameToCallers).ToHashSet<ISymbol>(SymbolEqualityComparer.Default);
        var names = meant.Select(TypeSignatures.NameOfMember).Where(n => n != "this[]").ToHashSet(StringComparer.Ordinal);
        var own = type.GetMembers().Concat(BaseTypes(type).SelectMany(t => t.GetMembers()))
            .Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        var isPrivate = !members.IsEmpty && members.All(m => m.DeclaredAccessibility == Accessibility.Private);
        List<(Document Document, bool Mentions, bool NamesType)> candidates = [];
        foreach (var candidate in Candidates(document, isPrivate))
        {
            var index = DocumentIndex.Of(await candidate.GetSyntaxTreeAsync(cancellationToken), cancellationToken);
            var isOther = candidate.Id != document.Id;
            candidates.Add((candidate, names.Overlaps(index.Names), isOther && index.Names.Contains(type.Name)));
        }

        // A name such as "Read" is everywhere; who also names the type comes first, and there is an end to it.
        var expecting = 0;
        foreach (var (candidate, mentions, namesType) in candidates.Where(c => c.Mentions || c.NamesType)
            .OrderBy(c => c.Document.Id == document.Id ? 0 : c.Mentions && c.NamesType ? 1 : 2).Take(MostBound))
        {
            if (uses._callers.Count == MostCallers && uses._tests.Count == MostTests)
            {
                break;
            }

            var model = (await candidate.GetSemanticModelAsync(cancellationToken))!;
            var root = await model.SyntaxTree.GetRootAsync(cancellationToken);
            if (mentions)
            {
                uses.AddUses(candidate, root, model, names, meant, candidate.Id == document.Id ? selection : null, shown,
                    cancellationToken);
            }

            if (namesType && expecting++ < MostExpecting)
            {
                uses.AddExpected(root, model, type, own, cancellationToken);
            }
        }

        return uses;
    }

    private void AddUses(
        Document document, SyntaxNode root, SemanticModel model, HashSet<string> names, HashSet<ISymbol> meant, TextSpan? selection,
        IReadOnlySet<ISymbol> shown, CancellationToken cancellationToken)
    {
        var isTest = IsTest(document.Project);
        var (list, most) = isTest ? (_tests, MostTests) : (_callers, MostCallers);
        var found = root.DescendantTokens()
            .Where(t => t.IsKind(SyntaxKind.IdentifierToken) && names.Contains(t.ValueText) && t.Parent is SimpleNameSyntax
                && selection?.Contains(t.Span) != true)
            .Where(t => IsUse(model, t, meant, cancellationToken))
            .GroupBy(t => t.Parent!.FirstAncestorOrSelf<MemberDeclarationSyntax>(n =>
                n is not (BaseNamespaceDeclarationSyntax or GlobalStatementSyntax)));
        var text = root.SyntaxTree.GetText(cancellationToken);
        foreach (var group in found.Take(most - list.Count))
        {
            var lines = group.Select(t => text.Lines.GetLineFromPosition(t.SpanStart)).Distinct().ToList();
            var declaration = (SyntaxNode?)(group.Key as BaseFieldDeclarationSyntax)?.Declaration.Variables[0] ?? group.Key;
            var caller = declaration is null ? null : model.GetDeclaredSymbol(declaration, cancellationToken);
            var isShort = group.Key is not null && text.Lines.IndexOf(group.Key.SpanStart) == text.Lines.IndexOf(group.Key.Span.End);
            var signature = group.Key is null || isShort || (caller is not null && shown.Contains(caller))
                ? [] : new[] { Signature.Of(declaration!) };
            var used = string.Join(" and ", group.Select(t => t.ValueText).Distinct());
            list.Add(new ContextItem(
                isTest ? ContextKind.Test : ContextKind.Caller,
                caller is null ? Path.GetFileName(document.FilePath) ?? document.Name : caller.ContainingType is { } owner
                    ? $"{TypeSignatures.NameOf(owner)}.{TypeSignatures.NameOfMember(caller)}" : caller.Name,
                document.FilePath is { } path && Path.IsPathFullyQualified(path) ? new AbsolutePath(path) : null,
                text.Lines.GetLinePositionSpan(lines[0].Span),
                string.Join('\n', signature.Concat(lines.Select(l => (signature.Length > 0 ? "    " : "") + l.ToString().Trim()))),
                isTest ? $"tests {used}" : $"uses {used}"));
        }
    }

    private static bool IsUse(SemanticModel model, SyntaxToken token, HashSet<ISymbol> meant, CancellationToken cancellationToken)
    {
        var node = token.Parent is { Parent: ObjectCreationExpressionSyntax creation } name && creation.Type == name
            ? creation : token.Parent!;
        return SymbolUse.Declared(model.GetSymbolInfo(node, cancellationToken).Symbol) is { } symbol && meant.Contains(symbol);
    }

    private void AddExpected(SyntaxNode root, SemanticModel model, INamedTypeSymbol type, HashSet<string> own,
        CancellationToken cancellationToken)
    {
        foreach (var access in root.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            .Where(a => !own.Contains(a.Name.Identifier.ValueText)))
        {
            var info = model.GetSymbolInfo(access.Name, cancellationToken);
            if (info.Symbol is null && info.CandidateSymbols.IsEmpty
                && SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(access.Expression,
                    cancellationToken).Type?.OriginalDefinition, type))
            {
                var line = access.SyntaxTree.GetText(cancellationToken).Lines.GetLineFromPosition(access.Name.SpanStart).ToString().Trim();
                _expected.TryAdd(access.Name.Identifier.ValueText, line);
            }
        }
    }

    // The document, its project and then the projects that can see it; each file once, whatever the number of frameworks.
    private static IEnumerable<Document> Candidates(Document document, bool isPrivate)
    {
        if (isPrivate)
        {
            return [document];
        }

        var solution = document.Project.Solution;
        var dependents = solution.GetProjectDependencyGraph().GetProjectsThatTransitivelyDependOnThisProject(document.Project.Id)
            .Select(id => solution.GetProject(id)!).OrderBy(p => p.Name, StringComparer.Ordinal);
        var others = dependents.Prepend(document.Project)
            .SelectMany(p => p.Documents.OrderBy(d => d.FilePath, StringComparer.Ordinal))
            .Where(d => d.Id != document.Id && d.FilePath != document.FilePath);
        return others.Prepend(document).DistinctBy(d => d.FilePath ?? d.Name);
    }

    // Through an interface or a base class, the same member has other symbols.
    private static IEnumerable<ISymbol> SameToCallers(ISymbol member)
    {
        yield return member;
        for (var overridden = (member as IMethodSymbol)?.OverriddenMethod as ISymbol ?? (member as IPropertySymbol)?.OverriddenProperty;
             overridden is not null;
             overridden = (overridden as IMethodSymbol)?.OverriddenMethod as ISymbol ?? (overridden as IPropertySymbol)?.OverriddenProperty)
        {
            yield return overridden.OriginalDefinition;
        }

        foreach (var declared in member.ContainingType?.AllInterfaces.SelectMany(i => i.GetMembers(member.Name)) ?? [])
        {
            if (SymbolEqualityComparer.Default.Equals(member.ContainingType!.FindImplementationForInterfaceMember(declared), member))
            {
                yield return declared.OriginalDefinition;
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> BaseTypes(INamedTypeSymbol type)
    {
        for (var based = type.BaseType; based is not null; based = based.BaseType)
        {
            yield return based;
        }
    }

    private static bool IsTest(Project project) =>
        project.AssemblyName.EndsWith("Tests", StringComparison.Ordinal) || project.AssemblyName.EndsWith(".Test", StringComparison.Ordinal)
        || project.MetadataReferences.Any(r => Path.GetFileName(r.Display ?? "") is var name
            && (name.StartsWith("xunit.", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("nunit.framework", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("Microsoft.VisualStudio.TestPlatform.TestFramework", StringComparison.Ordinal)));
}
