using System.Text;
using CodexLsp.Host.Cli;

namespace CodexLsp.Host.Tests.Cli;

/// <summary><c>apply-patch</c>: all of it or nothing, to the byte.</summary>
public sealed class ApplyPatchTests : IDisposable
{
    private readonly TestCommandLine _cli = new();

    public ApplyPatchTests()
    {
        _cli.Workspace.Write("a.txt", "one\ntwo\nthree\n");
        _cli.Workspace.Write("b.txt", "red\ngreen\nblue\n");
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_patch_over_several_files_is_applied_and_taken_back()
    {
        var before = _cli.Everything();
        var outcome = (await ApplyAsync("""
            *** Begin Patch
            *** Update File: a.txt
            @@
            -two
            +TWO
            *** Add File: new/c.txt
            +made
            *** Delete File: b.txt
            *** End Patch
            """)).Exits(ExitCodes.Done);
        Assert.Equal("True", outcome.Text("applied"));
        Assert.Equal("""["a.txt","new/c.txt","b.txt"]""", outcome.Json.GetProperty("files").GetRawText());
        Assert.Equal("one\nTWO\nthree\n", _cli.Read("a.txt"));
        Assert.Equal("made\n", _cli.Read("new/c.txt"));
        Assert.False(File.Exists(_cli.Workspace["b.txt"]));

        (await _cli.RunAsync("undo", outcome.Text("proposalId")!)).Exits(ExitCodes.Done);
        Directory.Delete(_cli.Workspace["new"]);
        Assert.Equal(before, _cli.Everything());
    }

    [Fact]
    public async Task A_unified_diff_is_read_as_well()
    {
        var outcome = (await _cli.RunWithInputAsync("--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,3 @@\n one\n-two\n+TWO\n three\n", "apply-patch")).Exits(ExitCodes.Done);
        Assert.Equal("a.txt\n", outcome.Out);
        Assert.Contains("Applied. Take it back: codex-lsp undo ", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("one\nTWO\nthree\n", _cli.Read("a.txt"));
    }

    [Fact]
    public async Task Check_only_says_whether_it_would_apply()
    {
        var before = _cli.Everything();
        var would = (await ApplyAsync(Patch("a.txt", "two", "TWO"), "--check")).Exits(ExitCodes.Done);
        Assert.Equal("False", would.Text("applied"));
        Assert.Equal("a.txt", would.Text("files.0"));
        (await ApplyAsync(Patch("a.txt", "ten", "TEN"), "--check")).Exits(ExitCodes.Failed);
        (await ApplyAsync(Patch("package.json", "", "{}"), "--check")).Exits(ExitCodes.Denied);
        Assert.Equal(before, _cli.Everything());
        Assert.Empty((await _cli.RunAsync("threads", "--json")).Json.GetProperty("threads").EnumerateArray());
    }

    [Theory]
    [InlineData("*** Update File: b.txt\n@@\n-violet\n+VIOLET", 1, "edit.place", "b.txt")]
    [InlineData("*** Update File: absent.txt\n@@\n-x\n+y", 1, "edit.place", "absent.txt")]
    [InlineData("*** Update File: ../outside.txt\n@@\n-x\n+y", 4, "policy.path", "outside.txt")]
    [InlineData("*** Add File: /etc/codex-lsp-test\n+x", 4, "policy.path", "/etc/codex-lsp-test")]
    [InlineData("*** Add File: .git/hooks/pre-commit\n+x", 4, "policy.path", ".git")]
    [InlineData("*** Add File: .github/workflows/x.yml\n+x", 4, "policy.protected", ".github/workflows/x.yml")]
    [InlineData("*** Add File: blocked/x.txt\n+x", 4, "policy.path", "blocked")]
    public async Task Whatever_is_wrong_with_the_second_file_every_byte_is_as_before(string second, int exitCode, string code, string named)
    {
        _cli.Workspace.Write("blocked", "a file where the folder would be");
        var before = _cli.Everything();
        var outcome = (await ApplyAsync($"*** Begin Patch\n*** Update File: a.txt\n@@\n-two\n+TWO\n{second}\n*** End Patch\n")).Exits(exitCode);
        Assert.Equal("False", outcome.Text("applied"));
        Assert.Equal("[]", outcome.Json.GetProperty("files").GetRawText());
        Assert.Equal(code, outcome.Text("error.code"));
        Assert.Contains(named, outcome.Text("error.message"), StringComparison.Ordinal);
        Assert.Equal(before, _cli.Everything());
    }

    [Fact]
    public async Task Two_equally_good_places_are_both_named()
    {
        _cli.Workspace.Write("twice.txt", "head\nsame\nmiddle\nsame\ntail\n");
        var before = _cli.Everything();
        var outcome = (await ApplyAsync(Patch("twice.txt", "same", "other"))).Exits(ExitCodes.Failed);
        Assert.Contains("2", outcome.Text("error.message"), StringComparison.Ordinal);
        Assert.Contains("4", outcome.Text("error.message"), StringComparison.Ordinal);
        Assert.Equal(before, _cli.Everything());
    }

    [Theory]
    [InlineData("\uFEFFone\ntwo\n", "one", "ONE", "\uFEFFONE\ntwo\n")]
    [InlineData("\uFEFFone\r\ntwo\r\n", "two", "TWO", "\uFEFFone\r\nTWO\r\n")]
    [InlineData("one\r\ntwo\r\nthree", "three", "THREE", "one\r\ntwo\r\nTHREE")]
    [InlineData("one\ntwo", "one", "ONE", "ONE\ntwo")]
    [InlineData("one\r\ntwo\nthree\r\nfour\n", "two", "TWO", "one\r\nTWO\nthree\r\nfour\n")]
    [InlineData("one\r\ntwo\nthree\r\nfour\n", "three", "THREE", "one\r\ntwo\nTHREE\r\nfour\n")]
    public async Task Byte_order_mark_line_ends_and_final_newline_stay(string before, string remove, string add, string after)
    {
        _cli.Workspace.Write("file.txt", before);
        (await ApplyAsync(Patch("file.txt", remove, add))).Exits(ExitCodes.Done);
        Assert.Equal(Convert.ToHexString(Encoding.UTF8.GetBytes(after)), Convert.ToHexString(File.ReadAllBytes(_cli.Workspace["file.txt"])));
    }

    [Fact]
    public async Task Edit_keeps_them_as_well()
    {
        _cli.Workspace.Write("file.txt", "\uFEFFone\r\ntwo");
        await using var model = await _cli.StartModelAsync("```\nONE\n```");
        (await _cli.RunAsync("edit", "file.txt:1-1", "shout", "--apply")).Exits(ExitCodes.Done);
        Assert.Equal(Encoding.UTF8.GetBytes("\uFEFFONE\r\ntwo"), File.ReadAllBytes(_cli.Workspace["file.txt"]));
    }

    [Fact]
    public async Task What_is_no_patch_is_refused_with_what_one_looks_like()
    {
        var outcome = (await ApplyAsync("please change a.txt")).Exits(ExitCodes.Failed);
        Assert.Equal("edit.format", outcome.Text("error.code"));
        (await _cli.RunWithInputAsync("", "apply-patch")).Exits(ExitCodes.Failed).Says("*** Begin Patch");
    }

    private static string Patch(string file, string remove, string add) => remove.Length == 0
        ? $"*** Begin Patch\n*** Add File: {file}\n+{add}\n*** End Patch\n"
        : $"*** Begin Patch\n*** Update File: {file}\n@@\n-{remove}\n+{add}\n*** End Patch\n";

    private Task<CommandOutcome> ApplyAsync(string patch, params string[] options) =>
        _cli.RunWithInputAsync(patch, ["apply-patch", "--json", .. options]);
}
