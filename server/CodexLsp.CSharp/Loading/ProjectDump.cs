using System.Collections.Immutable;
using CodexLsp.Engine.Documents;

namespace CodexLsp.CSharp.Loading;

/// <summary>What MSBuild said of one project in one framework: the lines <c>Dump.targets</c> writes.</summary>
/// <param name="Project">The project file.</param>
/// <param name="Framework">Such as <c>net10.0</c>; empty for old-style projects.</param>
/// <param name="IsSdkStyle">Whether it uses Microsoft.NET.Sdk.</param>
/// <param name="Compiler">The folder of the compiler's targets; the compiler is in <c>bincore</c> below it.</param>
/// <param name="RootNamespace">The default namespace.</param>
/// <param name="AssetsFile">What restore writes; empty where nothing is restored.</param>
/// <param name="Outputs">Every place the project's assembly, or its reference assembly, may be referenced by.</param>
/// <param name="Packages">The names of its package references.</param>
/// <param name="Arguments">The compiler's arguments, in order.</param>
internal sealed record ProjectDump(
    string Project,
    string Framework,
    bool IsSdkStyle,
    string Compiler,
    string RootNamespace,
    string AssetsFile,
    ImmutableArray<string> Outputs,
    ImmutableArray<string> Packages,
    ImmutableArray<string> Arguments)
{
    /// <summary>The project file.</summary>
    public AbsolutePath Path => new(Project);

    /// <summary>Reads the lines of one dump; null when they name no project.</summary>
    public static ProjectDump? Parse(IEnumerable<string> lines)
    {
        var values = lines
            .Select(l => (Line: l, Sign: l.IndexOf('=', StringComparison.Ordinal)))
            .Where(l => l.Sign > 0 && l.Sign < l.Line.Length - 1)
            .ToLookup(l => l.Line[..l.Sign], l => l.Line[(l.Sign + 1)..]);
        string One(string key) => values[key].FirstOrDefault("");
        return System.IO.Path.IsPathFullyQualified(One("project"))
            ? new ProjectDump(
                One("project"),
                One("framework"),
                string.Equals(One("sdkStyle"), "true", StringComparison.OrdinalIgnoreCase),
                One("compiler"),
                One("namespace"),
                One("assets"),
                [.. values["output"]],
                [.. values["package"]],
                [.. values["argument"]])
            : null;
    }
}
