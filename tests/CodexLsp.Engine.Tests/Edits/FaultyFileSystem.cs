using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;

namespace CodexLsp.Engine.Tests.Edits;

/// <summary>The disk, whose n-th changing operation throws: once (a fault), or with all that follow (the process is gone).</summary>
internal sealed class FaultyFileSystem(int failing, Func<Exception> fault, bool forGood = false) : IFileSystem
{
    private readonly DiskFileSystem _disk = new();

    public int Operations { get; private set; }

    public FileImage? Read(AbsolutePath path) => _disk.Read(path);

    public bool FolderExists(AbsolutePath path) => _disk.FolderExists(path);

    public void Write(AbsolutePath path, ReadOnlyMemory<byte> bytes, UnixFileMode? mode) => Do(() => _disk.Write(path, bytes, mode));

    public void Replace(AbsolutePath from, AbsolutePath to) => Do(() => _disk.Replace(from, to));

    public void Delete(AbsolutePath path) => Do(() => _disk.Delete(path));

    public void CreateFolder(AbsolutePath path) => Do(() => _disk.CreateFolder(path));

    public void DeleteFolderIfEmpty(AbsolutePath path) => Do(() => _disk.DeleteFolderIfEmpty(path));

    private void Do(Action operation)
    {
        var number = Operations++;
        if (number == failing || (forGood && number > failing))
        {
            throw fault();
        }

        operation();
    }
}
