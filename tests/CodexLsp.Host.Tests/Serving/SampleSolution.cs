using System.Collections.Immutable;
using CodexLsp.CSharp.Loading;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Processes;

namespace CodexLsp.Host.Tests.Serving;

/// <summary>A library, and an application that calls it: restored once for all tests of the language server, which run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SampleSolution : IAsyncLifetime, ICollectionFixture<SampleSolution>
{
    public const string Name = "language server";

    public const string Calculator = """
        namespace Lib;

        public static class Calculator
        {
            public static int Add(int left, int right)
            {
                return left + right;
            }

            public static string Describe()
            {
                return "calculator";
            }

            public static int Twice(int value)
            {
                return Add(value, value);
            }
        }

        """;

    private readonly TemporaryFolder _folder = new();

    /// <summary>The workspace folder.</summary>
    public string Root => _folder["workspace"];

    /// <summary>What loading a solution keeps: shared, so that only the first session waits for MSBuild.</summary>
    public string Cache => _folder["cache"];

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Cache);
        WriteTo(Root);
        await RestoreAsync(Root);
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Writes the solution to a folder of a test's own.</summary>
    public static void WriteTo(string root)
    {
        Write("Sample.slnx", """
            <Solution>
              <Project Path="Lib/Lib.csproj" />
              <Project Path="App/App.csproj" />
            </Solution>
            """);
        Write("Directory.Build.props", "<Project />\n");
        Write("Directory.Build.targets", "<Project />\n");
        Write("Lib/Lib.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
              </PropertyGroup>
            </Project>
            """);
        Write("Lib/Calculator.cs", Calculator);
        Write("App/App.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup><ProjectReference Include="../Lib/Lib.csproj" /></ItemGroup>
            </Project>
            """);
        Write("App/Program.cs", """
            using Lib;

            System.Console.WriteLine(Calculator.Add(1, 2));

            """);

        void Write(string path, string text)
        {
            var file = Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    /// <summary>Restores what is in a folder, as a developer has done before an editor opens it.</summary>
    public static async Task RestoreAsync(string root)
    {
        var dotnet = Assert.IsType<DotnetLocation.Found>(DotnetLocator.OfThisMachine.Find(null));
        var request = new ProcessRequest(dotnet.Executable.Value, ["restore", "Sample.slnx"], new AbsolutePath(root))
        {
            // A test run leaves paths into its own SDK in the environment; a node that is kept would outlive the tests.
            Environment = Environment.GetEnvironmentVariables().Keys.Cast<string>()
                .Where(n => n.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
                .ToImmutableDictionary(n => n, _ => (string?)null)
                .SetItem("MSBUILDDISABLENODEREUSE", "1"),
            Timeout = TimeSpan.FromMinutes(3),
        };
        var result = Assert.IsType<ProcessResult.Exited>(await new ProcessLauncher(TimeProvider.System).RunAsync(request, CancellationToken.None));
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }
}
