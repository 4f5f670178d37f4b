using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CodexLsp.Architecture.Tests;

/// <summary>A reader should be able to guess the file before searching, and a name should say what a thing is.</summary>
public sealed class NameTests
{
    private static readonly string[] EmptySuffixes = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility"];

    [Fact]
    public void No_type_has_a_name_that_says_nothing() => Findings.None(Repository.CSharp.SelectMany(EmptyNames));

    // Wire records are read beside the contract: one file holds what one section of it says.
    [Fact]
    public void A_file_is_named_after_a_type_in_it() =>
        Findings.None(Repository.CSharp.Where(file => !file.Path.StartsWith("server/CodexLsp.Host/Protocol/", StringComparison.Ordinal)).SelectMany(Misnamed));

    [Fact]
    public void Types_are_in_the_namespace_of_their_folder() => Findings.None(Repository.CSharp.SelectMany(Misplaced));

    [Theory]
    [InlineData("class TurnManager;")]
    [InlineData("namespace A; static class Outer { enum TextUtils { One } }")]
    [InlineData("delegate void ParseHelper();")]
    public void An_empty_name_would_be_seen(string text) => Assert.Single(EmptyNames(new("Any.cs", text)));

    [Theory]
    [InlineData("Turn.cs", "namespace A; class Thread; class Item;", "Turn.cs holds Thread, Item")]
    [InlineData("Turn.cs", "namespace A; enum TurnStatus; class Turn;", null)]
    [InlineData("Turn.cs", "namespace A; class Turn<T>; class Other;", null)]
    [InlineData("Turn.Steps.cs", "partial class Turn;", null)]
    [InlineData("Program.cs", "return 0;", null)]
    public void A_misnamed_file_would_be_seen(string path, string text, string? finding) =>
        Assert.Equal(finding, Misnamed(new(path, text)).SingleOrDefault());

    [Theory]
    [InlineData("server/CodexLsp.Engine/Edits/Hunk.cs", "CodexLsp.Engine", true)]
    [InlineData("server/CodexLsp.Engine/Edits/Hunk.cs", "CodexLsp.Engine.Edits", false)]
    [InlineData("tests/CodexLsp.Engine.Tests/HunkTests.cs", "CodexLsp.Engine.Tests", false)]
    public void A_misplaced_file_would_be_seen(string path, string name, bool seen) =>
        Assert.Equal(seen, Misplaced(new(path, $"namespace {name};")).Any());

    private static IEnumerable<string> EmptyNames(SourceFile file) =>
        Types(file)
            .Where(name => EmptySuffixes.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal)))
            .Select(name => $"{file.Path}: {name}");

    private static IEnumerable<string> Misnamed(SourceFile file)
    {
        var types = Types(file).ToList();
        return types.Count == 0 || types.Contains(file.Name) ? [] : [$"{file.Path} holds {string.Join(", ", types)}"];
    }

    private static IEnumerable<string> Misplaced(SourceFile file)
    {
        var expected = string.Join('.', file.Path.Split('/')[1..^1]);
        return file.Syntax.DescendantNodes()
            .OfType<BaseNamespaceDeclarationSyntax>()
            .Select(node => node.Name.ToString())
            .Where(name => name != expected)
            .Select(name => $"{file.Path}: namespace {name}, expected {expected}");
    }

    private static IEnumerable<string> Types(SourceFile file) =>
        file.Syntax.DescendantNodes()
            .Select(node => node switch
            {
                BaseTypeDeclarationSyntax type => type.Identifier.Text,
                DelegateDeclarationSyntax type => type.Identifier.Text,
                _ => null,
            })
            .OfType<string>();
}
