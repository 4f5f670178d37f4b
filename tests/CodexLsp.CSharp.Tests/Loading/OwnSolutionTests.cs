using System.Runtime.CompilerServices;

namespace CodexLsp.CSharp.Tests.Loading;

/// <summary>The largest real solution at hand is this repository's own.</summary>
public sealed class OwnSolutionTests
{
    [Fact]
    public async Task This_repository_loads_without_a_compile_error()
    {
        var loaded = await Dotnet.Load(Path.Combine(Root(), "CodexLsp.sln"));

        Assert.Empty(loaded.AllFailures);
        Assert.Contains("CodexLsp.CSharp.Tests", loaded.Projects.Select(p => p.Name));
        Assert.Empty(await SolutionLoaderTests.Errors(loaded.Solution));
        Assert.Empty(loaded.Analyzers.Snapshot());
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(file, "../../../.."));
}
