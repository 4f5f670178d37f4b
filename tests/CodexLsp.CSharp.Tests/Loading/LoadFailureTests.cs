using CodexLsp.CSharp.Loading;

namespace CodexLsp.CSharp.Tests.Loading;

public sealed class LoadFailureTests : IDisposable
{
    private const string Plain = """
        <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_project_that_is_not_restored_says_how_to_restore_it()
    {
        _folder.Write("A/A.csproj", Plain);

        var loaded = await Dotnet.Load(_folder["A/A.csproj"]);

        var failure = Assert.Single(loaded.AllFailures);
        Assert.Equal(LoadFailure.NotRestoredCode, failure.Code);
        Assert.Equal($"Run `dotnet restore {_folder["A/A.csproj"]}`.", failure.Next);
        Assert.Empty(loaded.Solution.Projects);
    }

    [Fact]
    public async Task A_package_added_after_the_restore_is_named()
    {
        _folder.Write("A/A.csproj", Plain);
        await Dotnet.Run(_folder.Path, "restore", "A/A.csproj");
        _folder.Write("A/A.csproj", Plain.Replace("</Project>", "<ItemGroup><PackageReference Include=\"Serilog\" Version=\"3.1.1\" /></ItemGroup></Project>", StringComparison.Ordinal));

        var failure = Assert.Single((await Dotnet.Load(_folder["A/A.csproj"])).AllFailures);

        Assert.Equal((LoadFailure.NotRestoredCode, "A.csproj was restored before Serilog was added to it."), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task An_absent_sdk_of_global_json_is_named_with_a_way_out()
    {
        _folder.Write("A.csproj", Plain);
        _folder.Write("global.json", """{ "sdk": { "version": "8.0.100", "rollForward": "disable" } }""");

        var failure = Assert.Single((await Dotnet.Load(_folder["A.csproj"])).Failures);

        Assert.Equal(LoadFailure.SdkMissingCode, failure.Code);
        Assert.Equal($"{_folder["global.json"]} asks for .NET SDK 8.0.100, which is not installed.", failure.Message);
        Assert.Contains("rollForward", failure.Next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_projects_degrade_only_themselves()
    {
        var broken = new Dictionary<string, string>
        {
            ["Xml"] = "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup>",
            ["Import"] = Plain.Replace("</Project>", "<Import Project=\"absent.props\" /></Project>", StringComparison.Ordinal),
            ["Target"] = Plain.Replace("</Project>", "<Target Name=\"T\" BeforeTargets=\"CoreCompile\"><Error Code=\"X1\" Text=\"No licence.\" /></Target></Project>", StringComparison.Ordinal),
            ["Sdk"] = Plain.Replace("Microsoft.NET.Sdk", "No.Such.Sdk/1.0.0", StringComparison.Ordinal),
            ["Old"] = """<Project ToolsVersion="15.0" xmlns="http://schemas.microsoft.com/developer/msbuild/2003"><PropertyGroup><TargetFrameworkVersion>v4.8</TargetFrameworkVersion></PropertyGroup><Import Project="$(MSBuildToolsPath)\Microsoft.CSharp.targets" /></Project>""",
        };
        foreach (var (name, text) in broken)
        {
            _folder.Write($"{name}/{name}.csproj", text);
        }

        _folder.Write("Good/Good.csproj", Plain);
        _folder.Write("Good/Good.cs", "class Good;");
        await Dotnet.Run(_folder.Path, "restore", "Good/Good.csproj");
        foreach (var name in new[] { "Target", "Import" })
        {
            Directory.CreateDirectory(_folder[$"{name}/obj"]);
            File.Copy(_folder["Good/obj/project.assets.json"], _folder[$"{name}/obj/project.assets.json"]);
        }

        var names = broken.Keys.Append("Good").Append("Absent");
        _folder.Write("All.slnx", $"<Solution>{string.Concat(names.Select(n => $"<Project Path=\"{n}/{n}.csproj\" />"))}</Solution>");

        var loaded = await Dotnet.Load(_folder["All.slnx"]);

        Expect.Text(
            string.Join('\n', loaded.Projects.Select(p => $"{p.Name}: {p.Failure?.Code} {p.Failure?.Message}".Replace(_folder.Path, "", StringComparison.Ordinal))),
            """
            Absent: load.projectMissing /Absent/Absent.csproj is named by the solution and does not exist.
            Good:  
            Import: load.buildFailed MSBuild could not evaluate Import.csproj: MSB4019 The imported project "/Import/absent.props" was not found. Confirm that the expression in the Import declaration "absent.props", which evaluated to "absent.props", is correct, and that the file exists on disk.
            Old: load.oldStyle Old.csproj is an old-style project, which is not loaded: the .NET SDK lacks the references of its framework.
            Sdk: load.buildFailed MSBuild could not evaluate Sdk.csproj: Could not resolve SDK "No.Such.Sdk". Exactly one of the probing messages below indicates why we could not resolve the SDK. Investigate and resolve that message to correctly specify the SDK.
            Target: load.buildFailed MSBuild could not evaluate Target.csproj: X1 No licence.
            Xml: load.buildFailed MSBuild could not evaluate Xml.csproj: MSB4025 The project file could not be loaded. Unexpected end of file has occurred. The following elements are not closed: PropertyGroup, Project. Line 1, position 49.
            """);
        Assert.Empty(loaded.Failures);
        Assert.Empty(await SolutionLoaderTests.Errors(loaded.Solution));
    }

    [Fact]
    public async Task A_solution_that_cannot_be_read_is_an_outcome()
    {
        var loaded = new[]
        {
            await Dotnet.Load(_folder["absent.sln"]),
            await Dotnet.Load(_folder["absent.csproj"]),
            await Dotnet.Load(_folder.Write("bad.slnx", "<Solution><Project")),
            await Dotnet.Load(_folder.Write("empty.sln", "")),
        };

        Assert.Equal(
            ["load.solutionUnreadable", "load.solutionUnreadable", "load.solutionUnreadable", "load.noProjects"],
            loaded.Select(l => Assert.Single(l.Failures).Code));
    }

    [Fact]
    public async Task A_configured_dotnet_that_is_none_is_named()
    {
        var failure = Assert.Single((await Dotnet.Load(_folder.Write("A.csproj", Plain), o => o with { Dotnet = _folder["dotnet"] })).Failures);

        Assert.Equal(("load.dotnetMissing", $"The configured dotnet, {_folder["dotnet"]}, is not one that has an SDK."), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task A_build_that_hangs_is_ended_in_time()
    {
        _folder.Write("A.csproj", """
            <Project Sdk="Microsoft.NET.Sdk" InitialTargets="Hang">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <Target Name="Hang"><Exec Command="sleep 1000" /></Target>
            </Project>
            """);

        var failure = Assert.Single((await Dotnet.Load(_folder["A.csproj"], o => o with { Timeout = TimeSpan.FromSeconds(5) })).Failures);

        Assert.Equal(("load.timedOut", true), (failure.Code, failure.Retryable));
    }

    public void Dispose() => _folder.Dispose();
}
