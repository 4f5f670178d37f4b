using CodexLsp.Host.Cli;

namespace CodexLsp.Host.Tests.Cli;

/// <summary>A proposal outlives the process that made it: later ones accept it and take it back.</summary>
public sealed class AcceptUndoTests : IDisposable
{
    private readonly TestCommandLine _cli = new();

    public AcceptUndoTests() => _cli.Workspace.Write("notes.txt", "one\ntwo\nthree\nfour\nfive\n");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Accept_writes_what_was_shown_on_the_text_as_it_is_now()
    {
        var id = await ProposeAsync();
        _cli.Workspace.Write("notes.txt", "zero\none\ntwo\nthree\nfour\nfive\n");
        var accepted = (await _cli.RunAsync("accept", id, "--json")).Exits(ExitCodes.Done);
        Assert.Equal("True", accepted.Text("applied"));
        Assert.Equal("[]", accepted.Json.GetProperty("conflicts").GetRawText());
        Assert.Equal("zero\none\nTWO\nthree\nfour\nfive\n", _cli.Read("notes.txt"));
        (await _cli.RunAsync("accept", id, "--json")).Fails(ExitCodes.Failed, "proposal.accepted");
    }

    [Fact]
    public async Task Accept_never_overwrites_what_was_changed_meanwhile()
    {
        var id = await ProposeAsync();
        _cli.Workspace.Write("notes.txt", "one\nmine\nthree\nfour\nfive\n");
        var outcome = (await _cli.RunAsync("accept", id, "--json")).Exits(ExitCodes.Failed);
        Assert.Equal("False", outcome.Text("applied"));
        Assert.Equal("mine\n", outcome.Text("conflicts.0.ours"));
        Assert.Equal("TWO\n", outcome.Text("conflicts.0.theirs"));
        (await _cli.RunAsync("accept", id)).Exits(ExitCodes.Failed).Says("── now ──\nmine\n── wanted ──\nTWO\nNothing was written.");
        Assert.Equal("one\nmine\nthree\nfour\nfive\n", _cli.Read("notes.txt"));
    }

    [Fact]
    public async Task A_file_deleted_by_a_proposal_comes_back_with_its_undo()
    {
        _cli.Workspace.Write("old.txt", "old\n");
        await using var model = await _cli.StartModelAsync("*** Begin Patch\n*** Update File: notes.txt\n-two\n+TWO\n*** Delete File: old.txt\n*** End Patch");
        var id = (await _cli.RunAsync("edit", "notes.txt:2-2", "shout, and clean up", "--json")).Exits(ExitCodes.Done).Text("id")!;
        (await _cli.RunAsync("accept", id)).Exits(ExitCodes.Done);
        Assert.False(File.Exists(_cli.Workspace["old.txt"]));

        (await _cli.RunAsync("undo", id)).Exits(ExitCodes.Done);
        Assert.Equal("old\n", _cli.Read("old.txt"));
        Assert.Equal("one\ntwo\nthree\nfour\nfive\n", _cli.Read("notes.txt"));
    }

    [Fact]
    public async Task Undo_takes_back_only_its_own_lines_and_only_once()
    {
        var id = await ProposeAsync();
        (await _cli.RunAsync("undo", id, "--json")).Fails(ExitCodes.Failed, "undo.none");
        (await _cli.RunAsync("accept", id)).Exits(ExitCodes.Done);
        _cli.Workspace.Write("notes.txt", "one\nTWO\nthree\nfour\nFIVE\n");

        (await _cli.RunAsync("undo", id)).Exits(ExitCodes.Done).Says("Taken back. Write it again: codex-lsp accept ");
        Assert.Equal("one\ntwo\nthree\nfour\nFIVE\n", _cli.Read("notes.txt"));
        (await _cli.RunAsync("undo", id, "--json")).Fails(ExitCodes.Failed, "undo.none");

        (await _cli.RunAsync("accept", id)).Exits(ExitCodes.Done);
        Assert.Equal("one\nTWO\nthree\nfour\nFIVE\n", _cli.Read("notes.txt"));
    }

    [Fact]
    public async Task Undo_shows_the_later_work_it_would_destroy_and_leaves_it()
    {
        var id = await ProposeAsync();
        (await _cli.RunAsync("accept", id)).Exits(ExitCodes.Done);
        _cli.Workspace.Write("notes.txt", "one\nTWO, and more\nthree\nfour\nfive\n");

        var outcome = (await _cli.RunAsync("undo", id)).Exits(ExitCodes.Failed).Says("Nothing was written.");
        Assert.Contains("notes.txt", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("── now ──\nTWO, and more\n── wanted ──\ntwo\n", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("one\nTWO, and more\nthree\nfour\nfive\n", _cli.Read("notes.txt"));
        Assert.Equal("False", (await _cli.RunAsync("undo", id, "--json")).Exits(ExitCodes.Failed).Text("applied"));
    }

    [Theory]
    [InlineData("accept")]
    [InlineData("undo")]
    public async Task An_id_nobody_knows_is_an_error(string command)
    {
        (await _cli.RunAsync(command, "0198f000-0000-7000-8000-000000000000", "--json")).Fails(ExitCodes.Failed, "proposal.unknown");
        (await _cli.RunAsync(command, "../../etc/passwd", "--json")).Fails(ExitCodes.Failed, "proposal.unknown");
    }

    [Fact]
    public async Task Threads_are_listed_and_deleted_with_everything_kept_for_them()
    {
        var id = await ProposeAsync();
        var listed = (await _cli.RunAsync("threads", "--json")).Exits(ExitCodes.Done);
        var thread = listed.Text("threads.0.id")!;
        Assert.Equal("shout", listed.Text("threads.0.title"));
        (await _cli.RunAsync("threads")).Exits(ExitCodes.Done).Says(thread).Says("shout");

        (await _cli.RunAsync("threads", "delete", thread)).Exits(ExitCodes.Done);
        (await _cli.RunAsync("accept", id, "--json")).Fails(ExitCodes.Failed, "proposal.unknown");
        (await _cli.RunAsync("threads", "delete", thread, "--json")).Fails(ExitCodes.Failed, "thread.unknown");
        Assert.Empty((await _cli.RunAsync("threads", "--json")).Json.GetProperty("threads").EnumerateArray());
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(_cli.State, "*", SearchOption.AllDirectories), p => p.Contains(thread, StringComparison.Ordinal));
    }

    private async Task<string> ProposeAsync()
    {
        await using var model = await _cli.StartModelAsync("```\nTWO\n```");
        return (await _cli.RunAsync("edit", "notes.txt:2-2", "shout", "--json")).Exits(ExitCodes.Done).Text("id")!;
    }
}
