using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using CodexLsp.Engine;
using CodexLsp.Engine.Documents;

namespace CodexLsp.CSharp.Loading;

/// <summary>The C# projects a <c>.sln</c>, <c>.slnx</c> or <c>.csproj</c> file names. Nothing is evaluated.</summary>
/// <param name="Path">The file.</param>
/// <param name="Projects">The C# projects, in the file's order, whether they exist or not.</param>
/// <param name="Failure">Why the file could not be read; then there are no projects.</param>
internal sealed partial record SolutionFile(AbsolutePath Path, ImmutableArray<AbsolutePath> Projects, Failure? Failure = null)
{
    /// <summary>Whether the path is one of a solution, by its extension.</summary>
    public static bool IsSolution(AbsolutePath path) => path.Extension is ".sln" or ".slnx";

    /// <summary>Whether the path is one of a C# project, by its extension.</summary>
    public static bool IsProject(AbsolutePath path) => path.Extension is ".csproj";

    /// <summary>Reads the file.</summary>
    public static SolutionFile Read(AbsolutePath path)
    {
        if (IsProject(path))
        {
            return File.Exists(path.Value) ? new(path, [path]) : Unreadable(path, "it does not exist");
        }

        try
        {
            var relative = path.Extension == ".slnx" ? ReadXml(path) : ReadText(path);
            return new(path, [.. relative.Select(r => Resolve(path, r)).OfType<AbsolutePath>().Where(IsProject).Distinct()]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or XmlException)
        {
            return Unreadable(path, e.Message);
        }
    }

    private static SolutionFile Unreadable(AbsolutePath path, string why) => new(path, [], LoadFailure.SolutionUnreadable(path, why));

    private static IEnumerable<string> ReadXml(AbsolutePath path)
    {
        using var reader = XmlReader.Create(path.Value, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return [.. XDocument.Load(reader).Descendants("Project").Select(p => (string?)p.Attribute("Path")).OfType<string>()];
    }

    private static IEnumerable<string> ReadText(AbsolutePath path) =>
        File.ReadLines(path.Value).Select(l => ProjectLine().Match(l)).Where(m => m.Success).Select(m => m.Groups["path"].Value);

    private static AbsolutePath? Resolve(AbsolutePath solution, string relative)
    {
        // Solutions are written with backslashes on every system.
        var local = relative.Replace('\\', System.IO.Path.DirectorySeparatorChar);
        return local.Contains('\0', StringComparison.Ordinal) ? null : solution.Parent!.Value.Append(local);
    }

    // Project("{type}") = "Name", "relative\path.csproj", "{id}"
    [GeneratedRegex("""^\s*Project\("\{[^"]*\}"\)\s*=\s*"[^"]*"\s*,\s*"(?<path>[^"]*)"\s*,""")]
    private static partial Regex ProjectLine();
}
