using System.Collections.Immutable;
using System.Text;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Journal;
using CodexLsp.Host.Cli;
using Microsoft.Extensions.Logging.Abstractions;

namespace CodexLsp.Host.Tests.Cli;

/// <summary>A process was killed between two renames of a commit: the next command puts everything back.</summary>
public sealed class CrashRecoveryTests : IDisposable
{
    private readonly TestCommandLine _cli = new();

    public CrashRecoveryTests()
    {
        _cli.Workspace.Write("a.txt", "a before\n");
        _cli.Workspace.Write("b.txt", "b before\n");
    }

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("threads")]
    [InlineData("verify")]
    [InlineData("undo", "0198f000-0000-7000-8000-000000000000")]
    public async Task The_next_command_puts_the_files_back_and_says_so(params string[] command)
    {
        await KillInTheMiddleAsync();
        var told = await _cli.RunAsync(command);
        Assert.Contains($"A change to {_cli.Workspace["a.txt"]} was cut short; the file is as it was before.", told.Error, StringComparison.Ordinal);
        Assert.Equal("a before\n", _cli.Read("a.txt"));
        Assert.Equal("b before\n", _cli.Read("b.txt"));
        Assert.DoesNotContain("cut short", (await _cli.RunAsync(command)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_changed_since_is_left_alone_and_said()
    {
        await KillInTheMiddleAsync();
        _cli.Workspace.Write("a.txt", "mine by now\n");
        (await _cli.RunAsync("threads")).Exits(ExitCodes.Done).Says("left alone");
        Assert.Equal("mine by now\n", _cli.Read("a.txt"));
    }

    [Fact]
    public async Task Commands_that_only_show_settings_touch_nothing()
    {
        await KillInTheMiddleAsync();
        (await _cli.RunAsync("config")).Exits(ExitCodes.Done);
        Assert.Equal("a after\n", _cli.Read("a.txt"));
    }

    /// <summary>Leaves the journal and the files as a kill after the first of two renames does.</summary>
    private async Task KillInTheMiddleAsync()
    {
        using var store = new ThreadStore(new JournalFolder(new AbsolutePath(_cli.State)), TimeProvider.System, t => t, NullLogger<ThreadStore>.Instance);
        await using var writer = await store.CreateAsync("killed", new AbsolutePath(_cli.Workspace.Path), CancellationToken.None);
        ImmutableArray<AbsolutePath> files = [new(_cli.Workspace["a.txt"]), new(_cli.Workspace["b.txt"])];
        var steps = files.Select(f => new CommitStep(
            f,
            new DiskFileSystem().Read(f),
            new FileStamp(FileImage.HashOf(Encoding.UTF8.GetBytes($"{f.Name[0]} after\n")), new DiskFileSystem().Read(f)!.Mode)));
        var temporaries = files.Select(f => new AbsolutePath(f.Value + ".tmp"));
        await writer.BeginAsync(new CommitPlan("0198f000-0000-7000-8000-000000000001", [.. steps], [.. temporaries], []), CancellationToken.None);
        _cli.Workspace.Write("a.txt", "a after\n");
    }
}
