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
    private readonly ConcurrentDictionary<string, Accepted> _byToken = new(StringComparer.Ordinal);

    /// <summary>Remembers what one acceptance changed in open documents.</summary>
    /// <param name="undoToken">What takes it back.</param>
    /// <param name="before">The proposal before it: hunks accepted earlier are not this acceptance's.</param>
    /// <param name="after">The proposal after it.</param>
    public void Remember(string undoToken, Proposal before, Proposal after)
    {
        var accepted = AcceptedIn(after).Except(AcceptedIn(before)).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<TextBefore> files =
        [
            .. after.Changes.Files
                .Where(f => f.Kind == FileChangeKind.Modify)
                .Select(f => f.TakeBack(accepted))
                .OfType<FileChange>()
                .Select(f => new TextBefore(f.Path, f.After!)),
        ];
        if (!files.IsEmpty)
        {
            _byToken[undoToken] = new Accepted(files);
            Look(server.Snapshot);
        }
    }

    /// <summary>Looks at the text after a change. Called in the admission loop: it compares, and leaves the writing to others.</summary>
    public void Look(Snapshot snapshot)
    {
        foreach (var (token, accepted) in _byToken)
        {
            if (accepted.IsTakenBackIn(snapshot) && _byToken.TryRemove(token, out _))
            {
                server.Background("editor undo", ct => server.Decisions.TakenBackByEditorAsync(token, ct));
            }
        }
    }

    private static IEnumerable<string> AcceptedIn(Proposal proposal) =>
        proposal.Changes.Files.SelectMany(f => f.Hunks).Where(h => h.Status == HunkStatus.Accepted).Select(h => h.Id);

    // A class, not a tuple: the layout of a tuple would load Roslyn before the first document is open.
    private sealed record TextBefore(AbsolutePath Path, SourceText Text);

    private sealed class Accepted(ImmutableArray<TextBefore> files)
    {
        private volatile bool _seen;

        // An editor may tell of the accepted text late: until it has, the text from before is not an undo.
        public bool IsTakenBackIn(Snapshot snapshot)
        {
            if (_seen)
            {
                return files.All(f => IsBefore(snapshot, f.Path, f.Text) == true);
            }

            _seen = files.All(f => IsBefore(snapshot, f.Path, f.Text) == false);
            return false;
        }

        private static bool? IsBefore(Snapshot snapshot, AbsolutePath path, SourceText before) =>
            snapshot.Find(path)?.Text.ContentEquals(before);
    }
}
