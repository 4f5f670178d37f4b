using System.Runtime.CompilerServices;
using CodexLsp.CSharp.Tests.Loading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Tests.Context;

/// <summary>This repository's own solution, loaded where it is.</summary>
public sealed class LoadedRepository : IAsyncLifetime
{
    public Solution Solution { get; private set; } = null!;

    public async Task InitializeAsync() => Solution = (await Dotnet.Load(Path.Combine(Root(), "CodexLsp.sln"))).Solution;

    public Task DisposeAsync() => Task.CompletedTask;

    /// <inheritdoc cref="LoadedSample.LinesAsync"/>
    public Task<(Document Document, TextSpan Span)> LinesAsync(string path, string from, string to) =>
        LinesAsync(Solution, Path.Combine(Root(), path), from, to);

    internal static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(file, "../../../.."));

    internal static async Task<(Document Document, TextSpan Span)> LinesAsync(Solution solution, string path, string from, string to)
    {
        var document = DocumentOfFile.Principal(solution, path)!;
        var lines = (await document.GetTextAsync()).Lines;
        var first = lines.First(l => l.ToString().Contains(from, StringComparison.Ordinal));
        var last = lines.Skip(first.LineNumber).First(l => l.ToString().StartsWith(to, StringComparison.Ordinal));
        return (document, TextSpan.FromBounds(first.Start, last.EndIncludingLineBreak));
    }
}
