using CodexLsp.Engine.Documents;
using FsCheck;
using FsCheck.Fluent;

namespace CodexLsp.Engine.Tests.Documents;

/// <summary>Every platform's rules, on every platform.</summary>
public sealed class PathRulesTests
{
    [Theory]
    [InlineData("file:///c%3A/x/a.cs", @"c:\x\a.cs")]
    [InlineData("file:///C:/x/a.cs", @"C:\x\a.cs")]
    [InlineData("FILE:///c:/x", @"c:\x")]
    [InlineData("file:/c:/x", @"c:\x")]
    [InlineData("file://localhost/c:/x", @"c:\x")]
    [InlineData("file:///c:", @"c:\")]
    [InlineData("file:///c%3A/a%20b/%23%3F%25.cs", @"c:\a b\#?%.cs")]
    [InlineData("file:///c:/a%5Cb", @"c:\a\b")]
    [InlineData("file://server/share/a.cs", @"\\server\share\a.cs")]
    [InlineData("file://wsl%24/Debian/home/a.cs", @"\\wsl$\Debian\home\a.cs")]
    public void A_uri_of_Windows_is_a_drive_or_a_share(string uri, string path) => Assert.Equal(path, PathRules.Windows.PathOf(uri));

    [Theory]
    [InlineData("file:")]
    [InlineData("file://")]
    [InlineData("file:///")]
    [InlineData("file:///x/a.cs")]
    [InlineData("file:c:/x")]
    [InlineData("file:///cc:/x")]
    [InlineData("file:///1:/x")]
    [InlineData("file:///c:x")]
    [InlineData("file://server")]
    [InlineData("file://./c:/x")]
    [InlineData("file://../share/x")]
    [InlineData("file://%3F/c:/x")]
    [InlineData("file://a%5Cb/share/x")]
    [InlineData("file://user@server/share")]
    [InlineData("file://server:80/share")]
    [InlineData("file:////server/share/x")]
    [InlineData("file:///c:/a%00.cs")]
    public void Anything_else_is_no_path_of_Windows(string uri) => Assert.Null(PathRules.Windows.PathOf(uri));

    [Theory]
    [InlineData("file:///a/b.cs", "/a/b.cs")]
    [InlineData("file:/a/b.cs", "/a/b.cs")]
    [InlineData("file://localhost/a", "/a")]
    [InlineData("file:///", "/")]
    [InlineData("file:///a/C%23/b%3F%25.cs", "/a/C#/b?%.cs")]
    [InlineData("file:///a b/ä.cs", "/a b/ä.cs")]
    [InlineData("file:///a%5Cb", @"/a\b")]
    [InlineData(@"file:///a\b", @"/a\b")]
    [InlineData("file:///c%3A/x", "/c:/x")]
    [InlineData("file:///a/b.cs?query#fragment", "/a/b.cs")]
    [InlineData("file:///100%.cs", "/100%.cs")]
    [InlineData("file:///%FF%zz", "/%FF%zz")]
    [InlineData("file:///%C0%AF", "/%C0%AF")]
    public void A_uri_of_Unix_is_its_path(string uri, string path)
    {
        Assert.Equal(path, PathRules.Linux.PathOf(uri));
        Assert.Equal(path, PathRules.MacOS.PathOf(uri));
    }

    [Theory]
    [InlineData("file:")]
    [InlineData("file://")]
    [InlineData("file:a/b")]
    [InlineData("file://host/a")]
    [InlineData("file://host")]
    [InlineData("file:?/a")]
    [InlineData("file:///a%00.cs")]
    public void Anything_else_is_no_path_of_Unix(string uri) => Assert.Null(PathRules.Linux.PathOf(uri));

    [Fact]
    public void A_path_longer_than_any_system_takes_is_none() =>
        Assert.All(Platforms, rules => Assert.Null(rules.PathOf("file:///c:/" + new string('a', 200_000))));

    [Theory]
    [InlineData("/a b/C#/ü?%41.cs", "file:///a%20b/C%23/%C3%BC%3F%2541.cs")]
    [InlineData(@"/a\b", "file:///a%5Cb")]
    [InlineData("/", "file:///")]
    public void A_path_of_Unix_is_escaped(string path, string uri) => Assert.Equal(uri, PathRules.Linux.UriOf(path));

    [Theory]
    [InlineData(@"C:\a b\C#\x.cs", "file:///C%3A/a%20b/C%23/x.cs")]
    [InlineData(@"c:\", "file:///c%3A/")]
    [InlineData(@"\\server\share\x.cs", "file://server/share/x.cs")]
    [InlineData(@"\\wsl$\Debian\x.cs", "file://wsl%24/Debian/x.cs")]
    public void A_path_of_Windows_is_escaped(string path, string uri) => Assert.Equal(uri, PathRules.Windows.UriOf(path));

    [Fact]
    public void Every_path_comes_back_from_its_uri() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Names.Array.ToArbitrary(), (string[] names) =>
        {
            var unix = "/" + string.Join('/', names);
            Assert.Equal(unix, PathRules.Linux.PathOf(PathRules.Linux.UriOf(unix)));

            var parts = string.Join('\\', names.Select(n => n.Replace('\\', '_')));
            Assert.All([$@"C:\{parts}", $@"\\server\{parts}"], path =>
                Assert.Equal(path, PathRules.Windows.PathOf(PathRules.Windows.UriOf(path))));
        }));

    [Fact]
    public void No_text_is_too_odd_to_be_read() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Names.AnyText.ToArbitrary(), (string text) =>
            Assert.All(Platforms, rules => Assert.NotEqual("", rules.PathOf("file:" + text)))));

