using CodexLsp.Engine.Policy;

namespace CodexLsp.Engine.Journal;

/// <summary>
/// The right to write a thread, held by one writer on the machine and freed by the operating system when its process ends,
/// however it ends. The file stays when the lock is released: deleting it could give two writers two files of the same name.
/// </summary>
internal sealed class ThreadLock : IDisposable
{
    private const int Tries = 5;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    private readonly FileStream _file;

    private ThreadLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; null when another has it.</summary>
    public static async Task<ThreadLock?> TryTakeAsync(ThreadFiles files, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new ThreadLock(PrivateFiles.Open(files.Lock, FileMode.OpenOrCreate, FileShare.None));
            }
            catch (IOException e) when (IsTaken(e))
            {
                if (attempt == Tries)
                {
                    return null;
                }
            }

            // It may only have been someone who looked whether it is held, which takes no time worth naming.
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Whether a writer is at work, in whatever process.</summary>
    public static bool IsHeld(ThreadFiles files)
    {
        try
        {
            // Lookers share among themselves; only the writer shares with nobody.
            using var look = new FileStream(files.Lock.Value, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException e) when (IsTaken(e))
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static bool IsTaken(IOException e) =>
        e.HResult == (OperatingSystem.IsWindows() ? WindowsSharingViolation : OperatingSystem.IsMacOS() ? MacWouldBlock : LinuxWouldBlock);
}
