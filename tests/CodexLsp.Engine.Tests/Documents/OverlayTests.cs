using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Tests.Edits;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Tests.Documents;

public sealed class OverlayTests : IDisposable
{
    private readonly EditWorkspace _files = new("""
        //- a.txt
        one
        two
        three
        //- b.txt
        bee
        """);

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Two_patches_on_the_same_file_are_one_change_of_it()
    {
        var overlay = After(
            """
            *** Begin Patch
            *** Update File: a.txt
            -one
            +ONE
            *** End Patch
            """,
            """
            *** Begin Patch
            *** Update File: a.txt
             ONE
            -two
            +TWO
            *** End Patch
            """);

        Expect.Text(Diff(overlay), """
            diff --git a/a.txt b/a.txt
            --- a/a.txt
            +++ b/a.txt
            @@ -1,3 +1,3 @@
            -one
            -two
            +ONE
            +TWO
             three

            """);
        Assert.Equal("ONE\nTWO\nthree\n", Text(overlay, "a.txt"));
    }

    [Fact]
    public void A_file_that_is_created_and_then_modified_is_created()
    {
        var overlay = After(
            """
            *** Begin Patch
            *** Add File: new.txt
            +first
            *** End Patch
            """,
            """
            *** Begin Patch
            *** Update File: new.txt
            -first
            +second
            *** End Patch
            """);

        var change = Assert.Single(overlay.Changes.Files);
        Assert.Equal((FileChangeKind.Create, "second\n"), (change.Kind, change.After?.ToString()));
        Assert.Equal("second\n", Assert.Single(change.Hunks).NewText);
    }

    [Fact]
    public void A_file_that_is_modified_and_then_deleted_is_deleted_as_it_was()
    {
        var overlay = After(
            """
            *** Begin Patch
            *** Update File: a.txt
            -one
            +ONE
            *** End Patch
            """,
            """
            *** Begin Patch
            *** Delete File: a.txt
            *** End Patch
            """);

        var change = Assert.Single(overlay.Changes.Files);
        Assert.Equal((FileChangeKind.Delete, "one\ntwo\nthree\n"), (change.Kind, change.Before?.ToString()));
        Assert.Null(Text(overlay, "a.txt"));
    }

    [Fact]
    public void A_file_that_is_created_and_then_deleted_leaves_nothing() => Assert.Empty(After(
        """
        *** Begin Patch
        *** Add File: new.txt
        +first
        *** End Patch
        """,
        """
        *** Begin Patch
        *** Delete File: new.txt
        *** End Patch
        """).Changes.Files);

    [Fact]
    public void A_change_that_is_taken_back_leaves_nothing() => Assert.Empty(After(
        """
        *** Begin Patch
        *** Update File: a.txt
        -one
        +ONE
        *** End Patch
        """,
        """
        *** Begin Patch
        *** Update File: a.txt
        -ONE
        +one
        *** End Patch
        """).Changes.Files);

    [Fact]
    public void A_file_that_is_deleted_and_created_again_is_modified()
    {
        var overlay = After(
            """
            *** Begin Patch
            *** Delete File: b.txt
            *** End Patch
            """,
            """
            *** Begin Patch
            *** Add File: b.txt
            +wasp
            *** End Patch
            """);

        var change = Assert.Single(overlay.Changes.Files);
        Assert.Equal((FileChangeKind.Modify, "bee", "wasp\n"), (change.Kind, change.Before?.ToString(), change.After?.ToString()));
    }

    [Fact]
    public void A_file_that_is_renamed_modified_and_renamed_again_is_one_rename()
    {
        var overlay = After(
            """
            *** Begin Patch
            *** Update File: a.txt
            *** Move to: c.txt
            -one
            +ONE
            *** End Patch
            """,
            """
            *** Begin Patch
            *** Update File: c.txt
            *** Move to: d.txt
            -three
            +THREE
            *** End Patch
            """);

        var change = Assert.Single(overlay.Changes.Files);
        Assert.Equal((FileChangeKind.Rename, _files["a.txt"], _files["d.txt"]), (change.Kind, change.Path, change.FinalPath));
        Assert.Equal("ONE\ntwo\nTHREE\n", change.After?.ToString());
        Assert.Equal((null, null, "ONE\ntwo\nTHREE\n"), (Text(overlay, "a.txt"), Text(overlay, "c.txt"), Text(overlay, "d.txt")));
    }

    [Fact]
    public void A_file_that_is_renamed_back_is_where_it_was() => Assert.Empty(After(
        """
        *** Begin Patch
        *** Update File: a.txt
        *** Move to: c.txt
        *** End Patch
        """,
        """
        *** Begin Patch
        *** Update File: c.txt
        *** Move to: a.txt
        *** End Patch
        """).Changes.Files);

    [Fact]
    public void A_new_file_in_the_place_of_a_renamed_one_gives_each_file_one_change()
    {
        var overlay = After(
            """
            *** Begin Patch
            *** Update File: a.txt
            *** Move to: c.txt
            *** End Patch
            """,
            """
            *** Begin Patch
            *** Add File: a.txt
            +other
            *** End Patch
            """);

        Assert.Equal(("other\n", "one\ntwo\nthree\n"), (Text(overlay, "a.txt"), Text(overlay, "c.txt")));
        Assert.Equal(overlay.Changes.Paths.Distinct().Count(), overlay.Changes.Paths.Count());
        Assert.Equal([FileChangeKind.Modify, FileChangeKind.Create], overlay.Changes.Files.Select(f => f.Kind).Order());
    }

    [Fact]
    public void The_version_of_a_change_is_the_editors_whatever_came_between()
    {
        var uri = DocumentUri.FromPath(_files["a.txt"]);
        var open = _files.Snapshot.With(new OpenDocument(uri, new TextVersion(7), SourceText.From("buffer\n"), "plaintext"));
        var one = Overlay.Over(open).With(new ChangeSet([FileChange.Modify(_files["a.txt"], SourceText.From("buffer\n"), SourceText.From("1\n"))]));
        var two = one.With(new ChangeSet([FileChange.Modify(_files["a.txt"], SourceText.From("1\n"), SourceText.From("2\n"), new TextVersion(99))]));

        var change = Assert.Single(two.Changes.Files);
        Assert.Equal((new TextVersion(7), "buffer\n", "2\n"), (change.Version, change.Before?.ToString(), change.After?.ToString()));
        Assert.Equal("buffer\n", one.Base.Read(_files["a.txt"])?.Text.ToString());
    }

    private Overlay After(params string[] patches) => patches.Aggregate(Overlay.Over(_files.Snapshot), (overlay, patch) =>
    {
        var script = Assert.IsType<EditParse.Parsed>(EditFormats.Parse(patch, null)).Script;
        var placed = Assert.IsType<Resolution.Placed>(EditResolver.Resolve(script, overlay.View, _files.Policy, _files.Root));
        return overlay.With(placed.Changes);
    });

    private string? Text(Overlay overlay, string path) => overlay.View.Read(_files[path])?.Text.ToString();

    private string Diff(Overlay overlay) => UnifiedDiff.Write(overlay.Changes, _files.Root);
}
