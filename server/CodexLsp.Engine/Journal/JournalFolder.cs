using System.Globalization;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Engine.Journal;

/// <summary>
/// Where the journal lies: <c>threads/YYYY/MM/&lt;id&gt;.jsonl</c> below our state folder, and beside each thread its
/// <c>.blobs</c> (what is too large, or must be exact to the byte) and its <c>.lock</c>. Year and month are those of the id, so
/// that an id alone leads to its files.
/// </summary>
/// <param name="stateFolder">Our own folder for state; made when needed.</param>
public sealed class JournalFolder(AbsolutePath stateFolder)
{
    /// <summary>The folder of all threads.</summary>
    internal AbsolutePath Threads { get; } = stateFolder.Append("threads");

    /// <summary>The derived index; a cache that may be deleted at any time.</summary>
    internal AbsolutePath Index => Threads.Append("index.json");

    /// <summary>The files of a thread; null when <paramref name="threadId"/> is not an id of ours (it may come from outside).</summary>
    internal ThreadFiles? FilesOf(string threadId)
    {
        if (Ids.TimeOf(threadId) is not { } time)
        {
            return null;
        }

        var folder = Threads.Append(time.ToString("yyyy/MM", CultureInfo.InvariantCulture));
        return new ThreadFiles(
            threadId, folder.Append(threadId + ".jsonl"), folder.Append(threadId + ".blobs"), folder.Append(threadId + ".lock"));
    }

    /// <summary>Every thread there is, in no order, with the size and time of its journal.</summary>
    internal IEnumerable<(ThreadFiles Files, long Bytes, DateTime Modified)> EnumerateThreads()
    {
        if (!Directory.Exists(Threads.Value))
        {
            yield break;
        }

        foreach (var info in new DirectoryInfo(Threads.Value).EnumerateFiles("*.jsonl", SearchOption.AllDirectories))
        {
            var files = FilesOf(Path.GetFileNameWithoutExtension(info.Name));
            if (files is null || files.Journal != new AbsolutePath(info.FullName))
            {
                continue;
            }

            // On Windows an enumeration shows the size a file had when it was last closed.
            info.Refresh();
            if (info.Exists)
            {
                yield return (files, info.Length, info.LastWriteTimeUtc);
            }
        }
    }

    /// <summary>What is left of threads whose journal is gone: a deletion was cut short.</summary>
    internal IEnumerable<ThreadFiles> EnumerateOrphans()
    {
        if (!Directory.Exists(Threads.Value))
        {
            return [];
        }

        return new DirectoryInfo(Threads.Value)
            .EnumerateDirectories("*.blobs", SearchOption.AllDirectories)
            .Select(d => FilesOf(Path.GetFileNameWithoutExtension(d.Name)))
            .OfType<ThreadFiles>()
            .Where(f => !File.Exists(f.Journal.Value) && !ThreadLock.IsHeld(f))
            .ToArray();
    }

    /// <summary>Writes a whole file so that it is there as it should be or, whatever happens, as it was.</summary>
    internal static async Task ReplaceAsync(AbsolutePath path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var temporary = new AbsolutePath(path.Value + "." + Guid.NewGuid().ToString("N") + ".tmp");
        try
        {
            await using (var file = PrivateFiles.Open(temporary, FileMode.CreateNew, FileShare.None))
            {
                await file.WriteAsync(bytes, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary.Value, path.Value, overwrite: true);
        }
        catch
        {
            File.Delete(temporary.Value);
            throw;
        }
    }
}

/// <summary>The files of one thread.</summary>
/// <param name="ThreadId">The thread.</param>
/// <param name="Journal">Its records.</param>
/// <param name="Blobs">The folder of what its records refer to.</param>
/// <param name="Lock">Held by the one writer.</param>
internal sealed record ThreadFiles(string ThreadId, AbsolutePath Journal, AbsolutePath Blobs, AbsolutePath Lock);
