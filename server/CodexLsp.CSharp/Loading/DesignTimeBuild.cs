using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CodexLsp.Engine.Processes;

namespace CodexLsp.CSharp.Loading;

/// <summary>
/// Asks the user's own MSBuild, in a process of its own, what the compiler would be given for each project. Nothing is compiled
/// or restored; like an editor's, this build writes the generated sources below <c>obj</c>.
/// </summary>
internal sealed partial class DesignTimeBuild(ProcessLauncher launcher)
{
    private const string InnerTargets = "Dump.targets";
    private const string OuterTargets = "DumpFrameworks.targets";

    /// <summary>Runs the build in the solution's folder, so that its <c>global.json</c> holds.</summary>
    public async Task<DesignTimeAnswer> RunAsync(
        SolutionFile solution, DotnetLocation.Found dotnet, LoadOptions options, CancellationToken cancellationToken)
    {
        using var load = LoadFolder.Create(Path.GetTempPath());
        var folder = load.Folder;
        var traversal = Path.Combine(folder.FullName, "Traversal.proj");
        await WriteResourceAsync(folder.FullName, InnerTargets, cancellationToken);
        await WriteResourceAsync(folder.FullName, OuterTargets, cancellationToken);
        await File.WriteAllTextAsync(traversal, Traversal(solution, options, folder.FullName).ToString(), cancellationToken);
        var request = new ProcessRequest(
            dotnet.Executable.Value,
            ["msbuild", traversal, "-nologo", "-noAutoResponse", "-m", "-nodeReuse:false", "-v:quiet", "-clp:ErrorsOnly;NoSummary;DisableMPLogging"],
            solution.Path.Parent!.Value)
        {
            Environment = DotnetEnvironment.Overlay(),
            Timeout = options.Timeout,
        };
        return await launcher.RunAsync(request, cancellationToken) switch
        {
            ProcessResult.NotStarted(var reason) => DesignTimeAnswer.Failed(
                LoadFailure.DotnetMissing($"{dotnet.Executable} could not be started: {reason}")),
            ProcessResult.TimedOut => DesignTimeAnswer.Failed(LoadFailure.TimedOut(solution.Path, options.Timeout)),
            ProcessResult.Exited exited => await AnswerAsync(solution, folder, exited, cancellationToken),
            _ => throw new InvalidOperationException("A process ends in one of three ways."),
        };
    }

    private static async Task<DesignTimeAnswer> AnswerAsync(
        SolutionFile solution, DirectoryInfo folder, ProcessResult.Exited exited, CancellationToken cancellationToken)
    {
        var output = exited.Output + "\n" + exited.Error;
        var missing = MissingSdk().Match(output);
        if (missing.Success)
        {
            return DesignTimeAnswer.Failed(LoadFailure.SdkMissing(missing.Groups["version"].Value, missing.Groups["file"].Value));
        }

        var dumps = ImmutableArray.CreateBuilder<ProjectDump>();
        foreach (var file in folder.EnumerateFiles("*.dump"))
        {
            if (ProjectDump.Parse(await File.ReadAllLinesAsync(file.FullName, cancellationToken)) is { } dump)
            {
                dumps.Add(dump);
            }
        }

        var errors = output.Split('\n').Select(l => BuildError.Parse(l.TrimEnd('\r'))).OfType<BuildError>().ToImmutableArray();
        return dumps.Count == 0 && errors.IsEmpty && exited.ExitCode != 0
            ? DesignTimeAnswer.Failed(LoadFailure.BuildFailed(solution.Path, $"exit code {exited.ExitCode}. {output.Trim()}"))
            : new([.. dumps.OrderBy(d => d.Path).ThenBy(d => d.Framework, StringComparer.Ordinal)], errors);
    }

    private static XElement Traversal(SolutionFile solution, LoadOptions options, string folder)
    {
        var path = solution.Path;
        var properties = new List<(string Name, string Value)>
        {
            ("Configuration", options.Configuration),
            ("DesignTimeBuild", "true"),
            ("SkipCompilerExecution", "true"),
            ("ProvideCommandLineArgs", "true"),
            ("BuildProjectReferences", "false"),
            ("BuildingProject", "false"),
            // Without it the compile step of an up-to-date project is skipped, and gives no arguments at all.
            ("NonExistentFile", "__NonExistentSubDir__/__NonExistentFile__"),
            ("CustomAfterMicrosoftCommonTargets", Path.Combine(folder, InnerTargets)),
            ("CustomAfterMicrosoftCommonCrossTargetingTargets", Path.Combine(folder, OuterTargets)),
            ("CodexLspDumpFolder", folder),
        };
        if (SolutionFile.IsSolution(path))
        {
            // What a build of the solution gives its projects, and their props may use.
            properties.AddRange(
            [
                ("SolutionDir", path.Parent!.Value.Value + Path.DirectorySeparatorChar),
                ("SolutionPath", path.Value),
                ("SolutionFileName", path.Name),
                ("SolutionName", Path.GetFileNameWithoutExtension(path.Name)),
                ("SolutionExt", path.Extension),
            ]);
        }

        return new XElement(
            "Project",
            new XElement("ItemGroup", solution.Projects.Where(p => File.Exists(p.Value)).Select(
                p => new XElement("SolutionProject", new XAttribute("Include", Escape(p.Value))))),
            new XElement(
                "Target",
                new XAttribute("Name", "Build"),
                new XElement(
                    "MSBuild",
                    new XAttribute("Projects", "@(SolutionProject)"),
                    new XAttribute("Targets", "CodexLspDump"),
                    new XAttribute("Properties", string.Join(';', properties.Select(p => $"{p.Name}={Escape(p.Value)}"))),
                    new XAttribute("BuildInParallel", "true"),
                    new XAttribute("SkipNonexistentTargets", "true"),
                    new XAttribute("ContinueOnError", "true"))));
    }

    /// <summary>Takes their meaning from the characters that have one to MSBuild.</summary>
    private static string Escape(string value)
    {
        var escaped = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            _ = "%$@'();?*".Contains(c, StringComparison.Ordinal) ? escaped.Append($"%{(int)c:X2}") : escaped.Append(c);
        }

        return escaped.ToString();
    }

    private static async Task WriteResourceAsync(string folder, string name, CancellationToken cancellationToken)
    {
        await using var resource = typeof(DesignTimeBuild).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is not in this assembly.");
        await using var file = File.Create(Path.Combine(folder, name));
        await resource.CopyToAsync(file, cancellationToken);
    }

    // The words of the host, which are never translated.
    [GeneratedRegex(@"A compatible \.NET SDK was not found\.[\s\S]*?Requested SDK version: (?<version>\S+)\s+global\.json file: (?<file>[^\r\n]+)")]
    private static partial Regex MissingSdk();
}
