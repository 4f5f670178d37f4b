using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>What a name stands for, without following it. On Linux the system itself is asked: .NET cannot tell a pipe, a device or a whiteout from a file.</summary>
/// <param name="Kind">What is there.</param>
/// <param name="Mode">Its permissions.</param>
/// <param name="Size">In bytes.</param>
internal readonly partial record struct FileStatus(FileKind Kind, UnixFileMode Mode, long Size)
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint BasicStats = 0x7ff;

    /// <summary>The status of a name; null when nothing is there.</summary>
    public static FileStatus? Of(AbsolutePath path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Elsewhere(path);
        }

        // The offsets are those of struct statx.
        var answer = new byte[512];
        if (Statx(CurrentFolder, path.Value, NoFollow, BasicStats, answer) != 0)
        {
            return null;
        }

        var mode = BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(28));
        var device = BinaryPrimitives.ReadUInt64LittleEndian(answer.AsSpan(128));
        var kind = (mode & 0xF000) switch
        {
            0x8000 => FileKind.File,
            0x4000 => FileKind.Folder,
            0xA000 => FileKind.Link,
            0x2000 when device == 0 => FileKind.Whiteout,
            _ => FileKind.Special,
        };
        return new FileStatus(kind, (UnixFileMode)(mode & 0xFFF), BinaryPrimitives.ReadInt64LittleEndian(answer.AsSpan(40)));
    }

    /// <summary>Whether an overlay's folder hides all that lies below it in the lower tree.</summary>
    public static bool IsOpaque(AbsolutePath folder)
    {
        var value = new byte[1];
        return GetAttribute(folder.Value, "user.overlay.opaque", value, 1) == 1 && value[0] == 'y';
    }

    /// <summary>Puts the mark of a deleted file into an overlay's upper tree.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void MakeWhiteout(AbsolutePath path)
    {
        const uint characterDevice = 0x2000;
        if (MakeNode(path.Value, characterDevice, 0) != 0)
        {
            throw new IOException($"'{path}' cannot be marked as deleted: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        }
    }

    private static FileStatus? Elsewhere(AbsolutePath path)
    {
        var file = new FileInfo(path.Value);
        var mode = OperatingSystem.IsWindows() ? default : file.UnixFileMode;
        return file.LinkTarget is not null ? new FileStatus(FileKind.Link, mode, 0)
            : file.Exists ? new FileStatus(FileKind.File, mode, file.Length)
            : Directory.Exists(path.Value) ? new FileStatus(FileKind.Folder, mode, 0)
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, byte[] answer);

    [LibraryImport("libc", EntryPoint = "lgetxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetAttribute(string path, string name, byte[] value, nuint size);

    [LibraryImport("libc", EntryPoint = "mknod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeNode(string path, uint mode, ulong device);
}

/// <summary>What a name stands for.</summary>
internal enum FileKind
{
    /// <summary>A plain file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>An overlay's mark of a file that was deleted.</summary>
    Whiteout,

    /// <summary>A pipe, a socket or a device.</summary>
    Special,
}
