using CodexLsp.CSharp.Loading;
using CodexLsp.Engine.Documents;

namespace CodexLsp.CSharp.Tests.Loading;

public sealed class SolutionCacheFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SolutionCache _cache;
    private readonly AbsolutePath _solution;

    public SolutionCacheFormatTests()
    {
        _cache = new SolutionCache(new AbsolutePath(_folder["cache"]));
        _solution = new AbsolutePath(_folder["A.sln"]);
    }

    [Fact]
    public async Task What_was_written_is_read()
    {
        var dump = new ProjectDump(_folder["A.csproj"], "net10.0", true, "c", "A", "assets", ["out"], ["Package"], ["/nullable", "ü.cs"]);

        await _cache.WriteAsync(new(_solution.Value, "print", [dump]), CancellationToken.None);

        var read = await _cache.ReadAsync(_solution, CancellationToken.None);
        Assert.Equal("print", read!.Fingerprint);
        var back = Assert.Single(read.Projects);
        Assert.Equal(dump.Arguments.AsEnumerable(), back.Arguments);
        Assert.Equal(dump, back with { Outputs = dump.Outputs, Packages = dump.Packages, Arguments = dump.Arguments });
        Assert.Null(await _cache.ReadAsync(new AbsolutePath(_folder["B.sln"]), CancellationToken.None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"Solution\":null,\"Fingerprint\":\"\",\"Projects\":[]}")]
    [InlineData("{\"Solution\":\"x\",\"Fingerprint\":\"\"}")]
    [InlineData("{\"Solution\":\"SOLUTION\",\"Fingerprint\":\"\",\"Projects\":[null]}")]
    [InlineData("{\"Solution\":\"SOLUTION\",\"Fingerprint\":\"\",\"Projects\":[{\"Project\":\"relative\",\"Framework\":\"\",\"IsSdkStyle\":true,\"Compiler\":\"\",\"RootNamespace\":\"\",\"AssetsFile\":\"\",\"Outputs\":[],\"Packages\":[],\"Arguments\":[]}]}")]
    public async Task A_corrupt_cache_is_no_cache(string content)
    {
        await _cache.WriteAsync(new(_solution.Value, "", []), CancellationToken.None);
        var file = Assert.Single(Directory.GetFiles(_folder["cache"]));
        await File.WriteAllTextAsync(file, content.Replace("SOLUTION", _solution.Value, StringComparison.Ordinal));

        Assert.Null(await _cache.ReadAsync(_solution, CancellationToken.None));
    }

    [Fact]
    public async Task It_can_be_read_by_its_owner_only()
    {
        await _cache.WriteAsync(new(_solution.Value, "", []), CancellationToken.None);

        var file = Assert.Single(Directory.GetFiles(_folder["cache"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, ModeOf(_folder["cache"]));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_only_costs_the_cache()
    {
        _folder.Write("cache", "A file is in the way.");

        await _cache.WriteAsync(new(_solution.Value, "", []), CancellationToken.None);

        Assert.Null(await _cache.ReadAsync(_solution, CancellationToken.None));
    }

    public void Dispose() => _folder.Dispose();

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
}
