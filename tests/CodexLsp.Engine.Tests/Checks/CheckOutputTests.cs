using CodexLsp.Engine.Checks;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Verification;

namespace CodexLsp.Engine.Tests.Checks;

public sealed class CheckOutputTests
{
    private static readonly AbsolutePath Root = new(Path.Combine(Path.GetTempPath(), "ws"));

    [Theory]
    [InlineData("src/a.ts(3,5): error TS2322: Type 'string' is not assignable to type 'number'.\n", "src/a.ts:2:4 Error TS2322 Type 'string' is not assignable to type 'number'.")]
    [InlineData("src/a.ts(3,5): warning TS6133: x is never read.\r\n", "src/a.ts:2:4 Warning TS6133 x is never read.")]
    [InlineData("  File \"a.py\", line 1\n    def f(:\n          ^\nSyntaxError: invalid syntax\n", "a.py:0:0 Error SyntaxError invalid syntax")]
    [InlineData("Sorry: IndentationError: unexpected indent (a.py, line 2)\n", "a.py:1:0 Error IndentationError unexpected indent")]
    [InlineData("a.py:4: error: Name \"x\" is not defined  [name-defined]\n", "a.py:3:0 Error check Name \"x\" is not defined  [name-defined]")]
    [InlineData("src/a.rs:4:7: warning[W1]: unused\n", "src/a.rs:3:6 Warning W1 unused")]
    [InlineData("\u001b[96ma.ts\u001b[0m(1,1): \u001b[91merror\u001b[0m TS1: no\n", "a.ts:0:0 Error TS1 no")]
    [InlineData("Found 0 errors.\n", "")]
    public void A_checkers_words_are_findings(string output, string expected) =>
        Assert.Equal(expected, string.Join('\n', CheckOutput.Read(output, Root, "tsc").Select(Said)));

    [Fact]
    public void Nodes_words_are_a_finding()
    {
        var file = Root.Append("a.mjs").Value;

        var finding = CheckOutput.Read($"{file}:1\nexport const total = (lines => lines;\n                            ^^^^^\n\nSyntaxError: missing ) in parenthetical\n    at checkSyntax\n", Root, "node").Single();

        Assert.Equal("a.mjs:0:0 Error SyntaxError missing ) in parenthetical", Said(finding));
    }

    private static string Said(Finding f) =>
        $"{f.Path.RelativeTo(Root)}:{f.Range.Start.Line}:{f.Range.Start.Character} {f.Severity} {f.Code} {f.Message}";
}
