using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Tests.Edits;

public sealed class GrowingRewriteTests
{
    private const string Before = "first\na\nb\nc\nlast\n";

    private static readonly AbsolutePath Path = new(System.IO.Path.Combine(System.IO.Path.GetTempPath(), "a.cs"));
    private static readonly EditTarget Target = new("a.cs", SourceText.From(Before), new TextSpan(6, 6));

    [Theory]
    [InlineData("", null)]
    [InlineData("a", null)]
    [InlineData("a\n", null)]
    [InlineData("a\nB", null)]
    [InlineData("a\nB\n", "first\na\nB\nc\nlast\n")]
    [InlineData("a\nB\nmore\n", "first\na\nB\nmore\nlast\n")]
    [InlineData("a\nB\nmore\nc\n", "first\na\nB\nmore\nc\nlast\n")]
    [InlineData("new\na\n", "first\nnew\na\nb\nc\nlast\n")]
    [InlineData("*** Begin Patch\n*** Update File: a.cs\n", null)]
    [InlineData("--- a/a.cs\n+++ b/a.cs\n@@ -1 +1 @@\n", null)]
    public void Old_lines_stay_until_the_answer_has_come_to_them(string written, string? after) =>
        Assert.Equal(after, GrowingRewrite.Of(Path, new TextVersion(3), Target, written, null)?.After!.ToString());

    [Fact]
    public void A_hunk_that_grows_keeps_its_id()
    {
        var first = GrowingRewrite.Of(Path, null, Target, "a\nB\n", null)!;
        var second = GrowingRewrite.Of(Path, null, Target, "a\nB\nB2\n", first)!;
        Assert.Equal(first.Hunks.Single().Id, second.Hunks.Single().Id);
        Assert.Equal("B\nB2\n", second.Hunks.Single().NewText);
    }

    [Fact]
    public void The_whole_answer_at_last_makes_the_change_the_answer_is_read_as() =>
        Prop.ForAll(Arb.From(Gen.Elements("a", "b", "c", "x", "}").NonEmptyListOf()), lines =>
        {
            var answer = string.Join("\n", lines) + "\n";
            FileChange? change = null;
            for (var end = 1; end <= answer.Length; end++)
            {
                change = GrowingRewrite.Of(Path, null, Target, answer[..end], change) ?? change;
                Assert.All(change?.Hunks ?? [], h => Assert.Equal(h.OldText, Before.Substring(h.Span.Start, h.Span.Length)));
            }

            var script = Assert.IsType<EditParse.Parsed>(SelectionRewrite.Parse(answer, Target)).Script;
            var whole = Target.Text.WithChanges(new TextChange(Target.Span, ((FileEdit.Replace)script.Files.Single()).Text)).ToString();
            var last = GrowingRewrite.Of(Path, null, Target, answer, change)?.After!.ToString() ?? Before;
            Assert.StartsWith(whole[..^"last\n".Length], last, StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();
}
