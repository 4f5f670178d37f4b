using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FindSymbols;

namespace CodexLsp.CSharp.Context;

/// <summary>The symbols that the user's own words name.</summary>
internal static partial class NamedInRequest
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
        foreach (var name in Names(words ?? "").Distinct(StringComparer.Ordinal))
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

    // What is written as code, or as no English word is: with a capital inside, an underscore or a dot. The first word of a
    // sentence has its capital from there.
    private static IEnumerable<string> Names(string words) => Name().Matches(words)
        .Where(m => m.Groups["code"].Success || m.Index > 0 || m.Value[1..].Any(c => char.IsUpper(c) || c is '_' or '.'))
        .Select(m => m.Groups["code"].Success ? m.Groups["code"].Value : m.Value);

    [GeneratedRegex(@"`(?<code>[\p{L}_][\w.]*)`|\b(?:[\p{Lu}_]\w*|[\p{Ll}]\w*(?:\p{Lu}|_)\w*)(?:\.\w+)*")]
    private static partial Regex Name();
}
