using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>
/// A folder that a confined command has written into. Whatever it left there is data: no link in it is followed, no pipe in it is
/// opened, and permissions it took away are given back before the folder is deleted. Only to be used while no command runs.
/// </summary>
internal static class PrivateTree
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes every folder on the way to <paramref name="relative"/> a real one, in place of whatever a command put there.</summary>
    /// <param name="root">The folder itself.</param>
    /// <param name="relative">With forward slashes, without <c>..</c>.</param>
    /// <param name="modeOf">The permissions of a folder that has to be made; null for the usual ones.</param>
    /// <returns>The path.</returns>
    public static AbsolutePath Reach(AbsolutePath root, string relative, Func<string, UnixFileMode?> modeOf)
    {
        var parts = relative.Split('/');
        var path = root;
        for (var i = 0; i < parts.Length - 1; i++)
        {
            path = path.Append(parts[i]);
            if (FileStatus.Of(path) is { Kind: not FileKind.Folder })
            {
                File.Delete(path.Value);
            }

            if (!Directory.Exists(path.Value))
            {
                Directory.CreateDirectory(path.Value);
                if (!OperatingSystem.IsWindows() && modeOf(string.Join('/', parts[..(i + 1)])) is { } mode)
                {
                    File.SetUnixFileMode(path.Value, mode | Owner);
                }
            }
        }

        return path.Append(parts[^1]);
    }

    /// <summary>Takes away whatever has this name.</summary>
    public static void Remove(AbsolutePath path)
    {
        switch (FileStatus.Of(path)?.Kind)
        {
            case null:
                break;
            case FileKind.Folder:
                Delete(path);
                break;
            default:
                File.Delete(path.Value);
                break;
        }
    }

    /// <summary>Deletes the folder and all in it.</summary>
    public static void Delete(AbsolutePath folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.Delete(folder.Value, recursive: true);
            return;
        }

        File.SetUnixFileMode(folder.Value, Owner);
        foreach (var entry in new DirectoryInfo(folder.Value).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo { LinkTarget: null })
            {
                Delete(new AbsolutePath(entry.FullName));
            }
            else
            {
                entry.Delete();
            }
        }

        Directory.Delete(folder.Value);
    }

    /// <summary>The plain files in the folder that can be read whole.</summary>
    public static IEnumerable<AbsolutePath> Files(AbsolutePath folder)
    {
        const long most = 64L << 20;
        if (FileStatus.Of(folder) is not { Kind: FileKind.Folder })
        {
            yield break;
        }

        foreach (var entry in new DirectoryInfo(folder.Value).EnumerateFileSystemInfos())
        {
            var path = new AbsolutePath(entry.FullName);
            switch (FileStatus.Of(path))
            {
                case { Kind: FileKind.File, Size: <= most }:
                    yield return path;
                    break;
                case { Kind: FileKind.Folder }:
                    foreach (var file in Files(path))
                    {
                        yield return file;
                    }

                    break;
            }
        }
    }

    /// <summary>How many bytes lie in the folder.</summary>
    public static long Size(AbsolutePath folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        return new DirectoryInfo(folder.Value).EnumerateFiles("*", options).Sum(static file =>
        {
            try
            {
                return file.Length;
            }
            catch (FileNotFoundException)
            {
                // Deleted since it was listed.
                return 0;
            }
        });
    }
}
