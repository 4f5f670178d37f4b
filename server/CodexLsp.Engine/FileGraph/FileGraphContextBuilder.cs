using System.Collections.Immutable;
using CodexLsp.Engine.Context;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.FileGraph;

/// <summary>
/// Gathers what one must know to change a selection: the file's outline, declarations of what it uses, and who uses it. Signatures,
/// never bodies, each once.
/// </summary>
internal sealed class FileGraphContextBuilder
{
    private const double OutlineShare = 0.4;
    private const int MostIdentifiers = 400;
    private const int MostMembers = 12;
    private const int MostMeanings = 3;
    private const int MostSelected = 5;
    private const int MostCallers = 5;
    private const int MostTests = 3;

    private readonly SourceGraph _graph;
    private readonly AbsolutePath _path;
    private readonly SourceFile _file;
    private readonly SourceText _text;
    private readonly TextSpan _selection;

    // Without the space around it, so that the member it is in holds all of it.
    private readonly TextSpan _core;
    private readonly int _budget;
    private readonly NameMeaning _meaning;
    private readonly HashSet<Declared> _shown = [];

    /// <param name="graph">All files.</param>
    /// <param name="path">The file; it is there.</param>
    /// <param name="selection">Whole lines of it.</param>
    /// <param name="budget">The most tokens beside the selection.</param>
    public FileGraphContextBuilder(SourceGraph graph, AbsolutePath path, TextSpan selection, int budget)
    {
        (_graph, _path, _selection, _budget) = (graph, path, selection, budget);
        _text = graph.View.Read(path)?.Text ?? SourceText.From("");

        var content = _text.ToString(selection);
        var start = selection.Start + content.Length - content.TrimStart().Length;
        _core = content.AsSpan().IsWhiteSpace() ? selection : new TextSpan(start, content.Trim().Length);

        // The file itself may be one that the index leaves out: ignored, large, or in no workspace folder.
        _file = graph.Files.TryGetValue(path, out var known) ? known
            : SourceIndex.LanguageOf(path)?.Read(path, _text.ToString()) ?? SourceFile.Empty;
        _meaning = new NameMeaning(graph, path, _file);
    }

    /// <summary>The context within the budget, the best first.</summary>
    public ContextPack Build(string? instruction, CancellationToken cancellationToken)
    {
        var selected = _file.Declarations.Where(d => _selection.Contains(d.Span)).ToList();
        _shown.UnionWith(selected.Select(d => new Declared(_path, d)));
        var used = Used(cancellationToken);
        List<ContextItem> items = [.. Outline(used), .. Named(instruction)];
        items.AddRange(used.Where(u => u.Declared.Path != _path || u.Declared.Declaration?.Container is not null)
            .Select(u => Definition(u.Declared, u.Count == 1 ? "used by the selection" : $"used by the selection, {u.Count} times")).OfType<ContextItem>());
        items.AddRange(Uses(selected, cancellationToken));
        return ContextPack.Of(ContextItem.Selected(_path.Name, _path, _text, _selection), items, _budget);
    }

    /// <summary>What the names in the selection mean, in the order of first use. Where only a type would tell, what is near is taken, if it is one.</summary>
    private List<(Declared Declared, int Count)> Used(CancellationToken cancellationToken)
    {
        var near = _file.Imports.SelectMany(i => _graph.Resolve(_path, i)).Append(_path).ToHashSet();
        var counts = new Dictionary<Declared, int>();
        var order = new List<Declared>();
        var source = _text.ToString();
        foreach (var identifier in SourceIndex.LanguageOf(_path)!.Identifiers(_path, source).Where(i => _selection.Contains(i)).Take(MostIdentifiers))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var meanings = _meaning.Of(source, identifier).Where(m => m.Declaration is not null && near.Contains(m.Path) || m.Declaration?.Container is null).ToList();
            if (meanings is [{ Declaration: not null } only] && !_shown.Contains(only))
            {
                counts[only] = counts.GetValueOrDefault(only) + 1;
                order.AddRange(counts[only] == 1 ? [only] : []);
            }
        }

