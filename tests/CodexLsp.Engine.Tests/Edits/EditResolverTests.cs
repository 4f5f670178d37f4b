using CodexLsp.Engine.Edits;

namespace CodexLsp.Engine.Tests.Edits;

public sealed class EditResolverTests
{
    private static string Update(string hunks) => $"*** Begin Patch\n*** Update File: a.cs\n{hunks}\n*** End Patch";

    private static string After(string before, string hunks)
    {
        using var workspace = new EditWorkspace();
        workspace.Write("a.cs", System.Text.Encoding.UTF8.GetBytes(before));
        return workspace.Place(Update(hunks)).Files.Single().After!.ToString();
    }

    private static string Refusal(string before, string hunks)
    {
        using var workspace = new EditWorkspace();
        workspace.Write("a.cs", System.Text.Encoding.UTF8.GetBytes(before));
        return workspace.Refusal(Update(hunks));
    }

    [Fact]
    public void Lines_are_replaced_where_they_stand() =>
        Assert.Equal("one\n2\nthree\n", After("one\ntwo\nthree\n", "@@\n one\n-two\n+2"));

    [Fact]
    public void The_first_line_of_a_file_with_a_byte_order_mark_can_be_changed()
    {
        using var workspace = new EditWorkspace();
        workspace.Write("a.cs", [0xEF, 0xBB, 0xBF, .. "one\r\ntwo"u8]);

        var change = workspace.Place(Update("@@\n-one\n+1")).Files.Single();

        Assert.Equal([0xEF, 0xBB, 0xBF, .. "1\r\ntwo"u8], Engine.Documents.FileText.Encode(change.After!));
    }

    [Fact]
    public void Two_equally_good_places_are_refused_naming_both() =>
        Assert.Contains("line 1 and line 3", Refusal("x\ny\nx\n", "@@\n-x\n+z"), StringComparison.Ordinal);

    [Fact]
    public void Lines_that_are_not_there_are_refused_with_the_nearest_text() =>
        Assert.Contains("lines 2-3:\n    return total;\n}", Refusal("{\n    return total;\n}\n", "@@\n-    return total;\n-    return none;\n+    return 1;"), StringComparison.Ordinal);

    [Fact]
    public void A_hunk_that_matches_but_for_trailing_space_keeps_the_files_own_lines() =>
        Assert.Equal("one  \n2\n", After("one  \ntwo\t\n", "@@\n one\n-two\n+2"));

    [Fact]
    public void Unicode_look_alikes_match_and_are_told()
    {
        using var workspace = new EditWorkspace();
        workspace.Write("a.cs", "say(“hi”) – now\n"u8.ToArray());

        var hunk = workspace.Place(Update("@@\n-say(\"hi\") - now\n+say(1)")).Files.Single().Hunks.Single();

        Assert.Equal((MatchLevel.Unicode, "say(1)\n"), (hunk.Match, hunk.NewText));
    }

    [Fact]
    public void A_hunk_with_another_indentation_is_shifted_as_a_whole() =>
        Assert.Equal(
            "class C\n{\n    void M()\n    {\n        if (x)\n        {\n            B();\n        }\n    }\n}\n",
            After("class C\n{\n    void M()\n    {\n        A();\n    }\n}\n", "@@\n void M()\n {\n-    A();\n+    if (x)\n+    {\n+        B();\n+    }\n }"));

    [Fact]
    public void Spaces_become_the_tabs_of_the_file() =>
        Assert.Equal("{\n\tif (x)\n\t{\n\t\tB();\n\t}\n}\n", After("{\n\tA();\n}\n", "@@\n {\n-    A();\n+    if (x)\n+    {\n+        B();\n+    }\n }"));

    [Fact]
    public void An_anchor_chooses_between_two_places() =>
        Assert.Equal(
            "class A\n{\n    x;\n}\nclass B\n{\n    y;\n}\n",
            After("class A\n{\n    x;\n}\nclass B\n{\n    x;\n}\n", "@@ class B\n-    x;\n+    y;"));

    [Fact]
    public void Stacked_anchors_narrow_further() =>
        Assert.Equal(
            "class A\n{\n    void M()\n    {\n        x;\n    }\n}\nclass B\n{\n    void L()\n    {\n        x;\n    }\n    void M()\n    {\n        y;\n    }\n}\n",
            After(
                "class A\n{\n    void M()\n    {\n        x;\n    }\n}\nclass B\n{\n    void L()\n    {\n        x;\n    }\n    void M()\n    {\n        x;\n    }\n}\n",
                "@@ class B\n@@     void M()\n-        x;\n+        y;"));

