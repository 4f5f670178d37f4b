using CodexLsp.Engine;
using CodexLsp.Engine.Documents;

namespace CodexLsp.CSharp.Loading;

/// <summary>Everything that keeps a solution or a project from being loaded, in the words a user reads.</summary>
public static class LoadFailure
{
    /// <summary>The code of <see cref="NotTrusted"/>.</summary>
    public const string NotTrustedCode = "load.notTrusted";

    /// <summary>The code of a project, or solution, whose packages were not restored.</summary>
    public const string NotRestoredCode = "load.notRestored";

    /// <summary>The code of an SDK that <c>global.json</c> asks for and that is absent.</summary>
    public const string SdkMissingCode = "load.sdkMissing";

    internal static Failure NotTrusted() => new(
        NotTrustedCode,
        "The workspace is not trusted, so its build was not asked and nothing was compiled.",
        "Trust the folder, then reload.");

    internal static Failure DotnetMissing(string message) => new(
        "load.dotnetMissing",
        message,
        "Install the .NET SDK (https://dot.net/download), or set DOTNET_ROOT to its folder.");

    internal static Failure SdkMissing(string version, string globalJson) => new(
        SdkMissingCode,
        $"{globalJson} asks for .NET SDK {version}, which is not installed.",
        $"Install SDK {version}, or change the version or `rollForward` in {globalJson}.");

    internal static Failure SolutionUnreadable(AbsolutePath path, string why) => new(
        "load.solutionUnreadable", $"{path} cannot be read: {why}", "Mend the file, or choose another with the setting `solution`.");

    internal static Failure NoProjects(AbsolutePath path) => new("load.noProjects", $"{path} names no C# project.");

    internal static Failure ProjectMissing(AbsolutePath project) => new(
        "load.projectMissing", $"{project} is named by the solution and does not exist.", "Take it out of the solution, or bring it back.");

    internal static Failure NotRestored(AbsolutePath project) => new(
        NotRestoredCode, $"{project.Name} is not restored, so its packages are unknown.", $"Run `dotnet restore {project}`.");

    internal static Failure RestoreIsStale(AbsolutePath project, string package) => new(
        NotRestoredCode, $"{project.Name} was restored before {package} was added to it.", $"Run `dotnet restore {project}`.");

    internal static Failure OldStyle(AbsolutePath project) => new(
        "load.oldStyle",
        $"{project.Name} is an old-style project, which is not loaded: the .NET SDK lacks the references of its framework.",
        "Convert it to an SDK-style project (<Project Sdk=\"Microsoft.NET.Sdk\">).");

    internal static Failure NoArguments(AbsolutePath project) => new(
        "load.noArguments",
        $"The build gave no compiler arguments for {project.Name}, so it was not loaded.",
        $"See whether `dotnet build {project}` compiles it.");

    internal static Failure BuildFailed(AbsolutePath subject, string error) => new(
        "load.buildFailed", $"MSBuild could not evaluate {subject.Name}: {error}", $"See `dotnet build {subject}`.");

    internal static Failure TimedOut(AbsolutePath solution, TimeSpan limit) => new(
        "load.timedOut", $"MSBuild did not answer for {solution.Name} within {limit.TotalSeconds:0} s.", "Try again.", Retryable: true);
}
