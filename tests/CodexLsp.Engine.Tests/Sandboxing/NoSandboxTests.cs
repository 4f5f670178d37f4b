using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Processes;
using CodexLsp.Engine.Sandboxing;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Tests.Sandboxing;

/// <summary>A machine without bubblewrap: it says so, and runs only what the user lets run with all rights.</summary>
public sealed class NoSandboxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly BubblewrapSandbox _sandbox;

    public NoSandboxTests()
    {
        _folder.Write("workspace/a.txt", "as it was\n");
        _folder.Write("workspace/src/b.txt", "b\n");
        var place = new SandboxPlace(At("state"), At("configuration"), name => name switch { "HOME" => _folder["home"], _ => null });
        _sandbox = new BubblewrapSandbox(place, new SandboxLimits(), new ProcessLauncher(TimeProvider.System), TimeProvider.System);
    }

    private AbsolutePath Workspace => At("workspace");

    private Snapshot Snapshot => Snapshot.Empty with { Folders = [Workspace], Trusted = true };

    [Fact]
    public async Task It_says_what_is_missing_and_what_to_do()
    {
        var ability = await _sandbox.AbilityAsync(Deadline.Token());

        Assert.False(ability.Works);
        Assert.NotEmpty(ability.Detail);
        Assert.Equal(OperatingSystem.IsLinux(), ability.Next?.Contains("apt install bubblewrap", StringComparison.Ordinal) ?? false);
    }

    [Theory]
    [InlineData(SandboxMode.ReadOnly)]
    [InlineData(SandboxMode.WorkspaceWrite)]
    public async Task A_command_that_should_be_confined_is_not_run(SandboxMode mode)
    {
        await using var checkout = await OpenAsync();

        var run = await checkout.RunAsync(new SandboxCommand(["touch", _folder["ran"]], Workspace) { Mode = mode }, Overlay.Over(Snapshot), null, Deadline.Token());

        Assert.Equal("sandbox.unavailable", run.Failure?.Code);
        Assert.False(File.Exists(_folder["ran"]));
    }

    [Fact]
    public async Task A_command_with_all_rights_runs_in_a_copy_with_the_edits()
    {
        await using var checkout = await OpenAsync();
        var edits = Overlay.Over(Snapshot).With(new ChangeSet([FileChange.Create(Workspace.Append("src/new.txt"), SourceText.From("new\n"))]));
        var command = new SandboxCommand(["sh", "-c", "cat b.txt new.txt ../a.txt; echo changed > ../a.txt; echo wrong >&2"], Workspace.Append("src")) { Mode = SandboxMode.DangerFullAccess };

        var run = await checkout.RunAsync(command, edits, null, Deadline.Token());
        var changes = await checkout.ChangesAsync(edits, new Engine.Policy.PathPolicy([Workspace]), Deadline.Token());

        Assert.Equal(("b\nnew\nas it was\nwrong\n", false), (run.Value?.Output, run.Value?.Sandboxed));
        Assert.Equal("a.txt", changes.Changes.Files.Single().Path.Name);
        Assert.Equal("as it was\n", await File.ReadAllTextAsync(_folder["workspace/a.txt"]));
    }

    [Fact]
    public async Task The_checkout_is_gone_when_the_turn_ends()
    {
        await (await OpenAsync()).DisposeAsync();

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["state/checkouts"]));
    }

    public void Dispose() => _folder.Dispose();

    private AbsolutePath At(string relative) => new(_folder[relative]);

    private async Task<Checkout> OpenAsync() => (await _sandbox.OpenAsync(Workspace, Deadline.Token())).Value!;
}
