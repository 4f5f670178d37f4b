using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Journal;

namespace CodexLsp.Host.Serving;

/// <summary>Writes nothing, because the editor has done it already.</summary>
internal sealed class AlreadyWritten : IChangeWriter
{
    public AcceptanceTarget Target => AcceptanceTarget.Editor;

    public Task<ChangeWriting> WriteAsync(ChangeSet changes, string label, ICommitLog log, CancellationToken cancellationToken) =>
        Task.FromResult<ChangeWriting>(new ChangeWriting.Written(null));
}
