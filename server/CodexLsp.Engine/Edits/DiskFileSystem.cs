using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Edits;

/// <summary>The disk of this machine.</summary>
public sealed class DiskFileSystem : IFileSystem
{
    /// <inheritdoc/>
    public FileImage? Read(AbsolutePath path)
    {
        try
        {
            return new FileImage(File.ReadAllBytes(path.Value), OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(path.Value));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Write(AbsolutePath path, ReadOnlyMemory<byte> bytes, UnixFileMode? mode)
    {
        using (var file = new FileStream(path.Value, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(bytes.Span);
            file.Flush(flushToDisk: true);
        }

        if (mode is { } bits && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path.Value, bits);
        }
    }

    /// <inheritdoc/>
    public void Replace(AbsolutePath from, AbsolutePath to) => File.Move(from.Value, to.Value, overwrite: true);

    /// <inheritdoc/>
    public void Delete(AbsolutePath path)
    {
        if (FolderExists(path.Parent!.Value))
        {
            File.Delete(path.Value);
        }
    }

    /// <inheritdoc/>
    public bool FolderExists(AbsolutePath path) => Directory.Exists(path.Value);

    /// <inheritdoc/>
    public void CreateFolder(AbsolutePath path) => Directory.CreateDirectory(path.Value);

    /// <inheritdoc/>
    public void DeleteFolderIfEmpty(AbsolutePath path)
    {
        if (FolderExists(path) && !Directory.EnumerateFileSystemEntries(path.Value).Any())
        {
            Directory.Delete(path.Value);
        }
    }
}
