using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.FileGraph;
using CodexLsp.Engine.Tools;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Tests.FileGraph;

/// <summary>A workspace of fixture files on disk, and what the file graph says of it.</summary>
internal sealed class SourceWorkspace : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Markup _markup;

    public SourceWorkspace(string markup)
    {
        _markup = Markup.Parse(markup);
        foreach (var file in _markup.Files)
        {
            _folder.Write(file.Path, file.Text);
        }

        Snapshot = Snapshot.Empty with { Folders = [Root] };
    }

    public SourceIndex Index { get; } = new(new WorkspaceFiles());

    public FileGraphSymbols Symbols => new(Index);

    public Snapshot Snapshot { get; set; }

    public AbsolutePath Root => new(_folder.Path);

    public MarkupFile Marked => _markup.Marked;

    public void Dispose() => _folder.Dispose();

    public AbsolutePath At(string relative) => Root.Append(relative);

    public void Write(string relative, string text) => _folder.Write(relative, text);

    public void Delete(string relative) => File.Delete(At(relative).Value);

    public void Open(string relative, string text) =>
        Snapshot = Snapshot.With(new OpenDocument(DocumentUri.FromPath(At(relative)), new TextVersion(1), SourceText.From(text), ""));

    public async Task<string> OutlineAsync(string relative) =>
        Show(await Symbols.OutlineAsync(Overlay.Over(Snapshot), At(relative), Deadline.Token()), withPath: false);

    public async Task<string> FindAsync(string query, int most = 20) => Show(await Symbols.FindAsync(Overlay.Over(Snapshot), query, most, Deadline.Token()));

    /// <summary>Where the identifier at the mark is declared.</summary>
    public async Task<string> DefinitionAsync() =>
        Show(await Symbols.DefinitionAsync(Overlay.Over(Snapshot), At(Marked.Path), Line, Name, Deadline.Token()));

    /// <summary>Where what the identifier at the mark means is used.</summary>
    public async Task<string> ReferencesAsync() =>
        Show(await Symbols.ReferencesAsync(Overlay.Over(Snapshot), At(Marked.Path), Line, Name, 50, Deadline.Token()));

    private int Line => Marked.Source.Lines.GetLineFromPosition(Marked.Position!.Value).LineNumber;

    private string Name => string.Concat(Marked.Text.Skip(Marked.Position!.Value).TakeWhile(c => char.IsLetterOrDigit(c) || c is '_' or '$'));

    private string Show(ImmutableArray<SymbolPlace> places, bool withPath = true) => string.Join('\n', places.Select(p =>
        $"{(withPath ? p.Path.RelativeTo(Root) + ":" : "")}{p.Range.Start.Line + 1}-{p.Range.End.Line + 1} {p.Kind} {(p.Container is null ? "" : p.Container + " › ")}{p.Name} │ {p.Signature}"));
}
