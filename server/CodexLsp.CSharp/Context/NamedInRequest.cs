using System.Collections.Immutable;
using CodexLsp.Engine.Context;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FindSymbols;

namespace CodexLsp.CSharp.Context;

/// <summary>The symbols that the user's own words name.</summary>
internal static class NamedInRequest
{
    private const int MostMeanings = 3;

    /// <summary>
    /// Types and members of the solution, or types in scope, whose names stand in the words; a word that means more than a few
    /// things means nothing.
    /// </summary>
    public static async Task<ImmutableArray<ISymbol>> FindAsync(
        Document document, SemanticModel model, int position, string? words, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<ISymbol>();
        foreach (var name in NamedCode.In(words))
        {
            var last = name[(name.LastIndexOf('.') + 1)..];
            var container = name.Contains('.', StringComparison.Ordinal) ? name.Split('.')[^2] : null;
            List<ISymbol> inScope = [.. model.LookupSymbols(position, name: last).Select(SymbolUse.Declared).OfType<ISymbol>()];
            if (inScope.Count == 0)
            {
                var declared = await SymbolFinder.FindSourceDeclarationsAsync(
                    document.Project.Solution, last, ignoreCase: false, SymbolFilter.TypeAndMember, cancellationToken);
                inScope = [.. declared.Select(SymbolUse.Declared).OfType<ISymbol>().DistinctBy(s => s.ToDisplayString())];
            }

            var meant = inScope.Where(s => container is null
                || s.ContainingType?.Name == container).Distinct(SymbolEqualityComparer.Default).ToList();
            meant = meant.Exists(s => IsVisible(model.Compilation, s)) ? meant.FindAll(s => IsVisible(model.Compilation, s)) : meant;
            if (meant.Count <= MostMeanings)
            {
                found.AddRange(meant);
            }
        }

        return found.ToImmutable();
    }

    // What the document's project can name is meant before what it cannot.
    private static bool IsVisible(Compilation compilation, ISymbol symbol) =>
        symbol.ContainingAssembly.Name == compilation.AssemblyName
        || compilation.ReferencedAssemblyNames.Any(r => r.Name == symbol.ContainingAssembly.Name);
}
