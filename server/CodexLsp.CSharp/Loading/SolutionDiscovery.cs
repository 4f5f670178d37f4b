using System.Collections.Immutable;
using CodexLsp.Engine.Documents;

namespace CodexLsp.CSharp.Loading;

/// <summary>
/// Finds the solution a file belongs to: the one that was configured, else the nearest <c>.slnx</c> or <c>.sln</c> upward that
/// contains the file's project, else that project.
/// </summary>
public static class SolutionDiscovery
{
    /// <param name="file">The file, or a folder when a whole workspace is meant. It need not exist.</param>
    /// <param name="root">The workspace's root: nothing above it is looked at.</param>
    /// <param name="configured">The user's choice, absolute or relative to the root; null or empty when there is none.</param>
    public static SolutionChoice Find(AbsolutePath file, AbsolutePath root, string? configured)
    {
        if (!string.IsNullOrWhiteSpace(configured))
        {
            return Configured(root, configured);
        }

        if (!file.IsWithin(root))
        {
            return new SolutionChoice.None($"{file} is outside {root}.");
        }

        var isFolder = Directory.Exists(file.Value);
        var folders = Upward(isFolder ? file : file.Parent!.Value, root).ToImmutableArray();
        var projects = folders.Select(f => FilesIn(f, SolutionFile.IsProject)).FirstOrDefault(p => !p.IsEmpty, []);
        foreach (var folder in folders)
        {
            var solutions = FilesIn(folder, SolutionFile.IsSolution);
            var containing = isFolder && projects.IsEmpty
                ? solutions
                : [.. solutions.Where(s => SolutionFile.Read(s).Projects.Intersect(projects).Any())];
            if (!containing.IsEmpty)
            {
                return OneOf(containing);
            }
        }

        return projects.IsEmpty
            ? new SolutionChoice.None($"No .slnx, .sln or .csproj for {file.RelativeTo(root)} in its folder or above, up to {root}.")
            : OneOf(projects);
    }

    private static SolutionChoice Configured(AbsolutePath root, string configured)
    {
        var path = root.Append(configured);
        return !SolutionFile.IsSolution(path) && !SolutionFile.IsProject(path)
                ? new SolutionChoice.None($"The configured solution {path} is no .slnx, .sln or .csproj file.")
            : File.Exists(path.Value)
                ? new SolutionChoice.Found(path)
                : new SolutionChoice.None($"The configured solution {path} does not exist.");
    }

    private static SolutionChoice OneOf(ImmutableArray<AbsolutePath> paths) =>
        paths.Length == 1 ? new SolutionChoice.Found(paths[0]) : new SolutionChoice.Ambiguous(paths);

    private static IEnumerable<AbsolutePath> Upward(AbsolutePath folder, AbsolutePath root)
    {
        for (AbsolutePath? at = folder; at is { } here && here.IsWithin(root); at = here.Parent)
        {
            yield return here;
        }
    }

    private static ImmutableArray<AbsolutePath> FilesIn(AbsolutePath folder, Func<AbsolutePath, bool> isWanted)
    {
        var options = new EnumerationOptions { IgnoreInaccessible = true };
        return Directory.Exists(folder.Value)
            ? [.. Directory.EnumerateFiles(folder.Value, "*", options).Select(f => new AbsolutePath(f)).Where(isWanted).Order()]
            : [];
    }
}
