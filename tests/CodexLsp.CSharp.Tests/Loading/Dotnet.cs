using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CodexLsp.CSharp.Loading;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Processes;

namespace CodexLsp.CSharp.Tests.Loading;

/// <summary>The machine's own <c>dotnet</c>, as tests use it: to prepare solutions, and to load them.</summary>
internal static partial class Dotnet
{
    private static readonly ProcessLauncher Launcher = new(TimeProvider.System);

    public static SolutionLoader NewLoader() => new(Launcher, DotnetLocator.OfThisMachine, TimeProvider.System);

    /// <summary>Runs <c>dotnet</c> in a folder and fails with its words when it fails.</summary>
    public static async Task Run(string folder, params string[] arguments)
    {
        var result = await RunAsync(folder, arguments);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    /// <summary>Builds, and gives the files the build has errors in.</summary>
    public static async Task<ImmutableSortedSet<AbsolutePath>> BuildErrors(string folder, params string[] arguments)
    {
        var result = await RunAsync(folder, arguments);
        var files = BuildError().Matches(result.Output).Select(m => new AbsolutePath(m.Groups["file"].Value)).ToImmutableSortedSet();
        Assert.True(files.IsEmpty == (result.ExitCode == 0), result.Output + result.Error);
        return files;
    }

    public static Task<LoadedSolution> Load(string path, Func<LoadOptions, LoadOptions>? change = null) =>
        NewLoader().LoadAsync(
            new AbsolutePath(path), (change ?? (o => o))(new LoadOptions { Trusted = true }), progress: null, CancellationToken.None);

    private static async Task<ProcessResult.Exited> RunAsync(string folder, string[] arguments)
    {
        var dotnet = Assert.IsType<DotnetLocation.Found>(DotnetLocator.OfThisMachine.Find(null));
        var request = new ProcessRequest(dotnet.Executable.Value, [.. arguments], new AbsolutePath(folder))
        {
            Environment = DotnetEnvironment.Overlay().SetItem("MSBUILDDISABLENODEREUSE", "1").SetItem("UseSharedCompilation", "false"),
            OutputLimit = 16 * 1024 * 1024,
            Timeout = TimeSpan.FromMinutes(15),
        };
        return Assert.IsType<ProcessResult.Exited>(await Launcher.RunAsync(request, CancellationToken.None));
    }

    [GeneratedRegex(@"^\s*(?<file>[^\s(][^(\r\n]*)\(\d+,\d+\): error ", RegexOptions.Multiline)]
    private static partial Regex BuildError();
}
