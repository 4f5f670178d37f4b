using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Processes;
using CodexLsp.Engine.Sandboxing;

namespace CodexLsp.Sandbox.Tests;

/// <summary>
/// A user's machine in small: a workspace, a home with a key in it, and what lies beside them. It is made beside these tests and
/// not in the temporary folder, which every command has its own of: what is safe here is so for no such reason.
/// </summary>
public abstract class SandboxTest : IAsyncLifetime
{
    protected const string Secret = "planted-key-7f3a";

    // Short, because the path of a socket has at most 108 bytes.
    private readonly string _root = Path.Combine(AppContext.BaseDirectory, "m", Guid.NewGuid().ToString("N")[..8]);
    private Checkout? _checkout;

    protected static ProcessLauncher Launcher { get; } = new(TimeProvider.System);

    protected AbsolutePath Workspace => At("home/project");

    protected AbsolutePath Home => At("home");

    protected SandboxLimits Limits { get; set; } = new();

    protected Checkout Checkout => _checkout!;

    protected virtual AbsolutePath State => At("home/.local/state/codex-lsp");

    protected SandboxPlace Place => new(State, At("home/.config/codex-lsp"), Variable);

    protected BubblewrapSandbox Sandbox => new(Place, Limits, Launcher, TimeProvider.System);

    public virtual async Task InitializeAsync()
    {
        Write("home/.ssh/id_ed25519", Secret);
        Write("home/.config/codex-lsp/config.json", Secret);
        Write("home/.local/state/codex-lsp/journal", Secret);
        Write("home/project/notes.txt", "as it was\n");
        Write("home/project/.git/config", "[core]\n");
        Write("home/project/.vscode/settings.json", "{}\n");
        Write("home/project/.codex-lsp.json", "{}\n");
        Write("outside/file.txt", "as it was\n");
        await OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await _checkout!.DisposeAsync();
        await PrivateTree.DeleteAsync(new AbsolutePath(_root), Launcher);
    }

    protected AbsolutePath At(string relative) => new(Path.Combine(_root, relative));

    protected string Read(string relative) => File.ReadAllText(At(relative).Value);

    protected void Write(string relative, string text)
    {
        Directory.CreateDirectory(At(relative).Parent!.Value.Value);
        File.WriteAllText(At(relative).Value, text);
    }

    /// <summary>Opens the checkout anew, for other limits.</summary>
    protected async Task OpenAsync()
    {
        await (_checkout?.DisposeAsync() ?? ValueTask.CompletedTask);
        var opened = await Sandbox.OpenAsync(Workspace, Deadline.Token());
        _checkout = opened.Value ?? throw new InvalidOperationException($"{opened.Failure!.Message} {opened.Failure.Next}");
    }

    /// <summary>Runs a shell script in the workspace; its arguments are <c>$1</c> and so on.</summary>
    protected Task<CommandResult> Shell(string script, params string[] arguments) => Run(c => c, ["sh", "-c", script, "sh", .. arguments]);

    protected Task<CommandResult> Run(params string[] argv) => Run(c => c, argv);

    protected Task<CommandResult> Run(Func<SandboxCommand, SandboxCommand> change, params string[] argv) =>
        Run(Overlay.Over(Snapshot.Empty with { Folders = [Workspace], Trusted = true }), change, argv);

    protected async Task<CommandResult> Run(Overlay edits, Func<SandboxCommand, SandboxCommand> change, params string[] argv)
    {
        var command = change(new SandboxCommand([.. argv], Workspace) { Timeout = Deadline.Limit });
        var run = await Checkout.RunAsync(command, edits, null, Deadline.Token());
        return run.Value ?? throw new InvalidOperationException(run.Failure!.Message);
    }

    protected virtual string? Variable(string name) => name == "HOME" ? Home.Value : Environment.GetEnvironmentVariable(name);
}
