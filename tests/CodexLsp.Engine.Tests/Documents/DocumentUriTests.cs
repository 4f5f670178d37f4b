using CodexLsp.Engine.Documents;
using FsCheck;
using FsCheck.Fluent;

namespace CodexLsp.Engine.Tests.Documents;

public sealed class DocumentUriTests
{
    [Theory]
    [InlineData("untitled:Untitled-1")]
    [InlineData("javascript:alert(1)")]
    [InlineData("git:/a/b.cs?%7B%22ref%22%3A%22HEAD%22%7D")]
    [InlineData("vscode-remote://wsl%2Bdebian/home/a.cs")]
    [InlineData("command:workbench.action.quit")]
    public void A_document_of_another_scheme_has_no_file(string text)
    {
        var uri = Parse(text);

        Assert.Null(uri.Path);
        Assert.Equal(text, uri.Spelling);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("a.cs")]
    [InlineData("/tmp/a.cs")]
    [InlineData("../a.cs")]
    [InlineData(@"C:\a.cs")]
    [InlineData("c:/a.cs")]
    [InlineData(@"\\server\share\a.cs")]
    [InlineData("1file:///a")]
    [InlineData("fi le:///a")]
    [InlineData("file:")]
    [InlineData("file://")]
    [InlineData("file:a.cs")]
    [InlineData("file:///a\0.cs")]
    [InlineData("file:///a%00.cs")]
    [InlineData("untitled:a\0")]
    public void What_is_no_uri_of_a_document_is_refused(string text) => Assert.False(DocumentUri.TryParse(text, out _));

    [Fact]
    public void A_file_answers_in_the_clients_spelling_and_equals_its_other_spellings()
    {
        using var folder = new TemporaryFolder();
        var path = new AbsolutePath(folder["C#/a b.cs"]);
        var own = DocumentUri.FromPath(path);
        var client = Parse(own.Spelling.Replace("%20", " ", StringComparison.Ordinal).Replace("file:///", "FILE:/", StringComparison.Ordinal));

        Assert.NotEqual(own.Spelling, client.Spelling);
        Assert.Equal(own, client);
        Assert.Equal(own.GetHashCode(), client.GetHashCode());
        Assert.Equal(path, client.Path);
        Assert.EndsWith("/C%23/a%20b.cs", own.Spelling, StringComparison.Ordinal);
    }

    [Fact]
    public void Dots_in_a_uri_are_resolved_before_it_is_compared()
    {
        var root = DocumentUri.FromPath(new AbsolutePath(Path.GetTempPath())).Spelling;

        Assert.Equal(Parse($"{root}/a.cs"), Parse($"{root}/b/.././/%2E/a.cs"));
    }

    [Fact]
    public void A_scheme_is_compared_without_case_and_the_rest_with_it()
    {
        Assert.Equal(Parse("untitled:One"), Parse("Untitled:One"));
        Assert.NotEqual(Parse("untitled:One"), Parse("untitled:one"));
    }

    [Fact]
    public void Every_file_comes_back_from_its_uri() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Names.Array.ToArbitrary(), (string[] names) =>
        {
            var path = names.Aggregate(new AbsolutePath(Path.GetTempPath()), (folder, name) => folder.Append(OperatingSystem.IsWindows() ? name.Replace('\\', '_') : name));

            var uri = Parse(DocumentUri.FromPath(path).Spelling);

            Assert.Equal(path.Value, uri.Path?.Value);
            Assert.Equal(DocumentUri.FromPath(path), uri);
        }));

    [Fact]
    public void No_text_makes_it_throw() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(Names.AnyText.ToArbitrary(), (string text) =>
        {
            foreach (var odd in new[] { text, "file:" + text, "file:///c:/" + text, "untitled:" + text })
            {
                Assert.Equal(DocumentUri.TryParse(odd, out var uri), uri is not null);
                Assert.Equal(uri is null ? null : odd, uri?.Spelling);
            }
        }));

    [Fact]
    public void A_very_long_uri_is_refused_when_it_names_a_file_and_kept_when_it_does_not()
    {
        Assert.False(DocumentUri.TryParse("file:///" + new string('a', 1_000_000), out _));
        Assert.Equal(1_000_009, Parse("untitled:" + new string('a', 1_000_000)).Spelling.Length);
    }

    private static DocumentUri Parse(string text)
    {
        Assert.True(DocumentUri.TryParse(text, out var uri), text);
        return uri;
    }
}
