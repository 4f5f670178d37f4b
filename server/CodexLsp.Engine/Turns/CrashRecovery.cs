using System.Collections.Immutable;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Journal;
using CodexLsp.Engine.Policy;

namespace CodexLsp.Engine.Turns;

/// <summary>Puts back what a crash in the middle of a commit left half-written.</summary>
public static class CrashRecovery
{
    /// <summary>Repairs every commit that has no end and whose thread nobody writes. What cannot be repaired is tried again next time.</summary>
    /// <returns>A sentence for each commit that was, or could not be, put back.</returns>
    public static async Task<ImmutableArray<string>> RunAsync(ThreadStore threads, CancellationToken cancellationToken)
    {
        var told = ImmutableArray.CreateBuilder<string>();
        foreach (var commit in await threads.ListUnfinishedCommitsAsync(cancellationToken))
        {
            if (!commit.Plan.Succeeded)
            {
                told.Add($"A change was cut short and cannot be put back: {commit.Plan.Failure.Message}");
                continue;
            }

            var opened = await threads.OpenAsync(commit.ThreadId, cancellationToken);
            if (!opened.Succeeded)
            {
                continue;
            }

            await using var journal = opened.Value;
            var folder = (await threads.ReadThreadAsync(commit.ThreadId, cancellationToken)).Value?.Thread.Folder;
            if (folder is not { } root)
            {
                continue;
            }

            var recovery = CommitRecovery.Recover(commit.Plan.Value, new PathPolicy([root]), new DiskFileSystem());
            if (recovery.Failures.IsEmpty)
            {
                await journal.CompleteAsync(commit.PlanId, CommitEnd.RolledBack, CancellationToken.None);
            }

            told.AddRange(recovery.Restored.Select(p => $"A change to {p.Value} was cut short; the file is as it was before."));
            told.AddRange(recovery.LeftAlone.Select(p => $"A change to {p.Value} was cut short, but the file was changed since and is left alone."));
            told.AddRange(recovery.Failures);
        }

        return told.ToImmutable();
    }
}
