using CodexLsp.Engine.Documents;
using CodexLsp.Host.Configuration;

namespace CodexLsp.Host.Tests.Configuration;

public sealed class StandardFoldersTests
{
    private static readonly AbsolutePath Home = new(Path.Combine(Path.GetTempPath(), "nobody's home"));

    [Fact]
    public void The_XDG_variables_win_on_every_platform()
    {
        var folders = From(("HOME", Home.Value), ("XDG_CONFIG_HOME", Home.Append("c").Value), ("XDG_STATE_HOME", Home.Append("s").Value));

        Assert.Equal(new StandardFolders(Home.Append("c/codex-lsp"), Home.Append("s/codex-lsp")), folders);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("relative/folder")]
    public void What_is_unset_or_relative_does_not_count(string? value)
    {
        var folders = From(("HOME", Home.Value), ("XDG_CONFIG_HOME", value), ("XDG_STATE_HOME", value));

        Assert.Equal(From(("HOME", Home.Value)), folders);
        Assert.Equal("codex-lsp", folders.Configuration.Name);
        Assert.Equal("codex-lsp", folders.State.Name);
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(new StandardFolders(Home.Append(".config/codex-lsp"), Home.Append(".local/state/codex-lsp")), folders);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not/absolute")]
    public void Without_a_usable_home_the_users_own_is_taken(string? home)
    {
        var folders = From(("HOME", home));

        Assert.True(Path.IsPathFullyQualified(folders.Configuration.Value));
        Assert.True(Path.IsPathFullyQualified(folders.State.Value));
    }

    private static StandardFolders From(params (string Name, string? Value)[] variables) =>
        StandardFolders.From(name => variables.FirstOrDefault(v => v.Name == name).Value);
}
