using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Edits;

/// <summary>The disk, as a commit needs it: an interface so that tests can let any of its operations fail.</summary>
/// <remarks>Every operation may throw <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</remarks>
public interface IFileSystem
{
    /// <summary>The file whole; null when there is none.</summary>
    FileImage? Read(AbsolutePath path);

    /// <summary>Writes a file and flushes it to the disk. Without a mode it gets what new files get.</summary>
    void Write(AbsolutePath path, ReadOnlyMemory<byte> bytes, UnixFileMode? mode);

    /// <summary>Puts a file in another's place, or where none is, in one step.</summary>
    void Replace(AbsolutePath from, AbsolutePath to);

    /// <summary>Deletes a file, if it is there.</summary>
    void Delete(AbsolutePath path);

    /// <summary>Whether the folder is there.</summary>
    bool FolderExists(AbsolutePath path);

    /// <summary>Makes a folder whose parent is there.</summary>
    void CreateFolder(AbsolutePath path);

    /// <summary>Deletes a folder if it is there and empty.</summary>
    void DeleteFolderIfEmpty(AbsolutePath path);
}
