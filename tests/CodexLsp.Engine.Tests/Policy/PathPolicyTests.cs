using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Processes;

namespace CodexLsp.Engine.Tests.Policy;

public sealed class PathPolicyTests
{
    [Theory]
    [InlineData("../x.cs")]
    [InlineData("a/../../x.cs")]
    [InlineData("..\\x.cs")]
    [InlineData("/etc/passwd")]
    [InlineData("/proc/self/fd/3")]
    [InlineData("C:\\x.cs")]
    [InlineData("c:x.cs")]
    [InlineData("\\\\server\\share\\x.cs")]
    [InlineData("//server/share/x.cs")]
    [InlineData("~/x.cs")]
    [InlineData("a.cs:stream")]
    [InlineData("a.cs.")]
    [InlineData("a.cs ")]
    [InlineData("a./b.cs")]
    [InlineData("NUL")]
    [InlineData("sub/con.cs")]
    [InlineData("Com1.txt")]
    [InlineData("a\0.cs")]
    [InlineData("a\n.cs")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(".git/config")]
    [InlineData(".GIT/config")]
    [InlineData("sub/.git/hooks/pre-commit")]
    [InlineData(".g\u200Cit/config")]
    [InlineData("\uFF0E\uFF47\uFF49\uFF54/config")]
    [InlineData(".gi\u0000t/config")]
    [InlineData(".v\u017Fcode/settings.json")]
    [InlineData("git~1/config")]
    [InlineData(".vscode/settings.json")]
    [InlineData(".codex-lsp.json")]
    [InlineData("x.code-workspace")]
    [InlineData("obj/a.cs")]
    [InlineData("bin/a.cs")]
    [InlineData("a.g.cs")]
    public void A_path_that_must_never_be_written_is_refused(string written)
    {
        using var folder = new TemporaryFolder();
        var root = new AbsolutePath(folder.Path);
        var refused = Assert.IsType<PathDecision.Refused>(new PathPolicy([root]).Check(written, root));
        Assert.DoesNotContain(refused.Failure.Message, char.IsControl);
    }

    [Fact]
    public void What_decides_about_this_program_is_out_of_reach_even_where_the_workspace_is_the_home()
    {
        using var home = new TemporaryFolder();
        var root = new AbsolutePath(home.Path);
        var own = root.Append(".config/codex-lsp");
        Directory.CreateDirectory(own.Value);
        Directory.CreateSymbolicLink(root.Append("way").Value, own.Value);
        var policy = new PathPolicy([root]) { Own = [own] };

        Assert.All(new[] { ".config/codex-lsp/config.json", ".config/codex-lsp/approvals.json", "way/approvals.json" }, written =>
            Assert.Contains("belongs to this program", Assert.IsType<PathDecision.Refused>(policy.Check(written, root)).Failure.Message, StringComparison.Ordinal));
        Assert.IsType<PathDecision.Allowed>(policy.Check(".config/codex-lsp.md", root));
    }

    [Theory]
    [InlineData("a.csproj", "*.csproj")]
    [InlineData("sub/Directory.Build.PROPS", "*.props")]
    [InlineData("x.targets", "*.targets")]
    [InlineData(".github/workflows/ci.yml", ".github")]
    [InlineData("AGENTS.md", "agents.md")]
    [InlineData("NuGet.Config", "nuget.config")]
    [InlineData("AGENT\u017F.md", "agents.md")]
    [InlineData("pac\u212Aage.json", "package.json")]
    [InlineData("\uFF21GENTS.md", "agents.md")]
    [InlineData("agents\u200D.md", "agents.md")]
    [InlineData("nuget.con\uFB01g", "nuget.config")]
    [InlineData("requirements-dev.txt", "*requirements*.txt")]
    [InlineData("pyproject.toml", "pyproject.toml")]
    [InlineData(".devcontainer/devcontainer.json", ".devcontainer*")]
    [InlineData(".bashrc", ".bash*")]
    [InlineData("global.json", "global.json")]
    [InlineData("package.json", "package.json")]
    [InlineData("package-lock.json", "package-lock.json")]
    [InlineData(".npmrc", ".npmrc")]
    [InlineData(".env.local", ".env*")]
    [InlineData(".editorconfig", ".editorconfig")]
    [InlineData(".gitattributes", ".gitattributes")]
    [InlineData(".mcp.json", ".mcp.json")]
    public void A_protected_path_is_told_by_its_pattern(string written, string pattern)
    {
        using var folder = new TemporaryFolder();
        var root = new AbsolutePath(folder.Path);
        Assert.Equal(pattern, Assert.IsType<PathDecision.Protected>(new PathPolicy([root]).Check(written, root)).Pattern);
    }

    [Theory]
    [InlineData("a.cs")]
    [InlineData("src/./new/a.cs")]
    [InlineData("src\\a.cs")]
    [InlineData("Console.cs")]
    [InlineData(".gitkeep")]
    [InlineData("objects/a.cs")]
    public void An_ordinary_path_is_allowed(string written)
    {
        using var folder = new TemporaryFolder();
        var root = new AbsolutePath(folder.Path);
        Assert.IsType<PathDecision.Allowed>(new PathPolicy([root]).Check(written, root));
    }

