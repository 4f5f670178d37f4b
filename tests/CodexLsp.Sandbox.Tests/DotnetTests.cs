using System.Runtime.CompilerServices;
using CodexLsp.Engine.Processes;

namespace CodexLsp.Sandbox.Tests;

/// <summary>A restored .NET solution builds and tests inside, without a network.</summary>
public sealed class DotnetTests : SandboxTest
{
    public override async Task InitializeAsync()
    {
        // The SDK never ran here: it leaves the marks of its first use in a folder that is there, but not its own.
        Write("home/.dotnet/tools/tool", "a tool\n");
        await base.InitializeAsync();
        CopySample();
        var restored = await Launcher.RunAsync(new ProcessRequest("dotnet", ["restore", "Shop.sln", "-nodeReuse:false"], Workspace), CancellationToken.None);
        Assert.Equal(0, Assert.IsType<ProcessResult.Exited>(restored).ExitCode);
    }

    [Theory]
    [InlineData("build")]
    [InlineData("test")]
    public async Task The_sample_passes_and_the_users_tree_stays_as_it_was(string verb)
    {
        var before = Tree();

        var run = await Run("dotnet", verb, "Shop.sln");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Equal(before, Tree());
    }

    protected override string? Variable(string name) => name == "NUGET_PACKAGES"
        ? base.Variable(name) ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages")
        : base.Variable(name);

    private string[] Tree() =>
        [.. Directory.EnumerateFiles(Workspace.Value, "*", SearchOption.AllDirectories).Order().Select(f => $"{f} {File.GetLastWriteTimeUtc(f):O}")];

    private void CopySample([CallerFilePath] string here = "")
    {
        var sample = Path.GetFullPath(Path.Combine(here, "../../../samples/Shop"));
        foreach (var file in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(sample, file);
            if (!relative.Split('/').Any(part => part is "bin" or "obj"))
            {
                Write($"home/project/{relative}", File.ReadAllText(file));
            }
        }
    }
}
