using CodexLsp.Engine.Edits;

namespace CodexLsp.Engine.Documents;

/// <summary>
/// A turn's edits over what the user sees. Immutable: each further change makes a new one, and every reader of <see cref="View"/>
/// sees the turn's own edits.
/// </summary>
/// <param name="snapshot">What the user saw when the turn began.</param>
/// <param name="changes">From <paramref name="snapshot"/> to now, each file once.</param>
public sealed class Overlay(Snapshot snapshot, ChangeSet changes)
{
    private readonly Lazy<Snapshot> _view = new(() => Show(snapshot, changes));

    /// <summary>What the user saw.</summary>
    public Snapshot Base => snapshot;

    /// <summary>From <see cref="Base"/> to now; what the turn proposes in the end.</summary>
    public ChangeSet Changes => changes;

    /// <summary><see cref="Base"/> with the changed files as open documents, and without those that were deleted or moved away.</summary>
    public Snapshot View => _view.Value;

    /// <summary>No edits yet.</summary>
    public static Overlay Over(Snapshot snapshot) => new(snapshot, ChangeSet.Empty);

    /// <summary>One change more.</summary>
    /// <param name="onView">It is placed on <see cref="View"/>.</param>
    /// <exception cref="IOException">A file is there but cannot be read.</exception>
    public Overlay With(ChangeSet onView) => new(snapshot, ChangeSetComposition.Of(snapshot, changes, onView));

    private static Snapshot Show(Snapshot snapshot, ChangeSet changes)
    {
        var view = snapshot;
        foreach (var gone in changes.Files.Where(f => f.After is null || f.NewPath is not null))
        {
            view = view.Hide(gone.Path);
        }

        foreach (var file in changes.Files)
        {
            if (file.After is { } text)
            {
                var open = snapshot.Find(file.FinalPath);
                view = view.With(new OpenDocument(
                    open?.Uri ?? DocumentUri.FromPath(file.FinalPath), open?.Version ?? default, text, open?.LanguageId ?? "", open?.OutOfStep));
            }
        }

        return view;
    }
}
