using System.Collections.Immutable;
using CodexLsp.CSharp.Verification;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.FileGraph;
using CodexLsp.Engine.Tools;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Symbols;

/// <summary>
/// Names of C#: declarations from the syntax of the solution's files, meanings and uses from the compiler. Where no solution is
/// loaded, the folder's C# files are taken together, with the framework if it is known.
/// </summary>
/// <param name="workspace">Gives the solutions.</param>
/// <param name="files">Lists files where there is none.</param>
public sealed class CSharpSymbolSource(CSharpWorkspace workspace, WorkspaceFiles files) : ISymbolSource
{
    private const int MostLineCharacters = 200;

    private readonly OverlaySolutions _solutions = new(workspace, files);

    /// <inheritdoc/>
    public bool Handles(AbsolutePath path) => path.Extension == ".cs";

    /// <inheritdoc/>
    public async Task<ImmutableArray<SymbolPlace>> FindAsync(Overlay tree, string query, int most, CancellationToken cancellationToken)
    {
        var wanted = SymbolQuery.Parse(query);
        List<(int Rank, SymbolPlace Place)> found = [];
        foreach (var folder in tree.View.Folders)
        {
            var (solution, _, _) = await _solutions.FindAsync(tree, folder, cancellationToken);
            foreach (var document in solution.Projects.SelectMany(p => p.Documents).DistinctBy(d => d.FilePath))
            {
                if (PathOf(document) is not { } path || await document.GetSyntaxTreeAsync(cancellationToken) is not { } syntax)
                {
                    continue;
                }

                foreach (var declared in DeclaredName.In(syntax, cancellationToken))
                {
                    if (wanted.Rank(declared.Name, declared.Container) is { } rank)
                    {
                        found.Add((rank, declared.At(path)));
                    }
                }
            }
        }

        return
        [
            .. found.OrderBy(f => f.Rank).ThenBy(f => f.Place.Container is not null).ThenBy(f => f.Place.Name.Length)
                .ThenBy(f => f.Place.Path).ThenBy(f => f.Place.Range.Start).Select(f => f.Place).Distinct().Take(most),
        ];
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<SymbolPlace>> OutlineAsync(Overlay tree, AbsolutePath path, CancellationToken cancellationToken) => Task.Run(
        () => tree.View.Read(path) is { } document
            ? [.. DeclaredName.Of(CSharpSyntaxTree.ParseText(document.Text, cancellationToken: cancellationToken).GetRoot(cancellationToken)).Select(d => d.At(path))]
            : ImmutableArray<SymbolPlace>.Empty,
        cancellationToken);

    /// <inheritdoc/>
    public async Task<ImmutableArray<SymbolPlace>> DefinitionAsync(
        Overlay tree, AbsolutePath path, int line, string name, CancellationToken cancellationToken)
    {
        var (solution, _, _) = await _solutions.FindAsync(tree, path, cancellationToken);
        var places = ImmutableArray.CreateBuilder<SymbolPlace>();
        foreach (var symbol in await MeantAsync(solution, path, line, name, cancellationToken))
        {
            foreach (var declaration in symbol.OriginalDefinition.DeclaringSyntaxReferences)
            {
                var node = await declaration.GetSyntaxAsync(cancellationToken);
                var span = node.SyntaxTree.GetLineSpan(node.Span, cancellationToken).Span;
                var file = solution.GetDocument(node.SyntaxTree) is { } document ? PathOf(document) : null;
                if (file is null)
                {
                    continue;
                }

                // Locals and parameters are no declarations of the file, but where they stand is still the answer.
                var declared = DeclaredName.In(node.SyntaxTree, cancellationToken)
                    .Where(d => d.Name == symbol.Name || symbol is not (INamedTypeSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol))
                    .FirstOrDefault(d => d.Range == span || (symbol is IFieldSymbol or IEventSymbol && d.Range.Start <= span.Start && d.Range.End >= span.End));
                places.Add(declared?.At(file.Value) ?? new SymbolPlace(
                    symbol.Name, symbol.Kind.ToString().ToLowerInvariant(), DeclaredName.Around(node), LineAt(node.SyntaxTree, node.Span), file.Value, span));
            }
        }

        return [.. places.Distinct()];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<SymbolPlace>> ReferencesAsync(
        Overlay tree, AbsolutePath path, int line, string name, int most, CancellationToken cancellationToken)
    {
        var (solution, _, _) = await _solutions.FindAsync(tree, path, cancellationToken);
        List<SymbolPlace> places = [];
        foreach (var symbol in await MeantAsync(solution, path, line, name, cancellationToken))
        {
            foreach (var location in (await SymbolFinder.FindReferencesAsync(symbol, solution, cancellationToken)).SelectMany(r => r.Locations))
            {
                if (location.IsImplicit || PathOf(location.Document) is not { } file
                    || await location.Document.GetSyntaxRootAsync(cancellationToken) is not { } root)
                {
                    continue;
                }

                var span = location.Location.SourceSpan;
                places.Add(new SymbolPlace(
                    name, SymbolPlace.Reference, DeclaredName.Around(root.FindNode(span)), LineAt(root.SyntaxTree, span), file, location.Location.GetLineSpan().Span));
            }
        }

        return [.. places.Distinct().OrderBy(p => p.Path != path).ThenBy(p => p.Path).ThenBy(p => p.Range.Start).Take(most)];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<Finding>?> DiagnosticsAsync(Overlay tree, AbsolutePath? path, CancellationToken cancellationToken)
    {
        var findings = new FindingList();
        var compiled = false;
        foreach (var place in path is { } file ? [file] : tree.View.Folders)
        {
            var (solution, isLoaded, isBound) = await _solutions.FindAsync(tree, place, cancellationToken);
            var documents = path is null ? [] : solution.GetDocumentIdsWithFilePath(place.Value).Select(id => solution.GetDocument(id)).OfType<Document>().ToList();
            if (!isBound || (path is null ? !isLoaded : documents.Count == 0))
            {
                continue;
            }

            compiled = true;
            foreach (var project in path is null ? solution.Projects : documents.Select(d => d.Project))
            {
                var compilation = await project.RequireCompilationAsync(cancellationToken);
                findings.Add(project, path is null ? CompilerDiagnostics.Of(compilation, cancellationToken) : []);
            }

            foreach (var document in documents)
            {
                var compilation = await document.Project.RequireCompilationAsync(cancellationToken);
                findings.Add(document.Project, CompilerDiagnostics.Of(compilation, (await document.GetSyntaxTreeAsync(cancellationToken))!, cancellationToken));
            }
        }

        return compiled ? findings.ToImmutable() : null;
    }

    /// <summary>The symbols that the tokens of that name on the line declare or mean; in a file of several frameworks, those of each that knows.</summary>
    private static async Task<ImmutableArray<ISymbol>> MeantAsync(
        Solution solution, AbsolutePath path, int line, string name, CancellationToken cancellationToken)
    {
        if (DocumentOfFile.Principal(solution, path.Value) is not { } document || line < 0)
        {
            return [];
        }

        var text = await document.GetTextAsync(cancellationToken);
        if (line >= text.Lines.Count)
        {
            return [];
        }

        var model = (await document.GetSemanticModelAsync(cancellationToken))!;
        var root = await model.SyntaxTree.GetRootAsync(cancellationToken);
        var symbols = root.DescendantTokens(text.Lines[line].Span)
            .Where(t => t.ValueText == name && t.IsKind(SyntaxKind.IdentifierToken) && text.Lines[line].Span.Contains(t.Span))
            .Select(t => Meant(model, t, cancellationToken)).OfType<ISymbol>();
        return [.. symbols.Distinct(SymbolEqualityComparer.Default)!];
    }

    private static ISymbol? Meant(SemanticModel model, SyntaxToken token, CancellationToken cancellationToken)
    {
        var node = token.Parent!;
        if (model.GetDeclaredSymbol(node, cancellationToken) is { } declared)
        {
            return declared;
        }

        var info = model.GetSymbolInfo(node, cancellationToken);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        return symbol is IAliasSymbol alias ? alias.Target : symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension : symbol;
    }

    // What a build or a generator wrote is nothing a user can change.
    private static AbsolutePath? PathOf(Document document) =>
        document is { FilePath: { Length: > 0 } path } && Path.IsPathFullyQualified(path)
        && !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? new AbsolutePath(path) : null;

    private static string LineAt(SyntaxTree tree, TextSpan span)
    {
        var line = tree.GetText().Lines.GetLineFromPosition(span.Start).ToString().Trim();
        return line.Length > MostLineCharacters ? line[..MostLineCharacters] + "…" : line;
    }
}
