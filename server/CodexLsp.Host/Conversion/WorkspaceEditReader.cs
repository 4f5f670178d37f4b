using CodexLsp.Engine;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using Microsoft.CodeAnalysis.Text;
using W = CodexLsp.Host.Protocol;

namespace CodexLsp.Host.Conversion;

/// <summary>A client's workspace edit as a change on the text it sees.</summary>
/// <param name="snapshot">What the client sees.</param>
internal sealed class WorkspaceEditReader(Snapshot snapshot)
{
    private readonly Dictionary<AbsolutePath, (SourceText? Before, SourceText? After, TextVersion? Version, AbsolutePath? NewPath)> _files = [];

    /// <summary>Reads the edit; a failure when it names a file that is not there, or is not a file of this machine.</summary>
    public Outcome<ChangeSet> Read(W.WorkspaceEdit edit)
    {
        foreach (var change in edit.DocumentChanges ?? [])
        {
            if (Take(change) is { } failure)
            {
                return failure;
            }
        }

        foreach (var (uri, edits) in edit.Changes ?? new Dictionary<string, IReadOnlyList<W.TextEdit>>())
        {
            if (TakeEdits(uri, edits) is { } failure)
            {
                return failure;
            }
        }

        return new ChangeSet([.. _files.Select(f => From(f.Key, f.Value)).OfType<FileChange>()]);
    }

    private Failure? Take(W.DocumentChange change) => change.Kind switch
    {
        null when change.TextDocument is { } document => TakeEdits(document.Uri, change.Edits ?? []),
        "create" when PathOf(change.Uri) is { } path => Create(path),
        "delete" when PathOf(change.Uri) is { } path && Find(path) is { } file => Set(path, file with { After = null }),
        "rename" when PathOf(change.OldUri) is { } from && PathOf(change.NewUri) is { } to && Find(from) is { } file =>
            Set(from, file with { NewPath = to }),
        _ => Unknown(change.Uri ?? change.OldUri ?? change.TextDocument?.Uri),
    };

    private Failure? TakeEdits(string uri, IReadOnlyList<W.TextEdit> edits)
    {
        if (PathOf(uri) is not { } path || Find(path) is not { After: { } text } file)
        {
            return Unknown(uri);
        }

        var changes = edits.Select(e => new TextChange(FromWire.Span(text, e.Range), e.NewText)).OrderBy(c => c.Span.Start).ToList();
        for (var i = 1; i < changes.Count; i++)
        {
            if (changes[i].Span.Start < changes[i - 1].Span.End)
            {
                return new Failure("edit.overlap", $"Two edits of {path.Value} overlap.", "Send edits that do not overlap.");
            }
        }

        return Set(path, file with { After = text.WithChanges(changes) });
    }

    private Failure? Create(AbsolutePath path) => Set(path, (null, SourceText.From(""), null, null));

    private Failure? Set(AbsolutePath path, (SourceText? Before, SourceText? After, TextVersion? Version, AbsolutePath? NewPath) file)
    {
        _files[path] = file;
        return null;
    }

    private (SourceText? Before, SourceText? After, TextVersion? Version, AbsolutePath? NewPath)? Find(AbsolutePath path)
    {
        if (_files.TryGetValue(path, out var known))
        {
            return known;
        }

        return snapshot.Read(path) is { } read ? (read.Text, read.Text, read.Version, null) : null;
    }

    private static FileChange? From(
        AbsolutePath path, (SourceText? Before, SourceText? After, TextVersion? Version, AbsolutePath? NewPath) file) =>
        file switch
        {
            (null, { } after, _, _) => FileChange.Create(path, after),
            ({ } before, null, var version, _) => FileChange.Delete(path, before, version),
            ({ } before, { } after, var version, var newPath) when newPath is not null || !before.ContentEquals(after) =>
                FileChange.Modify(path, before, after, version, newPath),
            _ => null,
        };

    private static AbsolutePath? PathOf(string? uri) => uri is not null && DocumentUri.TryParse(uri, out var parsed) ? parsed.Path : null;

    private static Failure Unknown(string? uri) =>
        new("document.unknown", $"There is no file {uri ?? "without a name"}.", "Send an edit of files that are open or on disk.");
}