    [Fact]
    public void A_link_out_of_the_workspace_is_refused_and_one_within_it_is_followed()
    {
        using var outside = new TemporaryFolder();
        using var folder = new TemporaryFolder();
        var root = new AbsolutePath(folder.Path);
        outside.Write("secret.cs", "x");
        folder.Write("src/a.cs", "x");
        File.CreateSymbolicLink(folder["file.cs"], outside["secret.cs"]);
        Directory.CreateSymbolicLink(folder["dir"], outside.Path);
        Directory.CreateSymbolicLink(folder["in"], "src");
        File.CreateSymbolicLink(folder["gone.cs"], "nowhere.cs");
        File.CreateSymbolicLink(folder["ring.cs"], "ring.cs");
        var policy = new PathPolicy([root]);

        foreach (var written in new[] { "file.cs", "dir/secret.cs", "dir/new.cs", "gone.cs", "ring.cs" })
        {
            Assert.IsType<PathDecision.Refused>(policy.Check(written, root));
        }

        Assert.EndsWith("src/a.cs", Assert.IsType<PathDecision.Allowed>(policy.Check("in/a.cs", root)).Real.Value.Replace('\\', '/'), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_a_protected_file_is_as_protected_as_the_file()
    {
        using var folder = new TemporaryFolder();
        var root = new AbsolutePath(folder.Path);
        folder.Write(".git/config", "x");
        folder.Write("a.csproj", "x");
        File.CreateSymbolicLink(folder["innocent.cs"], ".git/config");
        File.CreateSymbolicLink(folder["plain.cs"], "a.csproj");
        var policy = new PathPolicy([root]);

        Assert.IsType<PathDecision.Refused>(policy.Check("innocent.cs", root));
        Assert.IsType<PathDecision.Protected>(policy.Check("plain.cs", root));
    }

    [Fact]
    public async Task A_file_with_a_second_name_is_refused()
    {
        using var folder = new TemporaryFolder();
        var root = new AbsolutePath(folder.Path);
        folder.Write("a.cs", "x");
        Assert.IsType<PathDecision.Allowed>(new PathPolicy([root]).Check("a.cs", root));

        var link = OperatingSystem.IsWindows()
            ? new ProcessRequest("cmd", ["/c", "mklink", "/H", "b.cs", "a.cs"], root)
            : new ProcessRequest("ln", ["a.cs", "b.cs"], root);
        Assert.Equal(0, Assert.IsType<ProcessResult.Exited>(await new ProcessLauncher(TimeProvider.System).RunAsync(link, Deadline.Token())).ExitCode);

        Assert.IsType<PathDecision.Refused>(new PathPolicy([root]).Check("a.cs", root));
    }

    [Fact]
    public void The_same_path_in_two_folders_is_refused_naming_both()
    {
        using var one = new TemporaryFolder();
        using var two = new TemporaryFolder();
        one.Write("a.cs", "x");
        two.Write("a.cs", "x");
        two.Write("b.cs", "x");
        var policy = new PathPolicy([new AbsolutePath(one.Path), new AbsolutePath(two.Path)]);

        var failure = Assert.IsType<PathDecision.Refused>(policy.Check("a.cs", null)).Failure;
        Assert.Contains(one["a.cs"], failure.Message, StringComparison.Ordinal);
        Assert.Contains(two["a.cs"], failure.Message, StringComparison.Ordinal);
        Assert.Equal(new AbsolutePath(two["b.cs"]), Assert.IsType<PathDecision.Allowed>(policy.Check("b.cs", null)).Path);
        Assert.IsType<PathDecision.Refused>(policy.Check("new.cs", null));
    }

    [Fact]
    public void A_name_that_differs_only_in_case_from_one_that_is_there_is_refused()
    {
        using var folder = new TemporaryFolder();
        var root = new AbsolutePath(folder.Path);
        folder.Write("src/File.cs", "x");
        var policy = new PathPolicy([root]);

        Assert.IsType<PathDecision.Refused>(policy.Check("src/file.cs", root));
        Assert.IsType<PathDecision.Refused>(policy.Check("SRC/other.cs", root));
    }

    [Fact]
    public void Generated_binary_and_large_files_are_refused_unless_the_user_named_them()
    {
        using var folder = new TemporaryFolder();
        var root = new AbsolutePath(folder.Path);
        folder.Write("obj/a.cs", "x");
        folder.Write("image.png", [1, 0, 2]);
        folder.Write("large.cs", new byte[(1024 * 1024) + 1].Select(_ => (byte)'x').ToArray());
        folder.Write("utf16.cs", [0xFF, 0xFE, (byte)'x', 0]);
        foreach (var written in new[] { "obj/a.cs", "image.png", "large.cs" })
        {
            Assert.IsType<PathDecision.Refused>(new PathPolicy([root]).Check(written, root));
            Assert.IsType<PathDecision.Allowed>((new PathPolicy([root]) with { Named = [root.Append(written)] }).Check(written, root));
        }

        Assert.IsType<PathDecision.Allowed>(new PathPolicy([root]).Check("utf16.cs", root));
    }
}