    [Fact]
    public void An_insertion_after_an_anchor_goes_right_after_it() =>
        Assert.Equal("a\nnew\nb\n", After("a\nb\n", "@@ a\n+new"));

    [Fact]
    public void An_insertion_without_an_anchor_goes_to_the_end() =>
        Assert.Equal("a\r\nb\r\nnew", After("a\r\nb", "@@\n+new"));

    [Fact]
    public void End_of_file_chooses_the_last_place() =>
        Assert.Equal("x\ny\nz\n", After("x\ny\nx\n", "@@\n-x\n+z\n*** End of File"));

    [Fact]
    public void Hunks_may_come_in_any_order() =>
        Assert.Equal("1\nb\n3\n", After("a\nb\nc\n", "@@\n-c\n+3\n@@\n-a\n+1"));

    [Fact]
    public void Overlapping_hunks_are_refused() =>
        Assert.Contains("two hunks change the same place", Refusal("a\nb\nc\n", "@@\n-a\n-b\n+1\n@@\n-b\n-c\n+2"), StringComparison.Ordinal);

    [Fact]
    public void New_lines_take_their_neighbours_line_ends() =>
        Assert.Equal("a\r\n1\r\n2\r\nb\nc\n3\n", After("a\r\nx\r\nb\nc\n", "@@\n a\n-x\n+1\n+2\n@@\n c\n+3"));

    [Theory]
    [InlineData("a\nb", "@@\n a\n-b", "a")]
    [InlineData("a\nb", "@@\n-b\n+c\n\\ No newline at end of file", "a\nc")]
    [InlineData("a\nb\n", "@@\n-b\n+c\n\\ No newline at end of file", "a\nc")]
    [InlineData("a\nb", "@@\n-b\n\\ No newline at end of file\n+c", "a\nc\n")]
    [InlineData("", "@@\n+c", "c\n")]
    public void The_last_line_end_stays_as_it_was_unless_asked(string before, string hunks, string after) =>
        Assert.Equal(after, After(before, hunks));

    [Fact]
    public void Line_numbers_copied_from_the_prompt_are_taken_away() =>
        Assert.Equal("one\n2\n", After("one\ntwo\n", "@@\n 1| one\n-2| two\n+2| 2"));

    [Fact]
    public void A_million_equal_lines_are_placed_without_delay()
    {
        var before = string.Concat(Enumerable.Repeat("\n", 500_000));
        Assert.Contains("two places", Refusal(before, "@@\n" + string.Concat(Enumerable.Repeat("-\n", 200_000)) + "+x"), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_made_moved_and_deleted()
    {
        using var workspace = new EditWorkspace("//- old.cs\nkept\n//- gone.cs\nx\n");

        var changes = workspace.Place(
            """
            *** Begin Patch
            *** Add File: sub/new.cs
            +hello
            *** Update File: old.cs
            *** Move to: moved.cs
            *** Delete File: gone.cs
            *** End Patch
            """);

        Expect.Text(
            UnifiedDiff.Write(changes, workspace.Root),
            """
            diff --git a/sub/new.cs b/sub/new.cs
            new file mode 100644
            --- /dev/null
            +++ b/sub/new.cs
            @@ -0,0 +1 @@
            +hello
            diff --git a/old.cs b/moved.cs
            rename from old.cs
            rename to moved.cs
            diff --git a/gone.cs b/gone.cs
            deleted file mode 100644
            --- a/gone.cs
            +++ /dev/null
            @@ -1 +0,0 @@
            -x
            """);
    }

    [Theory]
    [InlineData("*** Add File: a.cs\n+x", "is there already")]
    [InlineData("*** Delete File: b.cs", "does not exist")]
    [InlineData("*** Update File: b.cs\n-x", "does not exist")]
    [InlineData("*** Update File: a.cs\n*** Move to: c.cs", "cannot be moved")]
    [InlineData("*** Add File: a.cs/x\n+x", "a.cs', which is a file")]
    [InlineData("*** Delete File: a.cs\n*** Add File: a.cs/b/x\n+x", "a.cs', which is a file")]
    [InlineData("*** Update File: c.cs\n*** Move to: a.cs/c.cs", "a.cs', which is a file")]
    [InlineData("*** Add File: d/e\n+x\n*** Add File: d\n+x", "d', which is a file")]
    [InlineData("*** Add File: ../x.cs\n+x", "climbs out")]
    [InlineData("*** Add File: /tmp/x.cs\n+x", "absolute")]
    public void What_cannot_be_is_refused(string patch, string why)
    {
        using var workspace = new EditWorkspace("//- a.cs\nx\n//- c.cs\ny\n");
        Assert.Contains(why, workspace.Refusal($"*** Begin Patch\n{patch}\n*** End Patch"), StringComparison.Ordinal);
    }
}
