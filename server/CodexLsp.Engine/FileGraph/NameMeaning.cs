using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.FileGraph;

/// <summary>What names in one file mean: their declarations, here or where they are imported from.</summary>
/// <param name="graph">All files.</param>
/// <param name="path">The file.</param>
/// <param name="read">What was read of it; null for what the graph has.</param>
internal sealed class NameMeaning(SourceGraph graph, AbsolutePath path, SourceFile? read = null)
{
    private readonly SourceFile _file = read ?? graph.Of(path);
    private readonly ISourceLanguage? _language = SourceIndex.LanguageOf(path);

    /// <summary>What a name that stands on a line means; several things where only a type would tell which, none where nothing here tells.</summary>
    public ImmutableArray<Declared> Of(int line, string name)
    {
        if (_language is null || graph.View.Read(path)?.Text is not { } text || line < 0 || line >= text.Lines.Count)
        {
            return [];
        }

        var span = text.Lines[line].Span;
        var source = text.ToString();
        var at = _language.Identifiers(path, source).FirstOrDefault(i => span.Contains(i.Start) && source.AsSpan(i.Start, i.Length).SequenceEqual(name));
        return at.IsEmpty ? [] : Of(source, at);
    }

    /// <summary>What the identifier at a place means.</summary>
    public ImmutableArray<Declared> Of(string text, TextSpan identifier)
    {
        var name = text.Substring(identifier.Start, identifier.Length);
        if (_file.Declarations.FirstOrDefault(d => d.NameStart == identifier.Start) is { } own)
        {
            return [new Declared(path, own)];
        }

        var before = text.AsSpan(0, identifier.Start).TrimEnd();
        return before is [.., '.'] ? Member(text, Receiver(before[..^1].TrimEnd('?')), identifier.Start, name)
            : graph.Lookup(path, _file, name) is { } found ? [found] : [];
    }

    private ImmutableArray<Declared> Member(string text, string receiver, int position, string name)
    {
        if (_language!.IsSelf(receiver))
        {
            var type = _file.Declarations.LastOrDefault(d => d.Kind == "class" && d.Span.Contains(position));
            var own = type is null ? null : _file.Declarations.FirstOrDefault(d => d.Container == type.FullName && d.Name == name);
            return own is not null ? [new Declared(path, own)] : Members(name);
        }

        // "import a.b" is used as a.b.name.
        if (_file.Imports.FirstOrDefault(i => i.Name == Import.Everything && i.Local is { } local && (local == receiver || (local.Contains('.', StringComparison.Ordinal) && EndsWith(text, position, local)))) is { } module)
        {
            return [.. graph.Resolve(path, module).Select(m => graph.Exported(m, name)).OfType<Declared>().Take(1)];
        }

        return graph.Lookup(path, _file, receiver) switch
        {
            { Declaration: null } whole => graph.Exported(whole.Path, name) is { } found ? [found] : [],
            { Declaration.Kind: "class" or "enum" or "namespace" or "interface" } type
                when graph.Of(type.Path).Declarations.FirstOrDefault(d => d.Container == type.Declaration.FullName && d.Name == name) is { } member =>
                [new Declared(type.Path, member)],
            _ => Members(name),
        };
    }

    // Nobody here knows types: any member of that name may be meant, the nearest first.
    private ImmutableArray<Declared> Members(string name)
    {
        var imported = _file.Imports.SelectMany(i => graph.Resolve(path, i)).ToHashSet();
        var found = from file in graph.Files
                    where file.Value.Names.Contains(name) && SourceIndex.LanguageOf(file.Key) == _language
                    from declaration in file.Value.Declarations
                    where declaration.Name == name && declaration.Container is not null && declaration.Kind != "test"
                    orderby file.Key == path ? 0 : imported.Contains(file.Key) ? 1 : 2, file.Key, declaration.Span.Start
                    select new Declared(file.Key, declaration);
        return [.. found];
    }

    private static bool EndsWith(string text, int position, string local) =>
        text.AsSpan(0, position).TrimEnd() is [.. var before, '.'] && before.EndsWith(local, StringComparison.Ordinal);

    private static string Receiver(ReadOnlySpan<char> before)
    {
        before = before.TrimEnd();
        var start = before.Length;
        while (start > 0 && (char.IsLetterOrDigit(before[start - 1]) || before[start - 1] is '_' or '$'))
        {
            start--;
        }

        return before[start..].ToString();
    }
}
