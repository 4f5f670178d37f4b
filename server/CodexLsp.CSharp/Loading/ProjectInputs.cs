using System.Collections.Immutable;
using CodexLsp.Engine.Documents;

namespace CodexLsp.CSharp.Loading;

/// <summary>
/// What the answer of MSBuild depends on: files whose content counts (projects, props, targets, what restore wrote), and folders
/// where adding or deleting a source counts, as projects name their sources by patterns.
/// </summary>
/// <param name="Files">Files to watch; some do not exist yet.</param>
/// <param name="Folders">Folders to watch with everything below them.</param>
/// <param name="Sources">Files that are only named, below the folders; sorted.</param>
/// <param name="IsBounded">False when the folders hold so much that they were not walked to the end.</param>
public sealed record ProjectInputs(
    ImmutableArray<AbsolutePath> Files,
    ImmutableArray<AbsolutePath> Folders,
    ImmutableArray<AbsolutePath> Sources,
    bool IsBounded)
{
    private const int MostEntries = 200_000;

    private static readonly ImmutableArray<string> UpwardNames =
    [
        "global.json", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "Directory.Solution.props",
        "Directory.Build.rsp", ".editorconfig", ".globalconfig", "NuGet.config", "nuget.config",
    ];

    /// <summary>Nothing.</summary>
    public static ProjectInputs Nothing { get; } = new([], [], [], true);

    /// <summary>Whether a change of <paramref name="path"/> makes the loaded solution out of date.</summary>
    /// <param name="path">The file that changed.</param>
    /// <param name="createdOrDeleted">Whether it came or went, rather than changed its content.</param>
    public bool Concern(AbsolutePath path, bool createdOrDeleted) =>
        Files.Contains(path) || (Folders.Any(path.IsWithin) && !IsInSkippedFolder(path) && (IsBuildFile(path) || (createdOrDeleted && IsSource(path))));

    internal static ProjectInputs Of(SolutionFile solution, IEnumerable<ProjectDump> dumps, CancellationToken cancellationToken)
    {
        var all = dumps.ToImmutableArray();
        var projects = solution.Projects.Concat(all.Select(d => d.Path)).Distinct().ToImmutableArray();
        var folders = Topmost(projects.Append(solution.Path).Select(p => p.Parent!.Value));
        var files = new HashSet<AbsolutePath>([solution.Path, .. projects]);
        files.UnionWith(all.Where(d => d.AssetsFile.Length > 0).Select(d => new AbsolutePath(d.AssetsFile)));
        files.UnionWith(folders.SelectMany(Upward).SelectMany(f => UpwardNames.Select(n => f.Append(n))));
        var sources = new List<AbsolutePath>();
        var isBounded = folders.All(f => Walk(f, files, sources, cancellationToken));
        MSBuildImports.AddTo(files);
        return new([.. files.Order()], folders, [.. sources.Order()], isBounded);
    }

    private static ImmutableArray<AbsolutePath> Topmost(IEnumerable<AbsolutePath> folders)
    {
        var distinct = folders.Distinct().ToImmutableArray();
        return [.. distinct.Where(f => !distinct.Any(other => other != f && f.IsWithin(other))).Order()];
    }

    private static IEnumerable<AbsolutePath> Upward(AbsolutePath folder)
    {
        for (AbsolutePath? at = folder; at is { } here; at = here.Parent)
        {
            yield return here;
        }
    }

    private static bool Walk(AbsolutePath root, HashSet<AbsolutePath> files, List<AbsolutePath> sources, CancellationToken cancellationToken)
    {
        var options = new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var open = new Stack<string>([root.Value]);
        var entries = 0;
        while (open.TryPop(out var folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", options))
            {
                if (++entries > MostEntries)
                {
                    return false;
                }

                if (entry is DirectoryInfo)
                {
                    if (!IsSkipped(entry.Name))
                    {
                        open.Push(entry.FullName);
                    }
                }
                else if (Kind(entry.Extension) == FileKind.Build)
                {
                    files.Add(new(entry.FullName));
                }
                else if (Kind(entry.Extension) == FileKind.Source)
                {
                    sources.Add(new(entry.FullName));
                }
            }
        }

        return true;
    }

    private static bool IsBuildFile(AbsolutePath path) => Kind(path.Extension) == FileKind.Build;

    private static bool IsSource(AbsolutePath path) => Kind(path.Extension) == FileKind.Source;

    private static FileKind Kind(string extension) => extension.ToLowerInvariant() switch
    {
        ".csproj" or ".props" or ".targets" or ".projitems" or ".rsp" or ".ruleset" => FileKind.Build,
        ".cs" or ".razor" or ".cshtml" or ".resx" or ".editorconfig" or ".globalconfig" => FileKind.Source,
        _ => FileKind.Other,
    };

    private bool IsInSkippedFolder(AbsolutePath path) =>
        Folders.Where(path.IsWithin).Any(f => path.RelativeTo(f).Split('/')[..^1].Any(IsSkipped));

    private static bool IsSkipped(string folder) =>
        folder is "bin" or "obj" or "node_modules" || folder.StartsWith('.');

    private enum FileKind
    {
        Other,
        Build,
        Source,
    }
}
