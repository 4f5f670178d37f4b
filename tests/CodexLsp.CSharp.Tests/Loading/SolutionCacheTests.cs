using System.Runtime.Versioning;
using CodexLsp.CSharp.Loading;
using CodexLsp.Engine.Documents;

namespace CodexLsp.CSharp.Tests.Loading;

/// <summary>A load that asks MSBuild is told from one that does not by <c>FromCache</c>, and by counting runs.</summary>
public sealed class SolutionCacheTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _cache = new();

    public async Task InitializeAsync()
    {
        SmallSolution.WriteTo(_folder);
        await Dotnet.Run(_folder.Path, "restore", "Small.slnx");
        Assert.False((await Load()).FromCache);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_valid_cache_answers_without_starting_a_process()
    {
        var dotnet = CountingDotnet();

        var first = await Load(o => o with { Dotnet = dotnet });
        var second = await Load(o => o with { Dotnet = dotnet });

        Assert.Equal((false, true), (first.FromCache, second.FromCache));
        Assert.Equal("run\n", await File.ReadAllTextAsync(_folder["runs"]));
        Assert.Equal(["App", "Lib(net10.0)", "Lib(netstandard2.0)"], second.Projects.Select(p => p.Name));
        Assert.Empty(await SolutionLoaderTests.Errors(second.Solution));
    }

    [Fact]
    public async Task A_changed_input_is_asked_about_again()
    {
        foreach (var path in new[] { "App/App.csproj", "build/constants.props", "Directory.Build.props", "Lib/obj/project.assets.json" })
        {
            await File.AppendAllTextAsync(_folder[path], "\n");

            Assert.False((await Load()).FromCache, path);
            Assert.True((await Load()).FromCache, path);
        }
    }

    [Fact]
    public async Task A_corrupt_cache_is_written_again()
    {
        await File.WriteAllTextAsync(Assert.Single(Directory.GetFiles(_cache.Path)), "{");

        Assert.False((await Load()).FromCache);
        Assert.True((await Load()).FromCache);
    }

    [Fact]
    public async Task A_new_source_is_found_and_a_changed_one_changes_nothing()
    {
        _folder.Write("Lib/Price.cs", "namespace Lib; public sealed class Price { public int Cents { get; set; } public int More; }");
        Assert.True((await Load()).FromCache);

        _folder.Write("Lib/New.cs", "namespace Lib; public sealed class New;");
        var loaded = await Load();

        Assert.False(loaded.FromCache);
        Assert.NotNull((await SolutionLoaderTests.Project(loaded, "Lib(net10.0)").GetCompilationAsync())!.GetTypeByMetadataName("Lib.New"));
    }

    [Fact]
    public async Task A_new_global_json_and_a_cleaned_obj_are_noticed()
    {
        File.Delete(_folder["App/obj/Debug/net10.0/App.GlobalUsings.g.cs"]);
        Assert.False((await Load()).FromCache);
        Assert.True((await Load()).FromCache);

        _folder.Write("global.json", """{ "sdk": { "version": "1.0.0", "rollForward": "disable" } }""");
        Assert.Equal(LoadFailure.SdkMissingCode, Assert.Single((await Load()).Failures).Code);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    /// <summary>A <c>dotnet</c> that writes a line for each run and then is the real one.</summary>
    [UnsupportedOSPlatform("windows")]
    private string CountingDotnet()
    {
        var real = Assert.IsType<DotnetLocation.Found>(DotnetLocator.OfThisMachine.Find(null));
        Directory.CreateDirectory(_folder["counting"]);
        Directory.CreateSymbolicLink(_folder["counting/sdk"], real.Root.Append("sdk").Value);
        var script = _folder.Write("counting/dotnet", $"#!/bin/sh\necho run >> '{_folder["runs"]}'\nexec '{real.Executable}' \"$@\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return script;
    }

    private Task<LoadedSolution> Load(Func<LoadOptions, LoadOptions>? change = null) =>
        Dotnet.Load(_folder["Small.slnx"], o => (change ?? (c => c))(o with { CacheFolder = new AbsolutePath(_cache.Path) }));
}
