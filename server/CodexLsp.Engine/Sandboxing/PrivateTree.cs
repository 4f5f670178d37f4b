using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Processes;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>
/// A folder that a confined command has written into. Whatever it left there is data: no link in it is followed, no pipe in it is
/// opened, and permissions it took away are given back before the folder is deleted. Only to be used while no command runs.
/// </summary>
internal static class PrivateTree
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    private const string DeleteAll = """chmod -R u+rwx -- "$1"; rm -rf -- "$1" """;

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

            if (Directory.Exists(path.Value))
            {
                Unlock(path);
            }
            else
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
    /// <param name="path">What goes.</param>
    /// <param name="discarded">A folder of the same disk that is deleted later.</param>
    public static void Remove(AbsolutePath path, AbsolutePath discarded)
    {
        switch (FileStatus.Of(path)?.Kind)
        {
            case null:
                break;
            case FileKind.Folder:
                // What is in it may have names that .NET cannot even say.
                Unlock(path);
                Directory.Move(path.Value, discarded.Append(Guid.NewGuid().ToString("N")).Value);
                break;
            default:
                File.Delete(path.Value);
                break;
        }
    }

    /// <summary>Deletes the folder and all in it, however deep it is and whatever it is named.</summary>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    public static async Task DeleteAsync(AbsolutePath folder, ProcessLauncher launcher)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.Delete(folder.Value, recursive: true);
            return;
        }

        var request = new ProcessRequest("/bin/sh", ["-c", DeleteAll, "sh", folder.Value], folder.Parent!.Value)
        {
            Environment = ImmutableDictionary<string, string?>.Empty.Add("PATH", "/usr/bin:/bin:/run/current-system/sw/bin"),
            OnlyGivenEnvironment = true,
        };
        if (await launcher.RunAsync(request, CancellationToken.None) is not ProcessResult.Exited { ExitCode: 0 } and var result)
        {
            throw new IOException($"'{folder}' cannot be deleted: {(result as ProcessResult.Exited)?.Error.Trim() ?? "it took too long"}");
        }
    }

    /// <summary>The names in a folder, in order; none where there is no folder, or where it is the user's and may not be read.</summary>
    public static string[] Names(AbsolutePath folder)
    {
        try
        {
            return FileStatus.Of(folder) is { Kind: FileKind.Folder }
                ? [.. Directory.EnumerateFileSystemEntries(folder.Value, "*", Everything).Select(static e => Path.GetFileName(e)).Order(StringComparer.Ordinal)]
                : [];
        }
        catch (PathTooLongException)
        {
            // What lies deeper than a path can say is nobody's source.
            return [];
        }
    }

    /// <summary>Gives us back the rights to a file or folder that a command took away.</summary>
    public static void Unlock(AbsolutePath path)
    {
        if (!OperatingSystem.IsWindows() && FileStatus.Of(path) is { Kind: FileKind.File or FileKind.Folder } status && (status.Mode & Owner) != Owner)
        {
            File.SetUnixFileMode(path.Value, status.Mode | Owner);
        }
    }

    /// <summary>The plain files in the folder that can be read whole.</summary>
    public static IEnumerable<AbsolutePath> Files(AbsolutePath folder)
    {
        const long most = 64 << 20;
        if (FileStatus.Of(folder) is not { Kind: FileKind.Folder })
        {
            yield break;
        }

        Unlock(folder);
        foreach (var name in Names(folder))
        {
            var path = folder.Append(name);
            switch (FileStatus.Of(path))
            {
                case { Kind: FileKind.File, Size: <= most }:
                    Unlock(path);
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
            catch (IOException)
            {
                // Deleted since it was listed, or deeper than a path can say.
                return 0;
            }
        });
    }
}
