using CodexLsp.CSharp.Tests.Loading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Tests.Context;

/// <summary>The sample, copied, restored and loaded as a user's solution is.</summary>
public sealed class LoadedSample : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public Solution Solution { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _folder.CopySources(Path.Combine(LoadedRepository.Root(), "samples", "Shop"));
        await Dotnet.Run(_folder.Path, "restore", "Shop.sln");
        Solution = (await Dotnet.Load(_folder["Shop.sln"])).Solution;
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The lines from the first that contains one text to the next that starts with another.</summary>
    public Task<(Document Document, TextSpan Span)> LinesAsync(string path, string from, string to) =>
        LoadedRepository.LinesAsync(Solution, _folder[path], from, to);
}
