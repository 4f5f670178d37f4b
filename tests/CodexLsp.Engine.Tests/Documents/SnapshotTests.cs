using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Tests.Documents;

public sealed class SnapshotTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_open_buffer_covers_the_disk_until_it_is_closed()
    {
        var path = new AbsolutePath(_folder.Write("C#/a b.cs", "disk"));
        var uri = Uri(DocumentUri.FromPath(path).Spelling.Replace("%20", " ", StringComparison.Ordinal));
        var open = Snapshot.Empty.With(new OpenDocument(uri, new TextVersion(3), SourceText.From("buffer"), "csharp"));

        Assert.Equal(("buffer", new TextVersion(3)), Read(open, path));
        Assert.Equal(uri.Spelling, open.Find(path)?.Uri.Spelling);
        Assert.Equal(("disk", null), Read(open.Without(DocumentUri.FromPath(path)), path));
        Assert.Equal(("disk", null), Read(Snapshot.Empty, path));
    }

    [Fact]
    public void A_snapshot_keeps_what_it_was_when_a_buffer_changes()
    {
        var uri = Uri("untitled:One");
        var before = Snapshot.Empty.With(new OpenDocument(uri, new TextVersion(1), SourceText.From("one"), "csharp"));
        var after = before.With(new OpenDocument(uri, new TextVersion(2), SourceText.From("two"), "csharp"));

        Assert.Equal("one", before.Find(uri)?.Text.ToString());
        Assert.Equal("two", after.Find(uri)?.Text.ToString());
        Assert.Single(after.Open);
    }

    [Fact]
    public void A_buffer_may_be_of_a_file_that_is_not_there()
    {
        var path = new AbsolutePath(_folder["new.cs"]);

        Assert.Null(Snapshot.Empty.Read(path));
        Assert.Equal(
            ("new", new TextVersion(1)),
            Read(Snapshot.Empty.With(new OpenDocument(DocumentUri.FromPath(path), new TextVersion(1), SourceText.From("new"), "csharp")), path));
    }

    [Fact]
    public void A_folder_is_no_text() => Assert.Null(Snapshot.Empty.Read(new AbsolutePath(_folder.Path)));

    [Theory]
    [InlineData("a/b/c.cs", "a/b")]
    [InlineData("a/b", "a/b")]
    [InlineData("a/bc/d.cs", "a")]
    [InlineData("a/x.cs", "a")]
    [InlineData("ab/x.cs", null)]
    [InlineData("a/b/../../x.cs", null)]
    public void The_innermost_folder_holds_a_file(string file, string? folder)
    {
        var root = new AbsolutePath(_folder.Path);
        AbsolutePath? expected = folder is null ? null : root.Append(folder);
        var snapshot = Snapshot.Empty with { Folders = [root.Append("a"), root.Append("a/b"), root.Append("c")] };

        Assert.Equal(expected, snapshot.FolderOf(root.Append(file)));
        Assert.Equal(expected, (snapshot with { Folders = [.. snapshot.Folders.Reverse()] }).FolderOf(root.Append(file)));
    }

    [Fact]
    public void Versions_are_ordered_as_the_editor_counts() => Assert.True(new TextVersion(9).CompareTo(new TextVersion(10)) < 0);

    private static (string? Text, TextVersion? Version) Read(Snapshot snapshot, AbsolutePath path) =>
        snapshot.Read(path) is { } read ? (read.Text.ToString(), read.Version) : (null, null);

    private static DocumentUri Uri(string text) => DocumentUri.TryParse(text, out var uri) ? uri : throw new ArgumentException(text);
}
