using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Tools;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.FileGraph;

/// <summary>Names of TypeScript, JavaScript and Python, as far as declarations and imports tell: no types are inferred.</summary>
/// <param name="index">Reads the files.</param>
public sealed class FileGraphSymbols(SourceIndex index) : ISymbolSource
{
    private const int MostDefinitions = 10;

    /// <inheritdoc/>
    public bool Handles(AbsolutePath path) => SourceIndex.Handles(path);

    /// <inheritdoc/>
    public Task<ImmutableArray<SymbolPlace>> FindAsync(Overlay tree, string query, int most, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var graph = index.Read(tree.View, cancellationToken);
            var wanted = SymbolQuery.Parse(query);
            var found = from file in graph.Files
                        from declaration in file.Value.Declarations
                        let rank = wanted.Rank(declaration.Name, declaration.Container)
                        where rank is not null
                        orderby rank, declaration.Kind == "test", declaration.Container is not null, declaration.Name.Length, file.Key, declaration.Span.Start
                        select new Declared(file.Key, declaration);
            return Places(graph, found.Take(most));
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<SymbolPlace>> OutlineAsync(Overlay tree, AbsolutePath path, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            if (SourceIndex.LanguageOf(path) is not { } language || tree.View.Read(path) is not { } document)
            {
                return [];
            }

            return language.Read(path, document.Text.ToString()).Declarations.Select(d => PlaceOf(path, document.Text, d)).ToImmutableArray();
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<SymbolPlace>> DefinitionAsync(
        Overlay tree, AbsolutePath path, int line, string name, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var graph = index.Read(tree.View, cancellationToken);
            return Places(graph, new NameMeaning(graph, path).Of(line, name).Take(MostDefinitions));
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<SymbolPlace>> ReferencesAsync(
        Overlay tree, AbsolutePath path, int line, string name, int most, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var graph = index.Read(tree.View, cancellationToken);
            var meanings = new NameMeaning(graph, path).Of(line, name);
            return NameUses.Of(graph, meanings is [var only] ? only : null, path, name, cancellationToken).Take(most).ToImmutableArray();
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<Finding>?> DiagnosticsAsync(Overlay tree, AbsolutePath? path, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<Finding>?>(null);

    private static ImmutableArray<SymbolPlace> Places(SourceGraph graph, IEnumerable<Declared> declared)
    {
        var places = ImmutableArray.CreateBuilder<SymbolPlace>();
        foreach (var (path, declaration) in declared)
        {
            if (graph.View.Read(path)?.Text is { } text)
            {
                places.Add(declaration is null
                    ? new SymbolPlace(path.Name, "module", null, path.Name, path, default)
                    : PlaceOf(path, text, declaration));
            }
        }

        return places.ToImmutable();
    }

    private static SymbolPlace PlaceOf(AbsolutePath path, SourceText text, Declaration declaration) => new(
        declaration.Name, declaration.Kind, declaration.Container, declaration.Signature, path, text.Lines.GetLinePositionSpan(Clamp(declaration.Span, text)));

    // The file may have been written again between the index and now.
    private static TextSpan Clamp(TextSpan span, SourceText text) =>
        TextSpan.FromBounds(Math.Min(span.Start, text.Length), Math.Min(span.End, text.Length));
}
