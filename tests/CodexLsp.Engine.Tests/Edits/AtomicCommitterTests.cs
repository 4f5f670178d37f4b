using CodexLsp.Engine.Edits;

namespace CodexLsp.Engine.Tests.Edits;

public sealed class AtomicCommitterTests
{
    private const string Files = "//- a.cs\none\ntwo\n//- b.cs\nold name\n//- c.cs\ngoes\n";

    private const string Patch =
        """
        *** Begin Patch
        *** Update File: a.cs
        @@
        -two
        +2
        *** Update File: b.cs
        *** Move to: deep/er/moved.cs
        @@
        -old name
        +new name
        *** Delete File: c.cs
        *** Add File: new/d.cs
        +comes
        *** End Patch
        """;

    private static string Tree(EditWorkspace workspace) => string.Join(
        '\n',
        Directory.EnumerateFileSystemEntries(workspace.Root.Value, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(e => Path.GetRelativePath(workspace.Root.Value, e)
                + (File.Exists(e) ? $" {Convert.ToHexString(File.ReadAllBytes(e))} {(OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(e))}" : "/")));

    private static Task<CommitResult> Commit(EditWorkspace workspace, ChangeSet changes, IFileSystem? files = null, ICommitLog? log = null) =>
        new AtomicCommitter(files ?? new DiskFileSystem(), log ?? new CommitLogInMemory())
            .CommitAsync("plan", changes, workspace.Policy, acceptProtected: false, Deadline.Token());

    [Fact]
    public async Task A_change_is_written_to_every_file_and_nothing_else_is_left()
    {
        using var workspace = new EditWorkspace(Files);
        var log = new CommitLogInMemory();

        Assert.IsType<CommitResult.Committed>(await Commit(workspace, workspace.Place(Patch), log: log));

        Assert.Equal([CommitEnd.Committed], log.Ends);
        Expect.Text(
            string.Join('\n', Tree(workspace).Split('\n').Select(l => l.Split(' ')[0])),
            """
            a.cs
            deep/
            deep/er/
            deep/er/moved.cs
            new/
            new/d.cs
            """);
        Assert.Equal("one\n2\n", workspace.Read("a.cs"));
    }

    [Fact]
    public async Task Whichever_operation_fails_every_file_is_as_before()
    {
        for (var failing = 0; ; failing++)
        {
            using var workspace = new EditWorkspace(Files);
            var before = Tree(workspace);
            var files = new FaultyFileSystem(failing, () => new IOException("Input/output error"));
            var log = new CommitLogInMemory();

            var result = await Commit(workspace, workspace.Place(Patch), files, log);

            if (result is CommitResult.Committed)
            {
                Assert.Equal(failing, files.Operations);
                Assert.True(failing >= 9, $"only {failing} operations can fail");
                return;
            }

            Assert.Equal(before, Tree(workspace));
            Assert.Equal("commit.disk", Assert.IsType<CommitResult.Failed>(result).Failure.Code);
            Assert.Equal([CommitEnd.RolledBack], log.Ends);
        }
    }

    [Fact]
    public async Task A_crash_between_any_two_operations_is_repaired_from_the_plan()
    {
        for (var failing = 0; ; failing++)
        {
            using var workspace = new EditWorkspace(Files);
            var before = Tree(workspace);
            var log = new CommitLogInMemory();
            try
            {
                var crash = new FaultyFileSystem(failing, () => new InvalidOperationException("killed"), forGood: true);
                Assert.IsType<CommitResult.Committed>(await Commit(workspace, workspace.Place(Patch), crash, log));
                Assert.True(failing >= 9);
                return;
            }
            catch (InvalidOperationException)
            {
                var recovery = CommitRecovery.Recover(log.Begun!, workspace.Policy, new DiskFileSystem());
                Assert.Empty(recovery.Failures);
                Assert.Equal(before, Tree(workspace));
            }
        }
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_log_that_cannot_be_written_leaves_every_file_as_before(bool begin, bool complete)
    {
        using var workspace = new EditWorkspace(Files);
        var before = Tree(workspace);

        var result = await Commit(workspace, workspace.Place(Patch), log: new CommitLogInMemory { FailsToBegin = begin, FailsToCommit = complete });

        Assert.IsType<CommitResult.Failed>(result);
        Assert.Equal(before, Tree(workspace));
    }

    [Fact]
    public async Task A_file_that_moved_is_a_conflict_with_its_texts_and_nothing_is_written()
    {
        using var workspace = new EditWorkspace(Files);
        var changes = workspace.Place(Patch);
        workspace.Write("a.cs", "one\nmine\n"u8.ToArray());
        var before = Tree(workspace);

        var moved = Assert.Single(Assert.IsType<CommitResult.Moved>(await Commit(workspace, changes)).Files);

        Assert.Equal(("one\ntwo\n", "one\n2\n", "one\nmine\n"), (moved.Expected!.ToString(), moved.Wanted!.ToString(), moved.Found!.ToString()));
        Assert.Equal(before, Tree(workspace));
    }

    [Fact]
    public async Task A_file_that_moves_while_the_commit_runs_is_not_overwritten()
    {
        using var workspace = new EditWorkspace(Files);
        var log = new CommitLogInMemory { OnBegin = () => workspace.Write("c.cs", "later"u8.ToArray()) };

        Assert.IsType<CommitResult.Moved>(await Commit(workspace, workspace.Place(Patch), log: log));

        Assert.Equal("later", workspace.Read("c.cs"));
        Assert.Equal("one\ntwo\n", workspace.Read("a.cs"));
        Assert.False(File.Exists(workspace["new/d.cs"].Value));
    }

    [Fact]
    public async Task A_folder_swapped_for_a_link_while_the_commit_runs_is_not_followed()
    {
        using var outside = new TemporaryFolder();
        using var workspace = new EditWorkspace("//- src/a.cs\nold\n");
        var secret = outside.Write("a.cs", "old\n");
        var log = new CommitLogInMemory
        {
            OnBegin = () =>
            {
                Directory.Move(workspace["src"].Value, workspace["kept"].Value);
                Directory.CreateSymbolicLink(workspace["src"].Value, outside.Path);
            },
        };

        var result = await Commit(workspace, workspace.Place("*** Begin Patch\n*** Update File: src/a.cs\n-old\n+new\n*** End Patch"), log: log);

        Assert.IsType<CommitResult.Failed>(result);
        Assert.Equal("old\n", await File.ReadAllTextAsync(secret));
        Assert.Equal([secret], Directory.EnumerateFileSystemEntries(outside.Path));
    }

    [Fact]
    public async Task Undo_puts_every_file_back_byte_for_byte()
    {
        using var workspace = new EditWorkspace(Files);
        var before = Tree(workspace);
        var log = new CommitLogInMemory();
        var done = Assert.IsType<CommitResult.Committed>(await Commit(workspace, workspace.Place(Patch), log: log)).Plan;

        var undone = await new AtomicCommitter(new DiskFileSystem(), log).UndoAsync("undo", done, workspace.Policy, Deadline.Token());

        Assert.IsType<CommitResult.Committed>(undone);
        Assert.Equal(before, Tree(workspace).Replace("deep/\ndeep/er/\nnew/", "", StringComparison.Ordinal).TrimEnd('\n'));
    }

    [Fact]
    public async Task Undo_that_would_destroy_later_work_is_refused_naming_the_file()
    {
        using var workspace = new EditWorkspace(Files);
        var log = new CommitLogInMemory();
        var done = Assert.IsType<CommitResult.Committed>(await Commit(workspace, workspace.Place(Patch), log: log)).Plan;
        workspace.Write("a.cs", "one\n2\nlater\n"u8.ToArray());
        var before = Tree(workspace);

        var undone = await new AtomicCommitter(new DiskFileSystem(), log).UndoAsync("undo", done, workspace.Policy, Deadline.Token());

        Assert.Equal(workspace["a.cs"], Assert.Single(Assert.IsType<CommitResult.Moved>(undone).Files).Path);
        Assert.Equal(before, Tree(workspace));
    }

    [Fact]
    public async Task A_protected_file_is_only_written_when_it_was_accepted_by_name()
    {
        using var workspace = new EditWorkspace("//- a.csproj\n<old/>\n");
        var changes = workspace.Place("*** Begin Patch\n*** Update File: a.csproj\n-<old/>\n+<new/>\n*** End Patch");

        Assert.Equal("policy.protected", Assert.IsType<CommitResult.Failed>(await Commit(workspace, changes)).Failure.Code);
        Assert.Equal("<old/>\n", workspace.Read("a.csproj"));

        var accepted = await new AtomicCommitter(new DiskFileSystem(), new CommitLogInMemory())
            .CommitAsync("plan", changes, workspace.Policy, acceptProtected: true, Deadline.Token());
        Assert.IsType<CommitResult.Committed>(accepted);
    }

    [Fact]
    public async Task Mode_and_link_of_a_file_are_kept()
    {
        using var workspace = new EditWorkspace("//- real.sh\nold\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(workspace["real.sh"].Value, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.CreateSymbolicLink(workspace["link.sh"].Value, "real.sh");

        Assert.IsType<CommitResult.Committed>(await Commit(workspace, workspace.Place("*** Begin Patch\n*** Update File: link.sh\n-old\n+new\n*** End Patch")));

        Assert.Equal("real.sh", new FileInfo(workspace["link.sh"].Value).LinkTarget);
        Assert.Equal("new\n", workspace.Read("real.sh"));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(workspace["real.sh"].Value).HasFlag(UnixFileMode.UserExecute));
    }

    [Fact]
    public async Task A_character_the_files_encoding_lacks_is_refused()
    {
        using var workspace = new EditWorkspace();
        workspace.Write("a.cs", [0xE9, (byte)'\n']);

        var result = await Commit(workspace, workspace.Place("*** Begin Patch\n*** Update File: a.cs\n@@\n+→\n*** End Patch"));

        Assert.Equal("commit.encoding", Assert.IsType<CommitResult.Failed>(result).Failure.Code);
        Assert.Equal([0xE9, (byte)'\n'], workspace.Bytes("a.cs"));
    }
}
