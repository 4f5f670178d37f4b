using System.Collections.Immutable;
using System.Text;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Edits;

/// <summary>
/// Writes a change to disk, all of it or none. The plan with everything that is there goes to the log first; new files are staged
/// beside their places; right before each rename the file and the policy are asked again.
/// </summary>
/// <param name="files">The disk.</param>
/// <param name="log">Where plans are remembered.</param>
public sealed class AtomicCommitter(IFileSystem files, ICommitLog log)
{
    /// <summary>Writes a change.</summary>
    /// <param name="planId">Unique across restarts; undo is asked for by it.</param>
    /// <param name="changes">What to write. Each file must still be, byte for byte, the text it was made for.</param>
    /// <param name="policy">What may be written.</param>
    /// <param name="acceptProtected">The user has accepted the protected files of this change by name.</param>
    /// <param name="cancellationToken">Ends the commit before its first rename, never after.</param>
    public Task<CommitResult> CommitAsync(
        string planId, ChangeSet changes, PathPolicy policy, bool acceptProtected, CancellationToken cancellationToken)
    {
        var writes = new List<Write>();
        foreach (var file in changes.Files)
        {
            byte[]? bytes;
            try
            {
                bytes = file.After is null ? null : FileText.Encode(file.After);
            }
            catch (EncoderFallbackException)
            {
                return Task.FromResult<CommitResult>(new CommitResult.Failed(new Failure(
                    "commit.encoding",
                    $"'{file.Path.Name}' is neither UTF-8 nor UTF-16, and its encoding may lack a character of the new text. Nothing was changed.",
                    "Save the file as UTF-8 first.")));
            }

            var expected = file.Before is null ? null : FileImage.HashOf(FileText.Encode(file.Before));
            if (file.NewPath is { } newPath)
            {
                writes.Add(new Write(newPath, null, bytes, file.Path, null, null, file.After));
                writes.Add(new Write(file.Path, expected, null, file.Path, null, file.Before, null));
            }
            else
            {
                writes.Add(new Write(file.Path, expected, bytes, file.Path, null, file.Before, file.After));
            }
        }

        return WriteAsync(planId, writes, policy, acceptProtected, cancellationToken);
    }

    /// <summary>Takes a commit back; refused, naming the files, where a file holds later work.</summary>
    /// <param name="planId">The id of this new commit, not of the one taken back.</param>
    /// <param name="done">The plan of the commit taken back.</param>
    /// <param name="policy">What may be written. Asking for an undo names every file of it.</param>
    /// <param name="cancellationToken">Ends the commit before its first rename, never after.</param>
    public Task<CommitResult> UndoAsync(string planId, CommitPlan done, PathPolicy policy, CancellationToken cancellationToken)
    {
        var writes = done.Steps.Select(s => new Write(
            s.Path, s.After?.Hash, s.Before?.Bytes.ToArray(), s.Path, s.Before?.Mode, null, s.Before is null ? null : FileText.Decode(s.Before.Bytes.ToArray())));
        return WriteAsync(
            planId, [.. writes], policy with { Named = policy.Named.Union(done.Steps.Select(s => s.Path)) }, acceptProtected: true, cancellationToken);
    }

