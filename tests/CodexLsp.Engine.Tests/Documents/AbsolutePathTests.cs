using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Tests.Documents;

public sealed class AbsolutePathTests
{
    private static readonly AbsolutePath Root = new(Path.GetTempPath());

    [Theory]
    [InlineData("a/../b/./c.cs")]
    [InlineData("b//c.cs")]
    [InlineData("b/c.cs/")]
    public void Spellings_of_one_place_are_equal(string relative) => Assert.Equal(Root.Append("b/c.cs"), Root.Append(relative));

    [Theory]
    [InlineData("")]
    [InlineData("a.cs")]
    [InlineData("./a.cs")]
    [InlineData("~/a.cs")]
    [InlineData("file:///a.cs")]
    public void A_path_that_is_not_absolute_is_a_mistake_of_the_caller(string path) =>
        Assert.Throws<ArgumentException>(() => new AbsolutePath(path));

    [Fact]
    public void Its_parts_are_what_the_file_system_calls_them()
    {
        var file = Root.Append("C#/Ünï.CS");

        Assert.Equal("Ünï.CS", file.Name);
        Assert.Equal(".cs", file.Extension);
        Assert.Equal(Root.Append("C#"), file.Parent);
        Assert.Equal("C#/Ünï.CS", file.RelativeTo(Root));
        Assert.Equal("../b", Root.Append("b").RelativeTo(Root.Append("a")));
        Assert.Null(new AbsolutePath(Path.GetPathRoot(Root.Value)!).Parent);
    }

    [Fact]
    public void A_folder_holds_itself_and_what_is_below_but_not_its_namesakes()
    {
        var folder = Root.Append("b");

        Assert.True(folder.IsWithin(folder));
        Assert.True(Root.Append("b/c").IsWithin(folder));
        Assert.False(Root.Append("bc").IsWithin(folder));
        Assert.False(Root.Append("b/../c").IsWithin(folder));
        Assert.True(folder.IsWithin(new AbsolutePath(Path.GetPathRoot(Root.Value)!)));
    }

    [Fact]
    public void A_relative_path_leads_back_whatever_the_name()
    {
        var odd = Root.Append(OperatingSystem.IsWindows() ? "a#b.cs" : @"a\b#.cs");

        Assert.Equal(odd, Root.Append(odd.RelativeTo(Root)));
    }
}
