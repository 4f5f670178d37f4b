using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Tools;

namespace CodexLsp.Engine.FileGraph;

/// <summary>Finds where a declaration is used: by its name, in the files that can mean it.</summary>
internal static class NameUses
{
    private const int MostLineCharacters = 200;

    /// <summary>
    /// The uses, in the file itself first, then in those that import from it, then, for a member, which any file may use without an
    /// import, in all others that have the name.
    /// </summary>
    /// <param name="graph">All files.</param>
    /// <param name="meant">The declaration; null when it is not known, and every use of the name counts.</param>
    /// <param name="path">The file that was asked from.</param>
    /// <param name="name">The name there.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static IEnumerable<SymbolPlace> Of(SourceGraph graph, Declared? meant, AbsolutePath path, string name, CancellationToken cancellationToken)
    {
        var home = meant?.Path ?? path;
        var declared = meant?.Declaration?.Name ?? name;
        var language = SourceIndex.LanguageOf(home);
        var anyFile = meant?.Declaration is not { Container: null };
        var ranked = new List<(int Rank, AbsolutePath Path, HashSet<string> Names)>();
        foreach (var (file, source) in graph.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (SourceIndex.LanguageOf(file) != language)
            {
                continue;
            }

            var names = file == home ? [declared] : anyFile || meant is null ? [] : LocalNames(graph, file, source, meant);
            var imports = file == home || names.Count > 0 || source.Imports.Any(i => graph.Resolve(file, i).Contains(home));
            if (names.Count == 0 && anyFile && source.Names.Contains(declared))
            {
                names.Add(declared);
            }

            if (names.Count > 0 && names.Any(source.Names.Contains))
            {
                ranked.Add((file == home ? 0 : imports ? 1 : 2, file, names));
            }
        }

        return ranked.OrderBy(r => r.Rank).ThenBy(r => r.Path).SelectMany(r => In(graph, r.Path, r.Names, meant?.Declaration?.Kind == "method", cancellationToken));
    }

    // What the declaration is called in another file: by an import of it, or as a member of an import of its module.
    private static HashSet<string> LocalNames(SourceGraph graph, AbsolutePath file, SourceFile source, Declared meant)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var name = meant.Declaration!.Name;
        foreach (var import in source.Imports)
        {
            if (import.Local is { } local && source.Names.Contains(local) && graph.Imported(file, import) == meant)
            {
                names.Add(local);
                names.UnionWith(import.Name is { } imported && imported != Import.Default ? [imported] : []);
            }
            else if (source.Names.Contains(name) && graph.Imported(file, import) is { Declaration: null } module && graph.Exported(module.Path, name) == meant)
            {
                names.Add(name);
            }
        }

        return names;
    }

    private static IEnumerable<SymbolPlace> In(SourceGraph graph, AbsolutePath path, HashSet<string> names, bool onlyAsMember, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (graph.View.Read(path)?.Text is not { } text || SourceIndex.LanguageOf(path) is not { } language)
        {
            yield break;
        }

        var source = text.ToString();
        var file = graph.Of(path);
        var lookup = names.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var identifier in language.Identifiers(path, source))
        {
            if (!lookup.Contains(source.AsSpan(identifier.Start, identifier.Length)) || file.Declarations.Any(d => d.NameStart == identifier.Start))
            {
                continue;
            }

            // A method is called on something; a local of the same name is not.
            if (onlyAsMember && source.AsSpan(0, identifier.Start).TrimEnd() is not [.., '.'])
            {
                continue;
            }

            var line = text.Lines.GetLineFromPosition(identifier.Start).ToString().Trim();
            yield return new SymbolPlace(
                source.Substring(identifier.Start, identifier.Length),
                SymbolPlace.Reference,
                file.Declarations.LastOrDefault(d => d.Span.Contains(identifier.Start))?.FullName,
                line.Length > MostLineCharacters ? line[..MostLineCharacters] + "…" : line,
                path,
                text.Lines.GetLinePositionSpan(identifier));
        }
    }
}
