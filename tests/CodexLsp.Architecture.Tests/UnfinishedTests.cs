using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CodexLsp.Architecture.Tests;

/// <summary>What is in the repository is done: nothing is left for later, no test is switched off.</summary>
public sealed partial class UnfinishedTests
{
    [Fact]
    public void Nothing_is_left_for_later() =>
        Findings.None(Repository.CSharp.SelectMany(UnfinishedCSharp).Concat(Repository.Files.Where(f => f.Is(".ts", ".mjs")).SelectMany(UnfinishedScript)));

    [Theory]
    [InlineData("class A; // TODO: more")]
    [InlineData("/// <summary>FIXME</summary>\nclass A;")]
    [InlineData("class A { void B() => throw new System.NotImplementedException(); }")]
    [InlineData("class A { [Fact(Skip = \"slow\")] void B() { } }")]
    public void Unfinished_code_would_be_seen(string text) => Assert.Single(UnfinishedCSharp(new("A.cs", text)));

    [Fact]
    public void Words_in_strings_are_data() =>
        Assert.Empty(UnfinishedCSharp(new("A.cs", "class A { string B = \"TODO new NotImplementedException()\"; int Skip = 1; }")));

    [Theory]
    [InlineData("// TO" + "DO later")]
    [InlineData("test.sk" + "ip('a', () => {})")]
    [InlineData("it.on" + "ly('a', () => {})")]
    public void An_unfinished_script_would_be_seen(string text) => Assert.Single(UnfinishedScript(new("a.mjs", text)));

    private static IEnumerable<string> UnfinishedCSharp(SourceFile file)
    {
        var root = file.Syntax;
        var comments = root.DescendantTrivia()
            .Where(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            .Where(trivia => LeftForLater().IsMatch(trivia.ToFullString()))
            .Select(trivia => trivia.GetLocation());
        var stubs = root.DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.Text == nameof(NotImplementedException) && name.FirstAncestorOrSelf<ObjectCreationExpressionSyntax>() is not null)
            .Select(name => name.GetLocation());
        var skipped = root.DescendantNodes()
            .OfType<AttributeArgumentSyntax>()
            .Where(argument => argument.NameEquals?.Name.Identifier.Text == "Skip")
            .Select(argument => argument.GetLocation());
        return comments.Concat(stubs).Concat(skipped).Select(place => $"{file.Path}:{place.GetLineSpan().StartLinePosition.Line + 1}");
    }

    private static IEnumerable<string> UnfinishedScript(SourceFile file) =>
        LeftForLater().Matches(file.Text).Concat(SwitchedOff().Matches(file.Text)).Select(match => $"{file.Path}: {match.Value}");

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex LeftForLater();

    [GeneratedRegex(@"\b(test|it|describe|suite)\.(skip|only|todo)\(")]
    private static partial Regex SwitchedOff();
}
