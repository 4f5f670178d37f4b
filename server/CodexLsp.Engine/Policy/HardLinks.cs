using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CodexLsp.Engine.Documents;
using Microsoft.Win32.SafeHandles;

namespace CodexLsp.Engine.Policy;

/// <summary>How many names a file has, which .NET does not tell: asked of the system itself.</summary>
internal static partial class HardLinks
{
    private const int CurrentFolder = -100;
    private const uint LinkCountMask = 0x4;

    /// <summary>The number of names; 1 where the system gives no answer.</summary>
    public static long Count(AbsolutePath path)
    {
        // The offsets are those of struct statx, of Darwin's struct stat and of BY_HANDLE_FILE_INFORMATION.
        var answer = new byte[512];
        if (OperatingSystem.IsLinux())
        {
            return Statx(CurrentFolder, path.Value, 0, LinkCountMask, answer) == 0 ? BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(16)) : 1;
        }

        if (OperatingSystem.IsMacOS())
        {
            return Stat(path.Value, answer) == 0 ? BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(6)) : 1;
        }

        if (OperatingSystem.IsWindows())
        {
            using var handle = File.OpenHandle(path.Value, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return GetFileInformationByHandle(handle, answer) ? BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(40)) : 1;
        }

        return 1;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, byte[] answer);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatInode64(string path, byte[] answer);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatArm(string path, byte[] answer);

    [LibraryImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetFileInformationByHandle(SafeFileHandle file, byte[] answer);

    private static int Stat(string path, byte[] answer) =>
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? StatArm(path, answer) : StatInode64(path, answer);
}
