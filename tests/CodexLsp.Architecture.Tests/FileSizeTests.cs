namespace CodexLsp.Architecture.Tests;

/// <summary>Files end before they rot.</summary>
public sealed class FileSizeTests
{
    private const int MaximumLines = 500;

    // Nobody writes such a file; a test holds it against what it is made from.
    private const string Made = "// Made from ";

    [Fact]
    public void No_source_file_is_over_500_lines() => Findings.None(TooLong(Repository.Files));

    [Fact]
    public void A_longer_file_would_be_seen() =>
        Assert.Equal(
            ["Long.cs: 501 lines"],
            TooLong([new("Long.cs", Text(501)), new("Whole.cs", Text(500)), new("Long.md", Text(501)), new("Made.ts", Made + Text(501))]));

    private static string Text(int lines) => string.Concat(Enumerable.Repeat("//\n", lines));

    private static IEnumerable<string> TooLong(IEnumerable<SourceFile> files) =>
        files.Where(file => file.Is(".cs", ".ts", ".mjs") && file.Lines.Length > MaximumLines && !file.Lines[0].StartsWith(Made, StringComparison.Ordinal)).Select(file => $"{file.Path}: {file.Lines.Length} lines");
}
