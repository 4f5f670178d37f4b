using System.Collections.Concurrent;
using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Host.Serving;

/// <summary>
/// Watches for the editor's own undo: when every file of an accepted proposal has its text from before again, the proposal is
/// ready again.
/// </summary>
internal sealed class AcceptedEdits(LanguageServer server)
{
    private readonly ConcurrentDictionary<string, ImmutableArray<(AbsolutePath Path, SourceText Before)>> _byToken = new(StringComparer.Ordinal);

    /// <summary>Remembers what an acceptance changed in open documents.</summary>
    public void Remember(string undoToken, Proposal proposal)
    {
        var accepted = proposal.Changes.Files
            .SelectMany(f => f.Hunks)
            .Where(h => h.Status == HunkStatus.Accepted)
            .Select(h => h.Id)
            .ToHashSet(StringComparer.Ordinal);
        ImmutableArray<(AbsolutePath, SourceText)> before =
        [
            .. proposal.Changes.Files
                .Where(f => f.Kind == FileChangeKind.Modify)
                .Select(f => f.TakeBack(accepted))
                .OfType<FileChange>()
                .Select(f => (f.Path, f.After!)),
        ];
        if (!before.IsEmpty)
        {
            _byToken[undoToken] = before;
        }
    }

    /// <summary>Looks at the text after a change. Called in the admission loop: it compares, and leaves the writing to others.</summary>
    public void Look(Snapshot snapshot)
    {
        foreach (var (token, files) in _byToken)
        {
            if (files.All(f => snapshot.Find(f.Path) is { } open && open.Text.ContentEquals(f.Before)) && _byToken.TryRemove(token, out _))
            {
                server.Background("editor undo", ct => server.TakenBackByEditorAsync(token, ct));
            }
        }
    }
}
