using System.Text;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.FileGraph;
using CodexLsp.Engine.Processes;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Tests.FileGraph;

public sealed class WorkspaceFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WorkspaceFiles _files = new(() => 1000);

    private AbsolutePath Root => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_buffers_and_the_turns_files_are_listed_and_deleted_ones_are_not()
    {
        _folder.Write("src/a.ts", "on disk");
        _folder.Write("src/old.ts", "goes");
        _folder.Write(".gitignore", "out/\n");
        var snapshot = Open(Open(Snapshot.Empty with { Folders = [Root] }, "src/unsaved/b.ts", "needle"), "out/ignored.ts", "needle");
        var tree = Overlay.Over(snapshot).With(new ChangeSet(
        [
            FileChange.Create(At("new/c.ts"), SourceText.From("needle")),
            FileChange.Delete(At("src/old.ts"), SourceText.From("goes")),
            FileChange.Modify(At("src/a.ts"), SourceText.From("on disk"), SourceText.From("first\nneedle")),
        ]));

        Assert.Equal([".gitignore", "new/c.ts", "src/a.ts", "src/unsaved/b.ts"], Names(_files.List(tree, Root, null, 99, default)));
        Assert.Equal(["new/c.ts:0", "src/a.ts:1", "src/unsaved/b.ts:0"], Search(tree, "needle"));
    }

    [Fact]
    public void An_unsaved_gitignore_counts()
    {
        _folder.Write("a.txt", "");
        _folder.Write("b.txt", "");

        Assert.Equal([".gitignore", "a.txt"], Names(_files.List(Overlay.Over(Open(Workspace.Base, ".gitignore", "b.txt")), Root, null, 99, default)));
    }

    [Fact]
    public void Links_are_neither_listed_nor_followed()
    {
        using var outside = new TemporaryFolder();
        outside.Write("secret.txt", "needle");
        _folder.Write("a.txt", "");
        Directory.CreateSymbolicLink(_folder["folder"], outside.Path);
        File.CreateSymbolicLink(_folder["file.txt"], outside["secret.txt"]);

        Assert.Equal(["a.txt"], Names(_files.List(Workspace, Root, null, 99, default)));
        Assert.Empty(_files.List(Workspace, At("folder"), null, 99, default));
        Assert.Empty(_files.List(Workspace, new AbsolutePath(outside.Path), null, 99, default));
        Assert.Empty(_files.List(Workspace, At(".."), null, 99, default));
        Assert.Empty(Search(Workspace, "needle"));
    }

    [Fact]
    public void The_repositorys_own_folder_is_not_listed()
    {
        _folder.Write(".git/config", "needle");
        _folder.Write("sub/.git", "gitdir: ../.git");

        Assert.Empty(_files.List(Workspace, Root, null, 99, default));
        Assert.Empty(_files.List(Workspace, At(".git"), null, 99, default));
    }

    [Theory]
    [InlineData("*.ts", "a.ts|src/b.ts|src/deep/c.ts")]
    [InlineData("src/*.ts", "src/b.ts")]
    [InlineData("src/**", "src/b.ts|src/deep/c.ts|src/deep/d.js")]
    [InlineData("../**", "")]
    [InlineData("*.cs", "")]
    public void A_glob_without_a_slash_means_any_depth(string glob, string expected)
    {
        foreach (var file in (string[])["a.ts", "src/b.ts", "src/deep/c.ts", "src/deep/d.js"])
        {
            _folder.Write(file, "");
        }

        Assert.Equal(expected, string.Join('|', Names(_files.List(Workspace, Root, glob, 99, default))));
    }

    [Fact]
    public void A_folder_below_is_listed_alone()
    {
        _folder.Write("a.ts", "");
        _folder.Write("src/b.ts", "");
        _folder.Write("src/c.ts", "");

        Assert.Equal(["src/b.ts"], Names(_files.List(Workspace, At("src"), "*.ts", 1, default)));
    }

    [Fact]
    public void Binary_and_large_files_are_not_searched()
    {
        _folder.Write("binary.dat", [(byte)'n', (byte)'e', (byte)'e', (byte)'d', (byte)'l', (byte)'e', 0]);
        _folder.Write("large.txt", "needle" + new string('x', 1000));
        _folder.Write("utf16.txt", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a\nneedle")]);
        _folder.Write("latin1.txt", [0xE4, .. "needle"u8]);

        Assert.Equal(["latin1.txt:0", "utf16.txt:1"], Search(Workspace, "needle"));
    }

    [Theory]
    [InlineData("needle", false, 2)]
    [InlineData("Needle", false, 0)]
    [InlineData("n[e]+dle$", true, 1)]
    [InlineData("(?i)NEEDLE", true, 2)]
    [InlineData("ä", false, 1)]
    [InlineData("^$", true, 1)]
    public void A_pattern_is_looked_for_in_every_line(string pattern, bool regex, int found)
    {
        _folder.Write("a.txt", "a needle\r\nneedle ä\r\n\r\nend");

        Assert.Equal(found, _files.Search(Workspace, Root, pattern, regex, null, 99, default).Count());
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(?=a)")]
    [InlineData(@"(a)\1")]
    [InlineData("")]
    public void A_pattern_that_cannot_be_searched_for_has_a_reason(string pattern) =>
        Assert.NotEmpty(WorkspaceFiles.PatternProblem(pattern, regex: true)!);

    [Fact]
    public async Task A_pipe_keeps_nobody_waiting()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var made = await new ProcessLauncher(TimeProvider.System).RunAsync(new ProcessRequest("mkfifo", [_folder["a.ts"], _folder[".gitignore"]], Root), Deadline.Token());
        Assert.Equal(0, Assert.IsType<ProcessResult.Exited>(made).ExitCode);

        await Deadline.Within(Task.Run(() => _files.Search(Workspace, Root, "needle", false, null, 9, default).Count()), "the search");
        await Deadline.Within(new FileGraphSymbols(new SourceIndex(_files)).FindAsync(Workspace, "needle", 9, default), "the reader");
    }

    [Fact]
    public void A_pattern_made_to_be_slow_is_not()
    {
        _folder.Write("a.txt", new string('a', 900) + "!");

        Assert.Empty(_files.Search(Workspace, Root, "^(a+)+$", true, null, 99, Deadline.Token()));
    }

    [Fact]
    public void A_long_line_is_shown_around_the_match()
    {
        _folder.Write("a.txt", new string('x', 600) + "needle" + new string('y', 300));

        var match = Assert.Single(_files.Search(Workspace, Root, "needle", false, null, 99, default));
        Assert.Contains("xneedley", match.Text, StringComparison.Ordinal);
        Assert.InRange(match.Text.Length, 1, WorkspaceFiles.MostLineCharacters + 2);
    }

    [Fact]
    public void A_search_ends_at_its_bound_and_when_it_is_cancelled()
    {
        _folder.Write("a.txt", "needle\nneedle\nneedle");
        using var cancelled = new CancellationTokenSource();

        Assert.Equal(2, _files.Search(Workspace, Root, "needle", false, null, 2, default).Count());
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => _files.Search(Workspace, Root, "needle", false, null, 2, cancelled.Token).Count());
    }

    private Overlay Workspace => Overlay.Over(Snapshot.Empty with { Folders = [Root] });

    private AbsolutePath At(string relative) => new(_folder[relative]);

    private Snapshot Open(Snapshot snapshot, string relative, string text) =>
        snapshot.With(new OpenDocument(DocumentUri.FromPath(At(relative)), new TextVersion(1), SourceText.From(text), ""));

    private IEnumerable<string> Names(IEnumerable<AbsolutePath> paths) => paths.Select(p => p.RelativeTo(Root));

    private string[] Search(Overlay tree, string pattern) =>
        [.. _files.Search(tree, Root, pattern, false, null, 99, Deadline.Token()).Select(m => $"{m.Path.RelativeTo(Root)}:{m.Line}")];
}
