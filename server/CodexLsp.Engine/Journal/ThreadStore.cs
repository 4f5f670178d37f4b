using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Journal.Records;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Turns;
using Microsoft.Extensions.Logging;

namespace CodexLsp.Engine.Journal;

/// <summary>All threads of this user, on disk. Several processes may use the same folder at once.</summary>
/// <param name="folder">Where they lie.</param>
/// <param name="clock">The clock of ids and times.</param>
/// <param name="redact">Takes secrets out of a text before it is written.</param>
/// <param name="log">Told of journals that are damaged.</param>
public sealed class ThreadStore(JournalFolder folder, TimeProvider clock, Func<string, string> redact, ILogger<ThreadStore> log) : IDisposable
{
    private readonly ThreadIndex _index = new(folder, log);

    /// <summary>Begins a thread.</summary>
    /// <exception cref="IOException">Our state folder cannot be written.</exception>
    public async Task<ThreadWriter> CreateAsync(string title, AbsolutePath workspaceFolder, CancellationToken cancellationToken)
    {
        var files = folder.FilesOf(Ids.New(clock))!;
        PrivateFiles.MakeFolder(files.Journal.Parent!.Value);
        var taken = await ThreadLock.TryTakeAsync(files, cancellationToken)
            ?? throw new IOException($"'{files.Lock}' is locked though its name is new.");
        try
        {
            var now = clock.GetUtcNow();
            var head = new JournalRecord.ThreadState(now, title, workspaceFolder, now, Archived: false);
            return await ThreadWriter.CreateAsync(files, taken, head, clock, redact);
        }
        catch
        {
            File.Delete(files.Journal.Value);
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Becomes the writer of a thread that is there; a failure when another is, naming its process.</summary>
    public async Task<Outcome<ThreadWriter>> OpenAsync(string threadId, CancellationToken cancellationToken)
    {
        var (files, taken, failure) = await TakeAsync(threadId, cancellationToken);
        if (failure is not null)
        {
            return failure;
        }

        try
        {
            var journal = ThreadJournal.Read(files!, abandoned: true);
            if (journal.Failure is { } unreadable)
            {
                taken!.Dispose();
                return unreadable;
            }

            return await ThreadWriter.OpenAsync(files!, taken!, journal, clock, redact);
        }
        catch
        {
            taken!.Dispose();
            throw;
        }
    }

    /// <summary>Reads a thread with its turns. A turn that runs and has no writer any more is interrupted.</summary>
    public Task<Outcome<ThreadReading>> ReadThreadAsync(string threadId, CancellationToken cancellationToken) => Task.Run<Outcome<ThreadReading>>(
        () => Read(threadId) switch
        {
            null => Unknown(threadId),
            { Failure: { } failure } => failure,
            { } journal => new ThreadReading(journal.ToThread(), [.. journal.Damage])
            {
                Conversation = journal.Conversation,
                Model = journal.Exchanges.LastOrDefault(e => e.Exchange.Conversation is not null).Exchange?.Model,
            },
        },
        cancellationToken);

    /// <summary>Lists threads, the one that changed last first.</summary>
    /// <param name="cursor">The <see cref="ThreadPage.NextCursor"/> of the part before; null for the first.</param>
    /// <param name="limit">How many at most; at least 1.</param>
    /// <param name="search">Words the title has to contain; null or empty for all.</param>
    /// <param name="archived">Whether to list the archived ones instead of the others.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Outcome<ThreadPage>> ListAsync(
        string? cursor, int limit, string? search, bool archived, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        if (ThreadCursor.Parse(cursor) is not { } after)
        {
            return new Failure("thread.cursor", $"'{cursor}' is not a cursor of this list.", "Begin with the first part, without a cursor.");
        }

        var words = (search ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var entries = await _index.ReadAsync(cancellationToken);
        ImmutableArray<IndexEntry> found =
        [
            .. entries
                .Where(e => e.Head is { } head
                    && head.Archived == archived
                    && words.All(w => head.Title.Contains(w, StringComparison.OrdinalIgnoreCase)))
                .Where(e => after.IsBefore(e))
                .OrderByDescending(e => e.Head!.UpdatedAt)
                .ThenByDescending(e => e.Id, StringComparer.Ordinal)
                .Take(limit + 1),
        ];
        ImmutableArray<IndexEntry> page = [.. found.Take(limit)];
        return new ThreadPage(
            [.. page.Select(e => new CodexThread(e.Id, e.Head!.Title, e.Head.Folder, e.Head.CreatedAt, e.Head.UpdatedAt, e.Head.Archived, []))],
            found.Length > limit ? ThreadCursor.At(page[^1]).ToString() : null);
    }

    /// <summary>Finds a proposal by its id, whatever thread it was made in.</summary>
    public async Task<Outcome<Proposal>> FindProposalAsync(string proposalId, CancellationToken cancellationToken)
    {
        foreach (var entry in await _index.ReadAsync(cancellationToken))
        {
            if (entry.Proposals.Any(p => p.Id == proposalId)
                && Read(entry.Id) is { } journal
                && journal.Proposals.TryGetValue(proposalId, out var record))
            {
                return journal.ToProposal(record);
            }
        }

        return new Failure("proposal.unknown", $"There is no proposal {proposalId}.", "List the proposals of this workspace.");
    }

    /// <summary>
    /// The proposals a user can still decide on, of threads started in one of <paramref name="folders"/>: running, ready, partly
    /// accepted and stale ones, oldest first.
    /// </summary>
    /// <param name="folders">The workspace's folders.</param>
    /// <param name="path">Only those that touch this file; null for all.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<ImmutableArray<Proposal>> ListProposalsAsync(
        ImmutableArray<AbsolutePath> folders, AbsolutePath? path, CancellationToken cancellationToken)
    {
        var proposals = new List<Proposal>();
        foreach (var entry in await _index.ReadAsync(cancellationToken))
        {
            if (entry.Head is not { } head || !folders.Contains(head.Folder) || !entry.Proposals.Any(p => IsOpen(p.Status)))
            {
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (Read(entry.Id) is { } journal)
            {
                // One whose texts are lost cannot be shown, accepted or refined; whoever asks for it by id is told why.
                proposals.AddRange(journal.Proposals.Values.Select(p => journal.ToProposal(p).Value).OfType<Proposal>());
            }
        }

        return
        [
            .. proposals
                .Where(p => IsOpen(p.Status) && (path is not { } file || p.Changes.Find(file) is not null))
                .OrderBy(p => p.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>The other revisions of a proposal, earlier and later ones, that a user can still decide on.</summary>
    public Task<ImmutableArray<Proposal>> ListOtherRevisionsAsync(Proposal proposal, CancellationToken cancellationToken) => Task.Run(
        ImmutableArray<Proposal> () =>
        {
            var all = Read(proposal.ThreadId) is { } journal
                ? journal.Proposals.Values.Select(p => journal.ToProposal(p).Value).OfType<Proposal>().OrderBy(p => p.Id, StringComparer.Ordinal).ToList()
                : [];
            string Root(Proposal p) => p.RevisionOf is { } earlier && all.Find(o => o.Id == earlier) is { } found ? Root(found) : p.Id;
            var root = Root(proposal);
            return [.. all.Where(p => p.Id != proposal.Id && p.IsUndecided() && Root(p) == root)];
        },
        cancellationToken);

    /// <summary>What turns that began since a moment cost, as far as their models' prices are known; in US dollars.</summary>
    public async Task<decimal> CostSinceAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var cost = 0m;
        foreach (var entry in (await _index.ReadAsync(cancellationToken)).Where(e => e.Head is { } head && head.UpdatedAt >= since))
        {
            cost += Read(entry.Id)?.Turns.Where(t => t.StartedAt >= since).Sum(t => t.Usage.CostUsd ?? 0) ?? 0;
        }

        return cost;
    }

    /// <summary>What was accepted in a thread, oldest first; empty for a thread that is not there.</summary>
    public Task<ImmutableArray<Acceptance>> ListAcceptancesAsync(string threadId, CancellationToken cancellationToken) =>
        Task.Run(ImmutableArray<Acceptance> () => Read(threadId) is { } journal ? [.. journal.Acceptances.Values] : [], cancellationToken);

    /// <summary>Finds the acceptance an undo token takes back.</summary>
    public async Task<Outcome<Acceptance>> FindAcceptanceAsync(string undoToken, CancellationToken cancellationToken)
    {
        foreach (var entry in await _index.ReadAsync(cancellationToken))
        {
            if (entry.UndoTokens.Contains(undoToken) && Read(entry.Id)?.Acceptances.GetValueOrDefault(undoToken) is { } acceptance)
            {
                return acceptance;
            }
        }

        return new Failure("undo.unknown", $"Nothing was accepted under the undo token {undoToken}.", "Undo a proposal by its id.");
    }

    /// <summary>A commit of a thread with every file as it was before.</summary>
    public Task<Outcome<CommitPlan>> ReadCommitAsync(string threadId, string planId, CancellationToken cancellationToken) => Task.Run(
        () => Read(threadId) is { } journal && journal.Commits.TryGetValue(planId, out var record)
            ? journal.ToPlan(record)
            : new Failure("commit.unknown", $"The journal of thread {threadId} has no commit {planId}."),
        cancellationToken);

    /// <summary>The commits a crash cut short, oldest first. What is being written at this moment is none of them.</summary>
    public async Task<ImmutableArray<UnfinishedCommit>> ListUnfinishedCommitsAsync(CancellationToken cancellationToken)
    {
        var commits = new List<UnfinishedCommit>();
        foreach (var entry in (await _index.ReadAsync(cancellationToken)).Where(e => e.CutShort))
        {
            if (folder.FilesOf(entry.Id) is { } files && !ThreadLock.IsHeld(files) && Read(entry.Id) is { } journal)
            {
                commits.AddRange(journal.Unfinished.Values.Select(p => new UnfinishedCommit(entry.Id, p.Id, journal.ToPlan(p))));
            }
        }

        return [.. commits.OrderBy(c => c.PlanId, StringComparer.Ordinal)];
    }

    /// <summary>Deletes a thread with everything kept for it. Null when that is done.</summary>
    public async Task<Failure?> DeleteThreadAsync(string threadId, CancellationToken cancellationToken)
    {
        var (files, taken, failure) = await TakeAsync(threadId, cancellationToken);
        if (failure is not null)
        {
            return failure;
        }

        using (taken)
        {
            // The journal first: without it there is no thread, whatever else a crash leaves for the next sweep.
            File.Delete(files!.Journal.Value);
            Sweep(files);
        }

        File.Delete(files.Lock.Value);
        return null;
    }

    /// <summary>
    /// Deletes the threads nothing has happened in for <paramref name="age"/>, but none that is being written or has a commit to
    /// be repaired; and what a crash in the middle of a deletion left.
    /// </summary>
    /// <returns>How many were deleted.</returns>
    public async Task<int> DeleteOlderThanAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        var limit = clock.GetUtcNow() - age;
        var deleted = 0;
        foreach (var entry in await _index.ReadAsync(cancellationToken))
        {
            if (entry.Head is { } head && head.UpdatedAt < limit && !entry.CutShort
                && await DeleteThreadAsync(entry.Id, cancellationToken) is null)
            {
                deleted++;
            }
        }

        foreach (var files in folder.EnumerateOrphans())
        {
            Sweep(files);
            File.Delete(files.Lock.Value);
        }

        return deleted;
    }

    /// <inheritdoc/>
    public void Dispose() => _index.Dispose();

    private static bool IsOpen(ProposalStatus status) =>
        status is ProposalStatus.Running or ProposalStatus.Ready or ProposalStatus.Partly or ProposalStatus.Stale;

    private static void Sweep(ThreadFiles files)
    {
        if (Directory.Exists(files.Blobs.Value))
        {
            Directory.Delete(files.Blobs.Value, recursive: true);
        }
    }

    private static Failure Unknown(string threadId) => new("thread.unknown", $"There is no thread {threadId}.", "List the threads.");

    private ThreadJournal? Read(string threadId)
    {
        if (folder.FilesOf(threadId) is not { } files)
        {
            return null;
        }

        try
        {
            return ThreadJournal.Read(files, abandoned: !ThreadLock.IsHeld(files));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private async Task<(ThreadFiles? Files, ThreadLock? Taken, Failure? Failure)> TakeAsync(string threadId, CancellationToken cancellationToken)
    {
        if (folder.FilesOf(threadId) is not { } files || !File.Exists(files.Journal.Value))
        {
            return (null, null, Unknown(threadId));
        }

        if (await ThreadLock.TryTakeAsync(files, cancellationToken) is not { } taken)
        {
            var writer = Read(threadId)?.LastWriter is { } last ? $"process {last.ProcessId} ({last.ProcessName})" : "another process";
            return (null, null, new Failure(
                "thread.inUse", $"Thread {threadId} is being written by {writer}.", "Wait until it is done, or end it.", Retryable: true));
        }

        if (!File.Exists(files.Journal.Value))
        {
            taken.Dispose();
            return (null, null, Unknown(threadId));
        }

        return (files, taken, null);
    }
}
