using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Sandboxing;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Sandbox.Tests;

/// <summary>What a hostile command leaves in the checkout for us to stumble over; over an overlay, and over a copy.</summary>
public abstract class LeftBehindTests : SandboxTest
{
    private Snapshot Snapshot => Snapshot.Empty with { Folders = [Workspace], Trusted = true };

    [Theory]
    [InlineData("yes | head -c 3000000 > huge.txt", "'huge.txt' is longer than 1,048,576 bytes, which is the most.")]
    [InlineData("rm notes.txt; mkdir notes.txt; echo x > notes.txt/a", "'notes.txt/a' is refused: it would lie in 'notes.txt', which is a file.")]
    [InlineData("echo x > Notes.txt", "'Notes.txt' is refused: 'notes.txt' is there, which differs only in spelling.")]
    [InlineData("echo x > \"$(printf 'a\\nb')\"", "'a\uFFFDb' is refused: it holds a control character.")]
    [InlineData("echo x > 'ab:c'", "'ab:c' is refused: it holds ':', which names a stream or a drive.")]
    [InlineData("echo x > con.txt", "'con.txt' is refused: 'con.txt' is the name of a device.")]
    public async Task What_could_not_be_written_is_left_out_and_said(string script, string said)
    {
        await Shell(script);

        var found = await Find();

        Assert.DoesNotContain(found.Changes.Files, f => f.After is not null);
        Assert.Contains(said, found.LeftOut);
    }

    [Theory]
    [InlineData("ln -s /etc/passwd a.txt")]
    [InlineData("ln -s / root")]
    [InlineData("mkfifo a.txt")]
    [InlineData("python3 -c \"import socket; socket.socket(socket.AF_UNIX).bind('a.txt')\"")]
    [InlineData("echo x > \"$(printf 'a\\377.txt')\"")]
    [InlineData("mkdir \"$(printf 'a\\377')\"; echo x > \"$(printf 'a\\377')/b\"")]
    [InlineData("mkdir -p .vscode2/.git/hooks sub/.git/hooks; echo x > sub/.git/hooks/pre-commit; echo x > .vscode2/.git/config")]
    [InlineData("mkdir -p obj node_modules/x; echo x > obj/a.cs; echo x > node_modules/x/index.js; echo x > a.g.cs")]
    [InlineData("cp /bin/true a; chmod 6755 a")]
    [InlineData("truncate -s 1900M huge.txt")]
    public async Task What_is_no_text_of_the_workspace_does_not_come_back(string script)
    {
        await Shell(script);

        var found = await Find();

        Assert.Empty(found.Changes.Files);
    }

    [Fact]
    public async Task Rights_that_were_taken_away_do_not_keep_us_from_looking_nor_from_writing_again()
    {
        var edits = Overlay.Over(Snapshot).With(new ChangeSet([FileChange.Create(Workspace.Append("in/mine.txt"), SourceText.From("mine\n"))]));
        await Run(edits, c => c, "sh", "-c", "echo x > in/a.txt; echo y > b.txt; chmod 0 in/a.txt b.txt in/mine.txt in");

        var found = await Checkout.ChangesAsync(edits, new PathPolicy([Workspace]), Deadline.Token());
        var run = await Run(edits, c => c, "cat", "in/mine.txt");

        Assert.Equal(["b.txt", "in/a.txt"], found.Changes.Files.Select(f => f.Path.RelativeTo(Workspace)).Order(StringComparer.Ordinal));
        Assert.Equal("mine\n", run.Output);
    }

    [Fact]
    public async Task A_folder_that_stands_where_our_edit_was_gives_way_whatever_is_in_it()
    {
        var edits = Overlay.Over(Snapshot).With(new ChangeSet([FileChange.Modify(Workspace.Append("notes.txt"), SourceText.From("as it was\n"), SourceText.From("edited\n"))]));
        await Shell("rm notes.txt; mkdir -p notes.txt/locked; echo x > \"$(printf 'notes.txt/locked/\\377')\"; chmod 0 notes.txt/locked");

        var run = await Run(edits, c => c, "cat", "notes.txt");

        Assert.Equal("edited\n", run.Output);
    }

    [Theory]
    [InlineData("echo x > \"$(printf '\\377')\"; mkdir \"$(printf '\\376')\"; echo x > \"$(printf '\\376/\\377')\"; chmod 0 \"$(printf '\\376')\"")]
    [InlineData("perl -e 'for (1..3000) { mkdir \"deep\" or die; chdir \"deep\" or die } open F, \">\", \"end\"'")]
    [InlineData("perl -e 'for (1..3000) { mkdir \"deep\" or die; chdir \"deep\" or die } open F, \">\", \"end\"' /tmp")]
    public async Task Nothing_of_it_stays_when_the_checkout_goes(string script)
    {
        await Shell(script);
        await Find();

        await Checkout.DisposeAsync();

        Assert.Empty(Directory.EnumerateDirectories(Place.State.Append("checkouts").Value));
        await OpenAsync();
    }

    [Fact]
    public async Task A_flood_of_files_is_cut()
    {
        await Shell("i=0; while [ $i -lt 3000 ]; do echo $i > f$i; i=$((i+1)); done");

        var found = await Find();

        Assert.Equal(1000, found.Changes.Files.Length);
        Assert.Equal("There is more, which is left out: too much was changed.", Assert.Single(found.LeftOut));
    }

    [Fact]
    public async Task A_flood_of_text_is_cut()
    {
        await Shell("for i in $(seq 40); do yes | head -c 1000000 > f$i; done");

        var found = await Find();

        Assert.InRange(found.Changes.Files.Length, 10, 20);
    }

    [Fact]
    public async Task Deleting_or_moving_what_is_protected_comes_back_as_what_it_is()
    {
        Write("home/project/AGENTS.md", "Be kind.\n");
        Write("home/project/package.json", "{}\n");
        await OpenAsync();
        await Shell("rm AGENTS.md; mv package.json ordinary.txt; echo '{}' > sub.json; mv sub.json global.json");

        var found = await Find();

        var policy = new PathPolicy([Workspace]);
        Assert.Equal(
            ["AGENTS.md", "global.json", "package.json"],
            found.Changes.Paths.Where(p => policy.Check(p) is PathDecision.Protected).Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Too_much_in_the_results_of_tests_is_not_read()
    {
        await Shell("mkdir /tmp/results; for i in 1 2 3; do truncate -s 40M /tmp/results/$i.trx; done; ln -s /etc/passwd /tmp/results/4.trx; mkfifo /tmp/results/5.trx");

        Assert.Single(Checkout.ReadTemporary("results", ".trx"));
    }

    private Task<CommandChanges> Find() => Checkout.ChangesAsync(Overlay.Over(Snapshot), new PathPolicy([Workspace]), Deadline.Token());
}

/// <summary>Over an overlay.</summary>
public sealed class OverlayLeftBehindTests : LeftBehindTests;

/// <summary>Over a copy.</summary>
public sealed class CopyLeftBehindTests : LeftBehindTests
{
    protected override AbsolutePath State => At("home/project/.state/codex-lsp");
}
