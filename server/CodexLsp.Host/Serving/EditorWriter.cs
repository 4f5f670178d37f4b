using CodexLsp.Engine;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Journal;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Serving;

/// <summary>
/// Has the editor write: one versioned <c>workspace/applyEdit</c> over all files, so that one undo takes it back. The host never
/// touches the disk for it.
/// </summary>
internal sealed class EditorWriter(RpcConnection<ServerState> connection) : IChangeWriter
{
    public AcceptanceTarget Target => AcceptanceTarget.Editor;

    public async Task<ChangeWriting> WriteAsync(ChangeSet changes, string label, ICommitLog log, CancellationToken cancellationToken)
    {
        if (changes.IsEmpty)
        {
            return new ChangeWriting.Written(null);
        }

        // Once it is sent the editor may apply it, whoever waits: from here on nobody gives up.
        cancellationToken.ThrowIfCancellationRequested();
        var snapshot = connection.State.Snapshot;
        var edit = new WorkspaceEdits(ToWire.For(snapshot)).From(changes);
        var answer = await connection.RequestAsync(
            "workspace/applyEdit",
            WireJson.Default.ApplyWorkspaceEditParams,
            new ApplyWorkspaceEditParams(label, edit),
            WireJson.Default.ApplyWorkspaceEditResult,
            CancellationToken.None);
        if (answer is { Applied: true })
        {
            return new ChangeWriting.Written(null);
        }

        // The editor refuses an edit made for another version; by now we may have been told of the new one.
        return changes.Files.Any(f => VersionOf(snapshot, f.Path) != VersionOf(connection.State.Snapshot, f.Path))
            ? new ChangeWriting.Moved()
            : new ChangeWriting.Failed(new Failure(
                "edit.notApplied", $"The editor did not apply the change: {answer?.FailureReason ?? "it gave no reason"}.", "Try again, or accept with the command line.", Retryable: true));
    }

    private static TextVersion? VersionOf(Snapshot snapshot, AbsolutePath path) => snapshot.Find(path)?.Version;
}
