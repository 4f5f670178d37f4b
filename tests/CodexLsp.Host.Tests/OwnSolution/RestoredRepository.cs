using System.Runtime.CompilerServices;
using CodexLsp.Host.Tests.Cli;

namespace CodexLsp.Host.Tests.OwnSolution;

/// <summary>A copy of this repository's sources, restored and never built. No test writes to it.</summary>
public sealed class RestoredRepository : IAsyncLifetime
{
    public TemporaryFolder Folder { get; } = new();

    /// <summary>Shared by the tests, so that only the first pays for MSBuild.</summary>
    public TemporaryFolder State { get; } = new();

    public Task InitializeAsync()
    {
        Folder.CopySources(Root());
        return RestoredSolution.DotnetAsync(Folder.Path, "restore", "CodexLsp.sln");
    }

    public Task DisposeAsync()
    {
        Folder.Dispose();
        State.Dispose();
        return Task.CompletedTask;
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(file, "../../../.."));
}
