using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>
/// The sockets in the file system that somebody on this machine listens at. A read-only mount does not keep a command from
/// connecting to one, so each that would be in sight is covered.
/// </summary>
internal static class ListeningSockets
{
    private const string Table = "/proc/net/unix";

    // Num RefCount Protocol Flags Type St Inode Path
    private const int PathColumn = 7;

    /// <summary>Their paths, each once.</summary>
    public static IEnumerable<AbsolutePath> All() => File.Exists(Table)
        ? File.ReadLines(Table).Skip(1).Select(PathOf).OfType<string>().Where(File.Exists).Distinct(StringComparer.Ordinal).Select(p => new AbsolutePath(p)).ToArray()
        : [];

    private static string? PathOf(string line)
    {
        var columns = line.Split(' ', PathColumn + 1, StringSplitOptions.RemoveEmptyEntries);
        return columns.Length > PathColumn && columns[PathColumn] is ['/', ..] and var path ? path : null;
    }
}
