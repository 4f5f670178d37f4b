using System.Collections.Immutable;
using CodexLsp.CSharp.Loading;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Processes;

namespace CodexLsp.Host.Tests.Cli;

/// <summary>A real solution of two projects, restored and never built; every test puts the sources back first.</summary>
public sealed class RestoredSolution : IAsyncLifetime
{
    public TemporaryFolder Folder { get; } = new();

    /// <summary>Shared by the tests of a class, so that only the first pays for MSBuild.</summary>
    public TemporaryFolder State { get; } = new();

    public async Task InitializeAsync()
    {
        WriteSources();
        await DotnetAsync(Folder.Path, "restore", "Shop.slnx");
    }

    public Task DisposeAsync()
    {
        Folder.Dispose();
        State.Dispose();
        return Task.CompletedTask;
    }

    public void WriteSources()
    {
        foreach (var file in Directory.EnumerateFiles(Folder.Path, "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal)))
        {
            File.Delete(file);
        }

        File.Delete(Folder[".codex-lsp.json"]);
        Directory.CreateDirectory(Folder[".git"]);
        Folder.Write("Shop.slnx", """
            <Solution>
              <Project Path="Core/Core.csproj" />
              <Project Path="App/App.csproj" />
            </Solution>
            """);
        Folder.Write("Core/Core.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable></PropertyGroup>
            </Project>
            """);
        Folder.Write("App/App.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable></PropertyGroup>
              <ItemGroup><ProjectReference Include="../Core/Core.csproj" /></ItemGroup>
            </Project>
            """);
        Folder.Write("Core/Price.cs", """
            namespace Core;

            public static class Price
            {
                public static int Double(int cents)
                {
                    return cents * 2;
                }

                public static string Name(string text)
                {
                    return text.Trim();
                }
            }

            """);
        Folder.Write("App/Order.cs", """
            namespace App;

            public static class Order
            {
                public static int Total() => Core.Price.Double(21);
            }

            """);
    }

    /// <summary>Runs the machine's own <c>dotnet</c> and fails with its words when it fails.</summary>
    public static async Task DotnetAsync(string folder, params string[] arguments)
    {
        var dotnet = Assert.IsType<DotnetLocation.Found>(DotnetLocator.OfThisMachine.Find(null));
        var request = new ProcessRequest(dotnet.Executable.Value, [.. arguments], new AbsolutePath(folder))
        {
            Environment = ImmutableDictionary<string, string?>.Empty.SetItem("MSBUILDDISABLENODEREUSE", "1").SetItem("UseSharedCompilation", "false"),
        };
        var result = Assert.IsType<ProcessResult.Exited>(await new ProcessLauncher(TimeProvider.System).RunAsync(request, CancellationToken.None));
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }
}
