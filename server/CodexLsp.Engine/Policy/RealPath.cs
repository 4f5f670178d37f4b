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

        // Parts above this many came from a link's target, not from the path itself.
        var own = rest.Count;
        while (rest.TryPop(out var part))
        {
            var ofLink = rest.Count >= own;
            own = Math.Min(own, rest.Count);
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                if (ofLink && !Path.Exists(next))
                {
                    return null;
                }

                real = next;
                continue;
            }

            if (++links > MostLinks)
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