    [Theory]
    [InlineData("file:///c%3A/X/%C3%84.cs", "file:///C:/x/ä.cs", true, false)]
    [InlineData("file:///c:/a%20b", "file:///c:/a b", true, true)]
    // The same letter, composed and decomposed.
    [InlineData("file:///c:/%C3%A4", "file:///c:/a%CC%88", false, false)]
    public void Case_counts_only_where_file_systems_count_it(string one, string other, bool onWindows, bool onLinux)
    {
        Assert.Equal(onWindows, Same(PathRules.Windows));
        Assert.Equal(onWindows, Same(PathRules.MacOS));
        Assert.Equal(onLinux, Same(PathRules.Linux));

        bool Same(PathRules rules) => rules.KeyOf(rules.PathOf(one)!) == rules.KeyOf(rules.PathOf(other)!);
    }

    [Fact]
    public void Keys_are_equal_exactly_when_paths_are() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Names.One.ToArbitrary(), Names.One.ToArbitrary(), (string one, string other) =>
            Assert.All(Platforms, rules => Assert.All([other, one.ToUpperInvariant(), one.ToLowerInvariant()], b =>
                Assert.Equal(string.Equals(one, b, rules.Comparison), rules.KeyOf(one) == rules.KeyOf(b))))));

    [Theory]
    [InlineData("/a/b", "/a/b", true)]
    [InlineData("/a/b/c", "/a/b", true)]
    [InlineData("/a/bc", "/a/b", false)]
    [InlineData("/a", "/a/b", false)]
    [InlineData("/a", "/", true)]
    [InlineData("/", "/", true)]
    [InlineData("/A/b", "/a", false)]
    [InlineData(@"/a\b", "/a", false)]
    public void A_path_is_within_its_folder_on_Linux(string path, string folder, bool within) =>
        Assert.Equal(within, PathRules.Linux.IsWithin(path, folder));

    [Theory]
    [InlineData(@"C:\A\b", @"c:\a", true)]
    [InlineData(@"C:\a", @"c:\", true)]
    [InlineData(@"C:\ab", @"C:\a", false)]
    [InlineData(@"\\server\share\a", @"\\SERVER\share", true)]
    [InlineData(@"\\server\shared\a", @"\\server\share", false)]
    public void A_path_is_within_its_folder_on_Windows(string path, string folder, bool within) =>
        Assert.Equal(within, PathRules.Windows.IsWithin(path, folder));

    private static PathRules[] Platforms { get; } = [PathRules.Linux, PathRules.MacOS, PathRules.Windows];
}
