using System.Text.Json;
using CodexLsp.Engine.Journal.Records;
using CodexLsp.Engine.Policy;
using Microsoft.Extensions.Logging;

namespace CodexLsp.Engine.Journal;

/// <summary>
/// What lists and searches need to know of every thread. It is derived: an entry holds while its journal has the size and time it
/// was made from, and is made anew when not; without the file the result is the same, only slower.
/// </summary>
internal sealed partial class ThreadIndex(JournalFolder folder, ILogger log) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Dictionary<string, IndexEntry>? _entries;

    /// <summary>The entries of all threads as they are now, in no order.</summary>
    public async Task<IReadOnlyCollection<IndexEntry>> ReadAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var known = _entries ?? Load();
            var entries = new Dictionary<string, IndexEntry>();
            var changed = false;
            foreach (var (files, bytes, modified) in folder.EnumerateThreads())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (known.TryGetValue(files.ThreadId, out var entry) && entry.Bytes == bytes && entry.ModifiedTicks == modified.Ticks)
                {
                    entries.Add(files.ThreadId, entry);
                }
                else if (Make(files, bytes, modified) is { } made)
                {
                    entries.Add(files.ThreadId, made);
                    changed = true;
                }
            }

            if (changed || entries.Count != known.Count)
            {
                await SaveAsync(entries.Values, cancellationToken);
            }

            _entries = entries;
            return entries.Values;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private IndexEntry? Make(ThreadFiles files, long bytes, DateTime modified)
    {
        ThreadJournal journal;
        try
        {
            journal = ThreadJournal.Read(files, abandoned: false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Deleted since it was seen.
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(files.ThreadId, e.Message);
            return null;
        }

        foreach (var damage in journal.Damage)
        {
            LogDamage(files.ThreadId, damage.Offset, damage.Length, damage.Reason);
        }

        var head = journal.Failure is null
            ? new IndexHead(journal.Head!.Title, journal.Head.Folder, journal.Head.CreatedAt, journal.UpdatedAt, journal.Head.Archived)
            : null;
        return new IndexEntry(
            files.ThreadId,
            bytes,
            modified.Ticks,
            head,
            [.. journal.Proposals.Values.Select(p => new IndexProposal(p.Id, p.Status))],
            [.. journal.Acceptances.Keys],
            journal.Unfinished.Count > 0);
    }

    private Dictionary<string, IndexEntry> Load()
    {
        try
        {
            var part = RecordLine.Read(File.ReadAllBytes(folder.Index.Value)).FirstOrDefault();
            if (part.Record is { } record
                && JsonSerializer.Deserialize(record.Span, JournalJson.Plain.IndexRecord) is { Version: IndexRecord.Current } index)
            {
                return index.Threads.Each(t => t).ToDictionary(t => t.Id);
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // The first list of all.
        }
        catch (Exception e) when (e is JsonException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            LogIndex(e.Message);
        }

        return [];
    }

    private async Task SaveAsync(IEnumerable<IndexEntry> entries, CancellationToken cancellationToken)
    {
        try
        {
            var index = new IndexRecord(IndexRecord.Current, [.. entries]);
            var record = JsonSerializer.SerializeToUtf8Bytes(index, JournalJson.Plain.IndexRecord);
            PrivateFiles.MakeFolder(folder.Threads);
            await JournalFolder.ReplaceAsync(folder.Index, RecordLine.Write(record), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The list is right without it.
            LogIndex(e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Thread {ThreadId}: {Length} bytes at {Offset} of its journal could not be read. {Reason}")]
    private partial void LogDamage(string threadId, long offset, long length, string reason);

    [LoggerMessage(LogLevel.Warning, "The journal of thread {ThreadId} could not be read: {Reason}")]
    private partial void LogUnreadable(string threadId, string reason);

    [LoggerMessage(LogLevel.Warning, "The index of threads could not be read or written and is made anew: {Reason}")]
    private partial void LogIndex(string reason);
}