        return [.. order.Select(d => (d, counts[d]))];
    }

    // The type around the selection, or else the top of the file: what is used first, then as much as fits the share.
    private IEnumerable<ContextItem> Outline(List<(Declared Declared, int Count)> used)
    {
        var type = _file.Declarations.LastOrDefault(d =>
            d.Span.Contains(_core) && d.Span != _core && _file.Declarations.Any(m => m.Container == d.FullName && m.Kind != "test"));
        var needed = used.Select(u => u.Declared).ToHashSet();
        var all = _file.Declarations
            .Where(d => (type is null ? d.Container is null : d.Container == type.FullName || (d.Container is null && needed.Contains(new Declared(_path, d))))
                && d.Kind != "test" && d != type && !d.Span.Contains(_core) && !_selection.Contains(d.Span))
            .ToList();
        var left = (int)(_budget * OutlineShare) - all.Where(IsNeeded).Sum(Cost);
        var kept = all.Where(d => IsNeeded(d) || (left -= Cost(d)) >= 0).ToList();
        _shown.UnionWith(kept.Select(d => new Declared(_path, d)));
        var lines = kept.Where(d => d.Container is null).Select(d => d.Signature);
        if (type is not null)
        {
            _shown.Add(new Declared(_path, type));
            lines = [.. lines, type.Signature, .. kept.Where(d => d.Container is not null).Select(d => "    " + d.Signature)];
        }

        var text = string.Join('\n', lines);
        if (text.Length > 0)
        {
            yield return new ContextItem(
                ContextKind.Outline, type?.FullName ?? _path.Name, _path, RangeOf(_text, type?.Span ?? new TextSpan(0, _text.Length)), text,
                type is null ? "declared in the same file" : "encloses the selection");
        }

        bool IsNeeded(Declaration d) => needed.Contains(new Declared(_path, d));

        static int Cost(Declaration d) => TokenEstimate.Of(d.Signature) + 2;
    }

    private IEnumerable<ContextItem> Named(string? instruction)
    {
        foreach (var name in NamedCode.In(instruction))
        {
            var parts = name.Split('.');
            var meant = (from file in _graph.Files
                         where file.Value.Names.Contains(parts[^1])
                         from declaration in file.Value.Declarations
                         where declaration.Name == parts[^1] && declaration.Kind != "test"
                             && (parts.Length == 1 || declaration.Container?.Split('.')[^1] == parts[^2])
                         select new Declared(file.Key, declaration)).ToList();
            if (parts.Length == 1 && _graph.Lookup(_path, _file, name) is { Declaration: not null } here)
            {
                meant = [here];
            }

            foreach (var item in meant.Count <= MostMeanings ? meant.Select(m => Definition(m, "named in the request")).OfType<ContextItem>() : [])
            {
                yield return item;
            }
        }
    }

    /// <summary>A declaration with its members' signatures, or a member with its type's; null when it is shown already.</summary>
    private ContextItem? Definition(Declared declared, string why)
    {
        if (declared.Declaration is not { } declaration || !_shown.Add(declared) || _graph.View.Read(declared.Path)?.Text is not { } text)
        {
            return null;
        }

        var file = _graph.Of(declared.Path).Declarations;
        var members = file.Where(d => d.Container == declaration.FullName && d.Kind is not ("value" or "test")).Take(MostMembers).ToList();
        _shown.UnionWith(members.Select(m => new Declared(declared.Path, m)));
        var head = file.FirstOrDefault(d => d.FullName == declaration.Container)?.Signature;
        IEnumerable<string> lines = head is null
            ? [declaration.Signature, .. members.Select(m => "    " + m.Signature)]
            : [head, "    " + declaration.Signature];
        return new ContextItem(ContextKind.Definition, declaration.FullName, declared.Path, RangeOf(text, declaration.Span), string.Join('\n', lines), why);
    }

    // Who uses the selected declarations, or the one the selection is in: callers and tests, the lines that do.
    private IEnumerable<ContextItem> Uses(List<Declaration> selected, CancellationToken cancellationToken)
    {
        var around = _file.Declarations.Where(d => d.Span.Contains(_core) && d.Kind != "test").MinBy(d => d.Span.Length);
        var targets = (selected.Count > 0 ? selected.Where(d => d.Kind is not ("test" or "property" or "attribute" or "constructor" or "value")) : around is null ? [] : [around]).Take(MostSelected).ToList();
        var (callers, tests) = (0, 0);
        foreach (var target in targets)
        {
            var uses = NameUses.Of(_graph, new Declared(_path, target), _path, target.Name, cancellationToken)
                .Where(u => !IsSelected(u.Path, u.Range) && !(u.Container is null && IsImport(u.Signature)))
                .GroupBy(u => (u.Path, u.Container))
                .TakeWhile(_ => callers < MostCallers || tests < MostTests);
            foreach (var use in uses)
            {
                var isTest = IsTest(use.Key.Path);
                if (isTest ? tests++ >= MostTests : callers++ >= MostCallers)
                {
                    continue;
                }

                var signature = _graph.Of(use.Key.Path).Declarations.FirstOrDefault(d => d.FullName == use.Key.Container && d.Kind != "test")?.Signature;
                var lines = use.Select(u => u.Signature).Distinct().ToImmutableArray();
                var head = signature is null || lines.Any(l => l.StartsWith(signature, StringComparison.Ordinal)) ? [] : new[] { signature };
                yield return new ContextItem(
                    isTest ? ContextKind.Test : ContextKind.Caller, use.Key.Container ?? use.Key.Path.Name, use.Key.Path, use.First().Range,
                    string.Join('\n', head.Concat(lines.Select(l => (head.Length > 0 ? "    " : "") + l))),
                    $"{(isTest ? "tests" : "uses")} {target.Name}");
            }
        }
    }

    private bool IsSelected(AbsolutePath path, LinePositionSpan range) => path == _path && _selection.Contains(_text.Lines.Clamped(range));

    private static bool IsImport(string line) => line.StartsWith("import ", StringComparison.Ordinal) || line.StartsWith("from ", StringComparison.Ordinal)
        || line.StartsWith("export {", StringComparison.Ordinal) || line.Contains("require(", StringComparison.Ordinal);

    private bool IsTest(AbsolutePath path) => path.RelativeTo(_graph.View.FolderOf(path) ?? path).Split('/', '.', '_', '-')
        .Any(part => part is "test" or "tests" or "spec" or "specs" or "__tests__");

    // A text may have been written again since it was read.
    private static LinePositionSpan RangeOf(SourceText text, TextSpan span) =>
        text.Lines.GetLinePositionSpan(TextSpan.FromBounds(Math.Min(span.Start, text.Length), Math.Min(span.End, text.Length)));
}
