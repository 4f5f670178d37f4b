using CodexLsp.Engine;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Journal;

namespace CodexLsp.Host.Serving;

/// <summary>Writes to disk for an editor that cannot be asked to, and only files whose buffers are saved: it would write past them.</summary>
/// <param name="disk">Writes.</param>
/// <param name="current">What the editor has open now.</param>
internal sealed class SavedFilesWriter(IChangeWriter disk, Func<Snapshot> current) : IChangeWriter
{
    public AcceptanceTarget Target => disk.Target;

    public Task<ChangeWriting> WriteAsync(ChangeSet changes, string label, ICommitLog log, CancellationToken cancellationToken)
    {
        var snapshot = current();
        foreach (var path in changes.Paths)
        {
            if (snapshot.Find(path) is { } open && snapshot.Without(open.Uri).Read(path)?.Text.ContentEquals(open.Text) != true)
            {
                return Task.FromResult<ChangeWriting>(new ChangeWriting.Failed(new Failure(
                    "document.unsaved", $"{path.Value} has unsaved changes in the editor; save it first.", "Save the file, or reload it from disk, and try again.", Retryable: true)));
            }
        }

        return disk.WriteAsync(changes, label, log, cancellationToken);
    }
}
