using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Offline;

/// <summary>Adds a parameter to a method, to all it overrides or implements and all that override or implement it, and to their calls.</summary>
internal static class AddParameter
{
    /// <summary>
    /// Adds the parameter; null when the method cannot be told or is not all ours to change, when the type is not known there,
    /// or when a use of the method is no call (it became a delegate).
    /// </summary>
    public static async Task<Solution?> ApplyAsync(Document document, TextSpan selection, OfflineRequest.AddParameter request,
        CancellationToken cancellationToken)
    {
        var root = (await document.GetSyntaxRootAsync(cancellationToken))!;
        var text = await document.GetTextAsync(cancellationToken);
        var model = (await document.GetSemanticModelAsync(cancellationToken))!;
        if (Target(root, text, model, selection, request.Method) is not { } method
            || BoundType(model, method, request.Type) is not { } type
            || Plan(model, method, type, request) is not { } plan)
        {
            return null;
        }

        // Keyed by file: each target framework has the same declarations and calls.
        Dictionary<string, (Document Document, HashSet<TextChange> Changes)> files = new(StringComparer.Ordinal);
        foreach (var declared in await FamilyAsync(method, document.Project.Solution, cancellationToken))
        {
            if (declared.DeclaringSyntaxReferences.IsEmpty || declared.Parameters.Any(p => p.Name == plan.Name))
            {
                return null;
            }

            foreach (var part in Parts(declared).SelectMany(p => p.DeclaringSyntaxReferences))
            {
                var node = await part.GetSyntaxAsync(cancellationToken);
                if (ParametersOf(node) is not { } list || document.Project.Solution.GetDocument(node.SyntaxTree) is not { } file)
                {
                    return null;
                }

                foreach (var change in ParameterList.Declare(node, list, plan))
                {
                    Add(file, change);
                }
            }

            foreach (var reference in await SymbolFinder.FindReferencesAsync(declared, document.Project.Solution, cancellationToken))
            {
                foreach (var location in reference.Locations)
                {
                    var caller = (await location.Document.GetSyntaxRootAsync(cancellationToken))!;
                    if (!CallSite.TryPass(caller, location.Location.SourceSpan, declared, plan, out var change))
                    {
                        return null;
                    }

                    if (change is { } argument)
                    {
                        Add(location.Document, argument);
                    }
                }
            }
        }

        var solution = document.Project.Solution;
        foreach (var (file, changes) in files.Values)
        {
            var old = await file.GetTextAsync(cancellationToken);
            var current = solution.GetDocument(file.Id)!;
            solution = LinkedDocuments.WithText(current, old.WithChanges(changes.OrderBy(c => c.Span.Start))).Project.Solution;
        }

        return solution;

        void Add(Document file, TextChange change)
        {
            var path = file.FilePath ?? file.Name;
            if (!files.TryGetValue(path, out var entry))
            {
                entry = (file, []);
                files.Add(path, entry);
            }

            entry.Changes.Add(change);
        }
    }

    /// <summary>The parameter list of a declaration that can be changed, or null.</summary>
    private static ParameterListSyntax? ParametersOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.ParameterList,
        ConstructorDeclarationSyntax constructor => constructor.ParameterList,
        LocalFunctionStatementSyntax function => function.ParameterList,
        _ => null,
    };

    private static IMethodSymbol? Target(SyntaxNode root, SourceText text, SemanticModel model, TextSpan selection, string? name)
    {
        var members = SelectedMembers.Find(root, text, selection).Members;
        var methods = members is [var one] && name is null
            ? [one]
            : members.Where(m => m is MethodDeclarationSyntax method && method.Identifier.ValueText == name).ToArray();
        return methods is [var target] && ParametersOf(target) is not null && (name is null || NameOf(target) == name)
            && model.GetDeclaredSymbol(target) is IMethodSymbol symbol
            && symbol is { IsExtern: false, MethodKind: not MethodKind.StaticConstructor, Name: not "Main" }
            ? symbol
            : null;
    }

    private static string? NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,
        LocalFunctionStatementSyntax function => function.Identifier.ValueText,
        _ => null,
    };

    private static ITypeSymbol? BoundType(SemanticModel model, IMethodSymbol method, string type)
    {
        var position = method.DeclaringSyntaxReferences[0].Span.Start;
        var parameters = ParametersOf(method.DeclaringSyntaxReferences[0].GetSyntax())!;
        position = Math.Max(position, parameters.OpenParenToken.Span.End);
        var bound = model.GetSpeculativeTypeInfo(position, SyntaxFactory.ParseTypeName(type),
            SpeculativeBindingOption.BindAsTypeOrNamespace).Type;
        return bound is null or IErrorTypeSymbol ? null : bound;
    }

    private static NewParameter? Plan(SemanticModel model, IMethodSymbol method, ITypeSymbol type, OfflineRequest.AddParameter request)
    {
        var mayBeNull = type.IsValueType || request.Type.EndsWith('?');
        var isNullable = model.GetNullableContext(method.DeclaringSyntaxReferences[0].Span.Start).AnnotationsEnabled();
        var written = request.Type;
        var value = request.Default;
        if (request.IsOptional && value is null)
        {
            value = type.IsReferenceType || request.Type.EndsWith('?') ? "null" : "default";
            written += !mayBeNull && isNullable ? "?" : "";
        }

        var argument = request.Argument ?? (mayBeNull || !isNullable ? "default" : "default!");
        return value is not null && request.Argument is not null
            ? null
            : new NewParameter(written, request.Name, value, value is null ? argument : null);
    }

    // What is one method to callers: declarations up and down the chain of overrides and implementations.
    private static async Task<ImmutableArray<IMethodSymbol>> FamilyAsync(IMethodSymbol method, Solution solution,
        CancellationToken cancellationToken)
    {
        HashSet<ISymbol> family = new(SymbolEqualityComparer.Default);
        Queue<ISymbol> open = new([method]);
        while (open.TryDequeue(out var next))
        {
            if (!family.Add(next)
                || next is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } current)
            {
                continue;
            }

            if (current.OverriddenMethod is { } overridden)
            {
                open.Enqueue(overridden.OriginalDefinition);
            }

            var related = (await SymbolFinder.FindOverridesAsync(current, solution, cancellationToken: cancellationToken))
                .Concat(await SymbolFinder.FindImplementationsAsync(current, solution, cancellationToken: cancellationToken))
                .Concat(await SymbolFinder.FindImplementedInterfaceMembersAsync(current, solution, cancellationToken: cancellationToken));
            foreach (var symbol in related)
            {
                open.Enqueue(symbol.OriginalDefinition);
            }
        }

        return [.. family.OfType<IMethodSymbol>()];
    }

    private static IEnumerable<IMethodSymbol> Parts(IMethodSymbol method) =>
        new[] { method, method.PartialDefinitionPart, method.PartialImplementationPart }.OfType<IMethodSymbol>();
}
