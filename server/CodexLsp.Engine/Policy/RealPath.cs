using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Policy;

/// <summary>Where a path really leads: every link in it followed, also when its end is not there yet.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The path without links; null when the links form a ring or one of them leads nowhere.</summary>
    public static AbsolutePath? Of(AbsolutePath path)
    {
        var root = Path.GetPathRoot(path.Value)!;
        var rest = new Stack<string>(Parts(path.Value[root.Length..]));
        var real = root;
        var links = 0;
        while (rest.TryPop(out var part))
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            // A link in a folder that is gone, or to one, is no place to write.
            if (++links > MostLinks || !Path.Exists(next))
            {
                return null;
            }

            if (Path.IsPathRooted(target))
            {
                real = Path.GetPathRoot(target)!;
                target = target[real.Length..];
            }

            foreach (var each in Parts(target))
            {
                rest.Push(each);
            }
        }

        return new AbsolutePath(real);
    }

    private static IEnumerable<string> Parts(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Where(p => p != ".").Reverse();
}