    private async Task<CommitResult> WriteAsync(
        string planId, List<Write> writes, PathPolicy policy, bool acceptProtected, CancellationToken cancellationToken)
    {
        try
        {
            var (plan, stop) = Plan(planId, writes, policy, acceptProtected);
            if (plan is null)
            {
                return stop!;
            }

            await log.BeginAsync(plan, cancellationToken);
            return await CarryOutAsync(plan, writes, policy, acceptProtected, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Disk(e, "Nothing was changed.");
        }
    }

    private (CommitPlan? Plan, CommitResult? Stop) Plan(string planId, List<Write> writes, PathPolicy policy, bool acceptProtected)
    {
        var steps = ImmutableArray.CreateBuilder<CommitStep>();
        var moved = ImmutableArray.CreateBuilder<MovedFile>();
        var folders = new SortedSet<AbsolutePath>();
        for (var i = 0; i < writes.Count; i++)
        {
            var (real, refusal) = Permit(writes[i].Path, policy, acceptProtected);
            if (refusal is not null)
            {
                return (null, new CommitResult.Failed(refusal));
            }

            var before = files.Read(real);
            if (before?.Stamp.Hash != writes[i].Expected)
            {
                moved.Add(writes[i].MovedTo(before));
            }

            // A file keeps its mode, also under a new name.
            writes[i] = writes[i] with { Path = real, Mode = writes[i].Mode ?? files.Read(writes[i].ModeOf)?.Mode };
            var after = writes[i].Bytes is { } bytes ? new FileStamp(FileImage.HashOf(bytes), writes[i].Mode) : null;
            steps.Add(new CommitStep(real, before, after));
            for (var folder = real.Parent; after is not null && folder is { } missing && !files.FolderExists(missing); folder = missing.Parent)
            {
                folders.Add(missing);
            }
        }

        if (moved.Count > 0)
        {
            return (null, new CommitResult.Moved(moved.ToImmutable()));
        }

        if (steps.GroupBy(s => s.Path).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            return (null, new CommitResult.Failed(new Failure(
                "policy.path", $"Two files of the change are the same file, '{twice.Key}', by links. Nothing was changed.", "Change it by one name.")));
        }

        var temporaries = steps.Select(s => s.Path.Parent!.Value.Append($".codex-lsp-{Guid.CreateVersion7():n}.tmp"));
        return (new CommitPlan(planId, steps.ToImmutable(), [.. temporaries], [.. folders.OrderBy(f => f.Value.Length)]), null);
    }

    private async Task<CommitResult> CarryOutAsync(
        CommitPlan plan, List<Write> writes, PathPolicy policy, bool acceptProtected, CancellationToken cancellationToken)
    {
        CommitResult stop;
        try
        {
            Stage(plan, writes, policy);
            cancellationToken.ThrowIfCancellationRequested();
            if (Rename(plan, writes, policy, acceptProtected) is not { } refused)
            {
                await log.CompleteAsync(plan.Id, CommitEnd.Committed, CancellationToken.None);
                return new CommitResult.Committed(plan);
            }

            stop = refused;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            stop = Disk(e, "Every file is as it was.");
        }
        catch (OperationCanceledException)
        {
            await RollBackAsync(plan, policy);
            throw;
        }

        return await RollBackAsync(plan, policy) ?? stop;
    }

    private void Stage(CommitPlan plan, List<Write> writes, PathPolicy policy)
    {
        foreach (var folder in plan.NewFolders)
        {
            Held(folder);
            files.CreateFolder(folder);
        }

        for (var i = 0; i < writes.Count; i++)
        {
            if (writes[i].Bytes is { } bytes)
            {
                Held(plan.Temporaries[i]);
                files.Write(plan.Temporaries[i], bytes, writes[i].Mode);
            }
        }

        void Held(AbsolutePath path)
        {
            if (!policy.Holds(path))
            {
                throw new IOException($"'{path.Parent}' was swapped for a link meanwhile");
            }
        }
    }

    /// <summary>Puts each staged file in its place; stops with the reason where the disk is no longer what was planned for.</summary>
    private CommitResult? Rename(CommitPlan plan, List<Write> writes, PathPolicy policy, bool acceptProtected)
    {
        for (var i = 0; i < writes.Count; i++)
        {
            var (step, write) = (plan.Steps[i], writes[i]);
            var now = files.Read(step.Path);
            if (now?.Stamp.Hash != step.Before?.Stamp.Hash)
            {
                return new CommitResult.Moved([write.MovedTo(now)]);
            }

            var (real, refusal) = Permit(step.Path, policy, acceptProtected);
            if (refusal is not null || real != step.Path)
            {
                return new CommitResult.Failed(refusal ?? new Failure(
                    "policy.path", $"'{step.Path}' was swapped for a link while the change was written. Every file is as it was.", "Look at what did that."));
            }

            if (write.Bytes is null)
            {
                files.Delete(step.Path);
            }
            else
            {
                files.Replace(plan.Temporaries[i], step.Path);
            }
        }

        return null;
    }

    private async Task<CommitResult?> RollBackAsync(CommitPlan plan, PathPolicy policy)
    {
        var recovery = CommitRecovery.Recover(plan, policy, files);
        if (!recovery.Failures.IsEmpty)
        {
            // Without an outcome in the log, the next start tries again.
            return new CommitResult.Failed(new Failure(
                "commit.disk",
                $"The change could not be written, and putting it back failed, too: {string.Join("; ", recovery.Failures)}.",
                "Mend the disk and start again: what was there is in the journal and will be put back."));
        }

        try
        {
            await log.CompleteAsync(plan.Id, CommitEnd.RolledBack, CancellationToken.None);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Disk(e, "Every file is as it was.");
        }
    }

    private static (AbsolutePath Real, Failure? Refusal) Permit(AbsolutePath path, PathPolicy policy, bool acceptProtected) => policy.Check(path) switch
    {
        PathDecision.Allowed allowed => (allowed.Real, null),
        PathDecision.Protected guarded when acceptProtected => (guarded.Real, null),
        PathDecision.Protected guarded => (guarded.Real, new Failure(
            "policy.protected",
            $"'{path}' is protected ({guarded.Pattern}), so it is only written when a proposal that lists it is accepted. Nothing was changed.",
            "Look at the proposal and accept it.")),
        var refused => (path, ((PathDecision.Refused)refused).Failure),
    };

    private static CommitResult.Failed Disk(Exception e, string state) =>
        new(new Failure("commit.disk", $"The change could not be written: {e.Message.TrimEnd('.')}. {state}", "Make room or mend the rights, and accept again.", Retryable: true));

    private sealed record Write(
        AbsolutePath Path, string? Expected, byte[]? Bytes, AbsolutePath ModeOf, UnixFileMode? Mode, SourceText? Base, SourceText? Wanted)
    {
        public MovedFile MovedTo(FileImage? found) => new(Path, Base, Wanted, found is null ? null : FileText.Decode(found.Bytes.ToArray()));
    }
}
