using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Processes;
using CodexLsp.Engine.Sandboxing;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Sandbox.Tests;

/// <summary>What commands see of a turn's edits, and what comes back of theirs; over an overlay, and over a copy.</summary>
public abstract class CheckoutTests : SandboxTest
{
    private Snapshot Snapshot => Snapshot.Empty with { Folders = [Workspace], Trusted = true };

    private PathPolicy Policy => new([Workspace]);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Directory.Delete(Workspace.Append(".git").Value, recursive: true);
        Assert.IsType<ProcessResult.Exited>(await Launcher.RunAsync(new("git", ["init", "-q"], Workspace), Deadline.Token()));
    }

    [Fact]
    public async Task A_command_sees_the_edits_and_the_buffers_that_are_not_saved()
    {
        Write("home/project/src/buffer.txt", "saved\n");
        Write("home/project/src/gone.txt", "still on disk\n");
        await OpenAsync();
        var buffer = new OpenDocument(DocumentUri.FromPath(Workspace.Append("src/buffer.txt")), new TextVersion(2), SourceText.From("typed\n"), "plaintext");
        var gone = SourceText.From("still on disk\n");
        var edits = Overlay.Over(Snapshot.With(buffer)).With(new ChangeSet(
        [
            FileChange.Modify(Workspace.Append("notes.txt"), SourceText.From("as it was\n"), SourceText.From("edited\n")),
            FileChange.Create(Workspace.Append("new/file.txt"), SourceText.From("created\n")),
            FileChange.Delete(Workspace.Append("src/gone.txt"), gone),
        ]));

        var run = await Run(edits, c => c, "sh", "-c", "cat notes.txt src/buffer.txt new/file.txt; ls src");

        Assert.Equal("edited\ntyped\ncreated\nbuffer.txt\n", run.Output);
        Assert.Equal("as it was\n", Read("home/project/notes.txt"));
        Assert.True(File.Exists(At("home/project/src/gone.txt").Value));
    }

    [Fact]
    public async Task What_a_killed_process_left_is_deleted_and_what_is_in_use_is_not()
    {
        await Shell("echo mine > notes.txt");
        var left = State.Append("checkouts/0198f2c4-killed");
        Directory.CreateDirectory(left.Append("upper/folder").Value);
        File.WriteAllText(left.Append("lock").Value, "");

        Assert.True((await Sandbox.AbilityAsync(Deadline.Token())).Works);

        Assert.False(Directory.Exists(left.Value));
        Assert.Equal("mine\n", (await Shell("cat notes.txt")).Output);
    }

    [Fact]
    public async Task An_edit_that_was_taken_back_is_gone_from_the_next_command()
    {
        var edits = Overlay.Over(Snapshot).With(new ChangeSet(
        [
            FileChange.Modify(Workspace.Append("notes.txt"), SourceText.From("as it was\n"), SourceText.From("edited\n")),
            FileChange.Create(Workspace.Append("new.txt"), SourceText.From("created\n")),
        ]));
        await Run(edits, c => c, "true");

        var run = await Run(Overlay.Over(Snapshot), c => c, "sh", "-c", "cat notes.txt; ls");

        Assert.Equal("as it was\nnotes.txt\n", run.Output);
    }

    [Fact]
    public async Task What_a_command_changed_comes_back_as_a_change_on_the_edits()
    {
        Write("home/project/.gitignore", "*.log\n");
        Write("home/project/old.txt", "old\n");
        await OpenAsync();
        var edits = Overlay.Over(Snapshot).With(new ChangeSet([FileChange.Create(Workspace.Append("new.txt"), SourceText.From("created\n"))]));
        await Run(edits, c => c, "sh", "-c", "echo more >> new.txt; rm old.txt; mkdir -p src obj; echo a > src/a.txt; echo b > obj/b.txt; echo c > c.log; head -c 9 /dev/zero > image");

        var found = await Checkout.ChangesAsync(edits, Policy, Deadline.Token());

        Assert.Equal(
            ["Create src/a.txt: a\n", "Delete old.txt: ", "Modify new.txt: created\nmore\n"],
            found.Changes.Files.Select(f => $"{f.Kind} {f.Path.RelativeTo(Workspace)}: {f.After}").Order());
        var view = edits.With(found.Changes);
        Assert.Equal(["new.txt", "old.txt", "src/a.txt"], view.Changes.Files.Select(f => f.Path.RelativeTo(Workspace)).Order());
    }

    [Fact]
    public async Task A_command_that_changed_nothing_brings_nothing_back()
    {
        var edits = Overlay.Over(Snapshot).With(new ChangeSet([FileChange.Create(Workspace.Append("new.txt"), SourceText.From("created\n"))]));
        await Run(edits, c => c, "sh", "-c", "touch notes.txt; cp new.txt copy && rm copy");

        Assert.True((await Checkout.ChangesAsync(edits, Policy, Deadline.Token())).Changes.IsEmpty);
    }

    [Fact]
    public async Task What_the_policy_refuses_stays_in_the_checkout_and_is_said()
    {
        var run = await Run("sh", "-c", "echo x > excluded.txt; echo y > fine.txt; mkdir -p .idea; echo z > .idea/workspace.xml");
        Assert.Equal(0, run.ExitCode);

        var found = await Checkout.ChangesAsync(Overlay.Over(Snapshot), Policy with { Excluded = ["excluded.txt"] }, Deadline.Token());

        Assert.Equal("fine.txt", Assert.Single(found.Changes.Files).Path.Name);
        Assert.Contains("excludedPaths", Assert.Single(found.LeftOut), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_was_made_anew_has_lost_its_files()
    {
        Write("home/project/src/deep/a.txt", "a\n");
        Write("home/project/src/b.txt", "b\n");
        await OpenAsync();
        await Run("sh", "-c", "rm -r src; mkdir -p src/deep; echo c > src/deep/c.txt");

        var found = await Checkout.ChangesAsync(Overlay.Over(Snapshot), Policy, Deadline.Token());

        Assert.Equal(
            ["Create src/deep/c.txt", "Delete src/b.txt", "Delete src/deep/a.txt"],
            found.Changes.Files.Select(f => $"{f.Kind} {f.Path.RelativeTo(Workspace)}").Order());
    }

    [Fact]
    public async Task A_link_that_a_command_left_leads_us_nowhere()
    {
        Write("home/project/src/a.txt", "a\n");
        await OpenAsync();
        var edits = Overlay.Over(Snapshot).With(new ChangeSet([FileChange.Modify(Workspace.Append("src/a.txt"), SourceText.From("a\n"), SourceText.From("edited\n"))]));
        await Shell("rm -r src; ln -s \"$1\" src; ln -s \"$2\" key; mkfifo pipe", At("outside").Value, Home.Append(".ssh/id_ed25519").Value);

        var run = await Run(edits, c => c, "cat", "src/a.txt");
        var found = await Checkout.ChangesAsync(edits, Policy, Deadline.Token());

        Assert.Equal("edited\n", run.Output);
        Assert.False(File.Exists(At("outside/a.txt").Value));
        Assert.DoesNotContain(found.Changes.Files, f => f.After?.ToString().Contains(Secret, StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_folder_without_rights_does_not_keep_the_checkout()
    {
        await Run("sh", "-c", "mkdir -p locked/in; echo x > locked/in/file; chmod 0 locked/in locked");

        await Checkout.DisposeAsync();

        Assert.Empty(Directory.EnumerateDirectories(Place.State.Append("checkouts").Value));
        await OpenAsync();
    }

    [Fact]
    public async Task Output_is_heard_as_it_comes()
    {
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = new SandboxCommand(["sh", "-c", "echo first; until [ -e /tmp/go ]; do sleep 0.05; done; echo second >&2"], Workspace);

        var running = Checkout.RunAsync(command, Overlay.Over(Snapshot), text => heard.TrySetResult(text), Deadline.Token());
        Assert.Equal("first\n", await Deadline.Within(heard.Task, "the first line"));
        await File.WriteAllTextAsync(Checkout.Temporary.Append("go").Value, "");

        Assert.Equal("first\nsecond\n", (await running).Value!.Output);
    }

    [Fact]
    public async Task A_folder_that_holds_the_home_is_refused()
    {
        var opened = await Sandbox.OpenAsync(Home, Deadline.Token());

        Assert.Equal("sandbox.home", opened.Failure?.Code);
    }
}

/// <summary>Over an overlay, as a current kernel allows it.</summary>
public sealed class OverlayCheckoutTests : CheckoutTests;

/// <summary>Over a copy: an overlay cannot lie over its own upper tree, which is in the workspace here.</summary>
public sealed class CopyCheckoutTests : CheckoutTests
{
    protected override AbsolutePath State => At("home/project/.state/codex-lsp");
}
