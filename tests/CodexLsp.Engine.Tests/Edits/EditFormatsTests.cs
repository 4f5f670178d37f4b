using CodexLsp.Engine.Edits;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Tests.Edits;

public sealed class EditFormatsTests
{
    private static EditScript Read(string text, EditTarget? target = null) => Assert.IsType<EditParse.Parsed>(EditFormats.Parse(text, target)).Script;

    private static string Unreadable(string text) => Assert.IsType<EditParse.Unreadable>(EditFormats.Parse(text, null)).Failure.Message;

    private static EditTarget Target(string marked)
    {
        var file = Markup.Parse(marked).Single;
        return new EditTarget(file.Path, file.Source, file.Span);
    }

    private static string Rewrite(string marked, string answer)
    {
        var target = Target(marked);
        var replace = Assert.IsType<FileEdit.Replace>(Read(answer, target).Files.Single());
        return target.Text.WithChanges(new TextChange(replace.Span, replace.Text)).ToString();
    }

    [Theory]
    [InlineData("*** Begin Patch\n*** Update File: a.cs\n@@\n-x\n+y\n*** End Patch")]
    [InlineData("Here it is:\n```\n*** Begin Patch\r\n*** Update File: ./a.cs\r\n@@\r\n-x\r\n+y\r\n*** End Patch\r\n```\nDone.")]
    [InlineData("  *** Begin Patch  \n  *** Update File: `a.cs`\n  @@\n  -x\n  +y\n  *** End Patch")]
    [InlineData("*** Update File: a.cs\n-x\n+y\n\n *** End Patch")]
    public void One_patch_is_read_whatever_is_around_it(string text)
    {
        Expect.Text(
            PatchEnvelope.Write(Read(text)),
            """
            *** Begin Patch
            *** Update File: a.cs
            @@
            -x
            +y
            *** End Patch
            """);
    }

    [Theory]
    [InlineData("Sorry, I cannot do that.", "holds no edit")]
    [InlineData("*** Begin Patch\n*** Update File: a.cs\n-x", "cut off")]
    [InlineData("*** Begin Patch\n*** End Patch", "is empty")]
    [InlineData("*** Begin Patch\n*** Update File: a.cs\n@@\nx\n*** End Patch", "Line 3 of the patch, 'x'")]
    [InlineData("*** Begin Patch\n*** Update File: a.cs\n*** End Patch", "holds no change")]
    [InlineData("*** Begin Patch\n*** Delete File: a\n*** End Patch\n*** Begin Patch\n*** Delete File: b\n*** End Patch", "more than one patch")]
    public void What_is_not_clear_is_refused(string text, string why) => Assert.Contains(why, Unreadable(text), StringComparison.Ordinal);

    [Fact]
    public void A_unified_diff_is_read_as_git_prints_it()
    {
        var script = Read(
            """
            diff --git a/src/a.cs b/src/a.cs
            index 1111111..2222222 100644
            --- a/src/a.cs
            +++ b/src/a.cs
            @@ -10,3 +10,3 @@ class C
             one
            --- two
            +++ 2
             three
            diff --git a/b.cs b/c.cs
            similarity index 100%
            rename from b.cs
            rename to c.cs
            diff --git "a/\303\244.cs" "b/\303\244.cs"
            deleted file mode 100644
            --- "a/\303\244.cs"
            +++ /dev/null
            @@ -1 +0,0 @@
            -x
            """);

        Assert.Equal(["src/a.cs", "b.cs", "ä.cs"], script.Files.Select(f => f.Path));
        var hunk = Assert.IsType<FileEdit.Update>(script.Files[0]).Hunks.Single();
        Assert.Equal(9, hunk.LineHint);
        Assert.Equal(["one", "-- two", "++ 2", "three"], hunk.Lines.Select(l => l.Text));
        Assert.Equal("c.cs", Assert.IsType<FileEdit.Update>(script.Files[1]).MoveTo);
        Assert.IsType<FileEdit.Delete>(script.Files[2]);
    }

    [Theory]
    [InlineData("B();", "{\n    B();\n}\n")]
    [InlineData("    B();\n    C();\n", "{\n    B();\n    C();\n}\n")]
    [InlineData("Sure:\n\n```csharp\n    B();\n```\nI called B.", "{\n    B();\n}\n")]
    [InlineData("```\r\n    B();\r\n```", "{\n    B();\n}\n")]
    [InlineData("2|     B();\n3|     C();", "{\n    B();\n    C();\n}\n")]
    public void A_selection_rewrite_replaces_the_selected_lines(string answer, string after) =>
        Assert.Equal(after, Rewrite("{\n[|    A();\n|]}\n", answer));

    [Theory]
    [InlineData("")]
    [InlineData(" \n\n")]
    [InlineData("```\n```")]
    public void An_answer_without_lines_is_not_taken_for_a_deletion(string answer) =>
        Assert.IsType<EditParse.Unreadable>(EditFormats.Parse(answer, Target("[|x\n|]")));

    [Fact]
    public void Two_code_blocks_for_one_selection_are_refused() =>
        Assert.IsType<EditParse.Unreadable>(EditFormats.Parse("```\na\n```\nor\n```\nb\n```", Target("[|x\n|]")));

    [Fact]
    public void The_preview_shows_the_text_so_far_without_fences()
    {
        var stream = new SelectionRewriteStream(Target("[|x\n|]"));
        var seen = new List<string>();
        foreach (var part in new[] { "``", "`cs\nvar a", " = 1;\nva", "r b;\n`", "``" })
        {
            stream.Append(part);
            seen.Add(stream.Text);
        }

        Assert.Equal(["", "var a", "var a = 1;\nva", "var a = 1;\nvar b;\n", "var a = 1;\nvar b;\n"], seen);
    }

    [Fact]
    public void A_written_patch_is_read_as_the_same_script()
    {
        var word = Gen.Elements("x", "", " y", "+z", "@@ a", "*** End Patch", "\tindented", "-", "*** Update File: q");
        var line = from kind in Gen.Elements(EditLineKind.Context, EditLineKind.Removed, EditLineKind.Added) from text in word select new EditLine(kind, text);
        var hunk =
            from anchors in Gen.Elements("class A", "void M()").ListOf()
            from first in line
            from lines in line.ListOf()
            from atEnd in Gen.Elements(true, false)
            select new EditHunk([.. anchors], [first, .. lines], atEnd);
        var file = Gen.OneOf(
            from hunks in hunk.ListOf() from first in hunk select (FileEdit)new FileEdit.Update("a/b c.cs", null, [first, .. hunks]),
            from lines in word.ListOf() select (FileEdit)new FileEdit.Create("n.cs", string.Concat(lines.Select(l => l + "\n"))),
            Gen.Constant((FileEdit)new FileEdit.Delete("d.cs")),
            from hunks in hunk.ListOf() select (FileEdit)new FileEdit.Update("m.cs", "to.cs", [.. hunks]));
        Prop.ForAll(
            Arb.From(from files in file.ListOf() where files.Count > 0 select new EditScript([.. files])),
            script => Assert.Equal(PatchEnvelope.Write(script), PatchEnvelope.Write(Read(PatchEnvelope.Write(script))))).QuickCheckThrowOnFailure();
    }
}
