using System.Text.RegularExpressions;
using CodexLsp.Engine.Documents;

namespace CodexLsp.CSharp.Loading;

/// <summary>An error line of MSBuild.</summary>
/// <param name="File">The file it points into; null when it names none.</param>
/// <param name="Project">The project that was built; null when it names none.</param>
/// <param name="Code">Such as <c>NETSDK1045</c>.</param>
/// <param name="Message">MSBuild's words.</param>
internal sealed partial record BuildError(AbsolutePath? File, AbsolutePath? Project, string Code, string Message)
{
    /// <summary>Whether a restore is what is missing: no assets file, no such framework in it, a package gone from its folder.</summary>
    public bool IsOfRestore => Code is "NETSDK1004" or "NETSDK1005" or "NETSDK1047" or "NETSDK1064";

    /// <summary>Whether the error keeps <paramref name="project"/> from being loaded.</summary>
    public bool Concerns(AbsolutePath project) => Project == project || File == project;

    /// <summary>Reads a line in MSBuild's canonical form, <c>file(line,column): error CODE: words [project::TargetFramework=f]</c>.</summary>
    public static BuildError? Parse(string line)
    {
        var match = Canonical().Match(line);
        return match.Success
            ? new(PathOf(match.Groups["file"]), PathOf(match.Groups["project"]), match.Groups["code"].Value, match.Groups["message"].Value.Trim())
            : null;
    }

    private static AbsolutePath? PathOf(Group group)
    {
        var text = group.Value.Trim();
        return Path.IsPathFullyQualified(text) && !text.Contains('\0', StringComparison.Ordinal) ? new AbsolutePath(text) : null;
    }

    [GeneratedRegex(@"^(?<file>.*?)(\([\d,-]+\))?\s*:\s+(\w+\s+)?error\s+(?<code>\w+)?\s*:\s*(?<message>.*?)(\s\[(?<project>[^\[\]]+?)(::[^\[\]]*)?\])?$", RegexOptions.NonBacktracking)]
    private static partial Regex Canonical();
}
