using System.Xml.Linq;
using CodexLsp.CSharp.Loading;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;

namespace CodexLsp.CSharp.Verification;

/// <summary>
/// The default globs of an SDK project: whether they take a file that is not there yet. MSBuild alone could say for certain; what
/// the project compiles already, the files beside it and the text of its build files say when there is doubt.
/// </summary>
internal static class DefaultCompileItems
{
    private static readonly char[] NotLiteral = ['*', '?', '$', '@', '%'];

    /// <summary>Why it is not known whether the project will compile a new file somewhere below its folder; null when it will.</summary>
    public static string? DoubtOf(Project project, AbsolutePath path)
    {
        var file = new AbsolutePath(project.FilePath!);
        var root = file.Parent!.Value;
        var sources = project.Documents.Select(d => d.FilePath).OfType<string>().Where(Path.IsPathFullyQualified)
            .Select(p => new AbsolutePath(p)).ToHashSet();
        if (sources.Contains(path))
        {
            return null;
        }

        var build = BuildFilesOf(file);
        if (build.Any(b => IsOff(b.Xml, isProject: b.Path == file)))
        {
            return $"{file.Name} has no default items: it names what it compiles";
        }

        var folders = sources.Select(s => s.Parent).ToHashSet();
        if (folders.Contains(path.Parent))
        {
            return null;
        }

        if (build.FirstOrDefault(b => Removes(b.Xml, root, path)) is { Path.Name: var name })
        {
            return $"{name} removes files from what is compiled, and no file beside it is compiled";
        }

        for (var folder = path.Parent!.Value; folder.IsWithin(root) && !folders.Contains(folder); folder = folder.Parent!.Value)
        {
            if (Directory.Exists(folder.Value) && Directory.EnumerateFiles(folder.Value, "*.cs", new EnumerationOptions()).Any(f => new AbsolutePath(f) != path))
            {
                return $"{file.Name} compiles no file of {folder.Name}, though there are some";
            }

            if (folder == root)
            {
                break;
            }
        }

        return null;
    }

    /// <summary>The project file and those its build reads, as far as they are imported literally.</summary>
    private static List<BuildFile> BuildFilesOf(AbsolutePath project)
    {
        var files = new HashSet<AbsolutePath> { project };
        for (var folder = project.Parent; folder is { } f; folder = f.Parent)
        {
            files.Add(f.Append("Directory.Build.props"));
            files.Add(f.Append("Directory.Build.targets"));
        }

        MSBuildImports.AddTo(files);
        return [.. files.Order().Select(f => MSBuildImports.Read(f) is { } xml ? new BuildFile(f, xml) : null).OfType<BuildFile>()];
    }

    private static bool IsOff(XDocument xml, bool isProject) =>
        Elements(xml, "EnableDefaultItems", "EnableDefaultCompileItems").Any(e => !e.Value.Trim().Equals("true", StringComparison.OrdinalIgnoreCase))
        || (isProject && xml.Root?.Attribute("Sdk") is null && !Elements(xml, "Sdk").Any() && !Elements(xml, "Import").Any(i => i.Attribute("Sdk") is not null));

    private static bool Removes(XDocument xml, AbsolutePath root, AbsolutePath path) =>
        Elements(xml, "Compile").Select(e => (string?)e.Attribute("Remove"))
            .Concat(Elements(xml, "DefaultItemExcludes", "DefaultItemExcludesInProjectFolder").Select(e => (string?)e.Value))
            .OfType<string>()
            .SelectMany(p => p.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(p => p is not ("$(DefaultItemExcludes)" or "$(DefaultItemExcludesInProjectFolder)"))
            .Any(p => MayMatch(p.Replace('\\', '/'), root, path));

    /// <summary>Whether a pattern may match: the path is what it says, or is below the folder that comes before what is not literal.</summary>
    private static bool MayMatch(string pattern, AbsolutePath root, AbsolutePath path)
    {
        var end = pattern.IndexOfAny(NotLiteral);
        return end < 0
            ? root.Append(pattern) == path
            : path.IsWithin(root.Append(pattern[..(pattern.LastIndexOf('/', end) + 1)]));
    }

    private static IEnumerable<XElement> Elements(XDocument xml, params string[] names) =>
        xml.Descendants().Where(e => names.Contains(e.Name.LocalName, StringComparer.OrdinalIgnoreCase));

    private sealed record BuildFile(AbsolutePath Path, XDocument Xml);
}
