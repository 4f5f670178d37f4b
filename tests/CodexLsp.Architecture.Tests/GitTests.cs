using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CodexLsp.Architecture.Tests;

/// <summary>
/// A repository's configuration can name programs that git starts (hooks, <c>core.fsmonitor</c>, filters, external diffs). The
/// product reads ignore rules itself and never starts git outside the sandbox, so that there is nothing to switch off.
/// </summary>
public sealed class GitTests
{
    [Fact]
    public void Nothing_in_the_product_starts_git() =>
        Findings.None(Repository.CSharp.Where(file => file.Path.StartsWith("server/", StringComparison.Ordinal)).SelectMany(Starts));

    [Theory]
    [InlineData("class A { object B = new ProcessRequest(\"git\", [], folder); }")]
    [InlineData("class A { string Program = \"git.exe\"; }")]
    public void A_call_of_git_would_be_seen(string text) => Assert.Single(Starts(new("server/A.cs", text)));

    private static IEnumerable<string> Starts(SourceFile file) =>
        file.Syntax.DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.StringLiteralToken) && token.ValueText is "git" or "git.exe" or "/usr/bin/git")
            .Select(token => $"{file.Path}: starts git ({token.Text})");
}
