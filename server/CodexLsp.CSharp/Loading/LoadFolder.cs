namespace CodexLsp.CSharp.Loading;

/// <summary>
/// A temporary folder for one load, deleted with it. It is locked as long as it is in use, so that the next load can tell and delete
/// those that a killed process left.
/// </summary>
internal sealed class LoadFolder : IDisposable
{
    private const string Prefix = "codex-lsp-load-";
    private const string LockName = "in-use";

    private readonly FileStream _lock;

    private LoadFolder(DirectoryInfo folder, FileStream @lock)
    {
        Folder = folder;
        _lock = @lock;
    }

    public DirectoryInfo Folder { get; }

    /// <summary>Makes one, readable by its owner only, and deletes what others left.</summary>
    /// <param name="temporary">The folder for temporary files.</param>
    public static LoadFolder Create(string temporary)
    {
        foreach (var left in new DirectoryInfo(temporary).EnumerateDirectories(Prefix + "*").Where(f => f.LinkTarget is null))
        {
            DeleteUnlessInUse(left);
        }

        var folder = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(NewPath(temporary))
            : Directory.CreateDirectory(NewPath(temporary), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        // Deleted first, so that nobody takes the rest for a leftover while it is deleted here.
        return new LoadFolder(folder, new FileStream(
            Path.Combine(folder.FullName, LockName), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose));
    }

    public void Dispose()
    {
        _lock.Dispose();
        Folder.Delete(recursive: true);
    }

    private static string NewPath(string temporary) => Path.Combine(temporary, $"{Prefix}{Guid.NewGuid():N}");

    private static void DeleteUnlessInUse(DirectoryInfo folder)
    {
        try
        {
            // Without its lock it is another's, or is only just being made.
            using (new FileStream(Path.Combine(folder.FullName, LockName), FileMode.Open, FileAccess.Write, FileShare.None))
            {
                // Not in use.
            }

            folder.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In use, or not ours to delete; what stays costs a few kilobytes.
        }
    }
}
