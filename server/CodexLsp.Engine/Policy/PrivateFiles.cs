using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Policy;

/// <summary>Files and folders of our own: nobody but their owner can look into them, from the moment they exist.</summary>
public static class PrivateFiles
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>Makes a folder, and those on the way to it, where they are not there yet.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static void MakeFolder(AbsolutePath folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder.Value);
        }
        else
        {
            // The mode would only be given to the last folder, not to those made on the way to it.
            if (folder.Parent is { } parent && !Directory.Exists(parent.Value))
            {
                MakeFolder(parent);
            }

            Directory.CreateDirectory(folder.Value, OwnerFolder);
        }
    }

    /// <summary>Opens a file to read and write, unbuffered.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static FileStream Open(AbsolutePath path, FileMode mode, FileShare share)
    {
        var access = mode == FileMode.Append ? FileAccess.Write : FileAccess.ReadWrite;
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
        {
            options.UnixCreateMode = OwnerFile;
        }

        return new FileStream(path.Value, options);
    }
}
