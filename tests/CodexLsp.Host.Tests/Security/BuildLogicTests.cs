using CodexLsp.Host.Cli;
using CodexLsp.Host.Tests.Cli;

namespace CodexLsp.Host.Tests.Security;

/// <summary>A project's build logic is code of strangers: without trust it does not run.</summary>
public sealed class BuildLogicTests : IDisposable
{
    private readonly TestCommandLine _cli = new();

    public BuildLogicTests()
    {
        _cli.Workspace.Write("A.csproj", """
            <Project Sdk="Microsoft.NET.Sdk" InitialTargets="Strange">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <Target Name="Strange"><WriteLinesToFile File="$(MSBuildThisFileDirectory)ran.txt" Lines="ran" /></Target>
            </Project>
            """);
        _cli.Workspace.Write("A.cs", "class A\n{\n    int M() => 1;\n}\n");
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Without_a_build_no_command_runs_it()
    {
        await using var model = await _cli.StartModelAsync("```\n    int M() => 2;\n```");
        var before = _cli.Everything();
        foreach (var command in new string[][]
        {
            ["edit", "A.cs:3", "two"], ["verify"], ["context", "A.cs:3"], ["doctor"], ["edit", "A.cs:3", "add documentation", "--provider", "offline"],
        })
        {
            var outcome = await _cli.RunAsync([.. command, "--no-build"]);
            Assert.True(outcome.ExitCode is ExitCodes.Done or ExitCodes.Failed, outcome.Error);
        }

        Assert.Equal(before, _cli.Everything());

        // With trust it does run: the defence is what kept it from running.
        await _cli.RunAsync("verify");
        Assert.True(File.Exists(_cli.Workspace["ran.txt"]));
    }

    [Fact]
    public async Task Without_a_build_not_even_the_sdk_is_the_workspaces_choice()
    {
        // global.json can point to an SDK inside the repository, which would run as soon as dotnet is asked anything there.
        _cli.Workspace.Write("global.json", """{ "sdk": { "version": "8.0.999", "rollForward": "disable" } }""");
        (await _cli.RunAsync("doctor", "--no-build")).Says("ok   dotnet: SDK ");
        (await _cli.RunAsync("doctor")).Says("FAIL dotnet: ");
    }
}
