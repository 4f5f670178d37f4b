using System.Collections.Immutable;
using CodexLsp.Engine.Checks;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Sandboxing;
using CodexLsp.Engine.Tools;

namespace CodexLsp.Engine.Turns;

/// <summary>Runs a turn's commands and tests, as far as they may be run, in one checkout of the workspace with its edits.</summary>
/// <param name="files">The turn's files; what a command changes comes back into them.</param>
/// <param name="approvals">Decides and asks.</param>
/// <param name="ports">Where they run.</param>
internal sealed class TurnCommands(TurnFiles files, Approvals approvals, CommandPorts ports) : IAsyncDisposable
{
    private Checkout? _checkout;

    /// <summary>Whether the user ended the turn when they were asked.</summary>
    public bool Aborted => approvals.Aborted;

    /// <summary>The commands that test what was changed, the configured one alone where there is one.</summary>
    public ImmutableArray<WorkspaceCommand> Tests =>
        ports.ConfiguredTests is { } configured ? [configured] : ports.DetectTests(files.Folder, files.Tree.Changes.Paths);

    /// <summary>Runs a command the model wrote; why it was not run is in the objection.</summary>
    /// <param name="argv">The program and its arguments.</param>
    /// <param name="directory">Where it starts.</param>
    /// <param name="begins">Called when it may run, before it does.</param>
    /// <param name="output">Hears its output.</param>
    /// <param name="cancellationToken">Ends it and everything it started.</param>
    public async Task<(CommandResult? Result, CommandChanges? Changes, ToolResult? Objection)> RunAsync(
        ImmutableArray<string> argv, AbsolutePath directory, Action begins, Action<string> output, CancellationToken cancellationToken)
    {
        var action = await ConfinedAsync(new ProposedAction.Command(argv, directory, CommandOrigin.Model) { Network = ports.Network }, cancellationToken);
        if (await approvals.ObjectionAsync(action, cancellationToken) is { } objection)
        {
            return (null, null, objection);
        }

        begins();
        var opened = await OpenAsync(cancellationToken);
        if (!opened.Succeeded)
        {
            return (null, null, ToolResult.Failed(opened.Failure));
        }

        var command = new SandboxCommand(action.Argv, action.Directory) { Mode = action.Sandbox, Network = action.Network, Timeout = ports.Timeout };
        var run = await opened.Value.RunAsync(command, files.Tree, output, cancellationToken);
        if (!run.Succeeded)
        {
            return (null, null, ToolResult.Failed(run.Failure));
        }

        var changes = await opened.Value.ChangesAsync(files.Tree, files.Writes, cancellationToken);
        if (!changes.Changes.IsEmpty)
        {
            await files.ChangeAsync(changes.Changes);
        }

        return (run.Value, changes, null);
    }

    /// <summary>Runs tests; why they were not run is in the objection.</summary>
    public async Task<(TestReport? Report, ToolResult? Objection)> TestAsync(
        WorkspaceCommand tests, Action begins, Action<string> output, CancellationToken cancellationToken)
    {
        var action = await ConfinedAsync(tests.Action, cancellationToken);
        if (await approvals.ObjectionAsync(action, cancellationToken) is { } objection)
        {
            return (null, objection);
        }

        begins();
        var opened = await OpenAsync(cancellationToken);
        if (!opened.Succeeded)
        {
            return (null, ToolResult.Failed(opened.Failure));
        }

        var report = await opened.Value.RunTestsAsync(
            files.Tree, tests.InSandbox with { Mode = action.Sandbox, Timeout = ports.Timeout }, output, cancellationToken);
        return report.Succeeded ? (report.Value, null) : (null, ToolResult.Failed(report.Failure));
    }

    public async ValueTask DisposeAsync()
    {
        if (_checkout is not null)
        {
            await _checkout.DisposeAsync();
        }
    }

    // Where nothing can be confined a command has all rights, which the user is told when they are asked.
    private async Task<ProposedAction.Command> ConfinedAsync(ProposedAction.Command action, CancellationToken cancellationToken) => action with
    {
        Sandbox = (await approvals.AbilityAsync(cancellationToken)).Works ? ports.Mode : SandboxMode.DangerFullAccess,
    };

    private async Task<Outcome<Checkout>> OpenAsync(CancellationToken cancellationToken)
    {
        if (_checkout is null)
        {
            var opened = await ports.Sandbox.OpenAsync(files.Folder, cancellationToken);
            if (!opened.Succeeded)
            {
                return opened;
            }

            _checkout = opened.Value;
        }

        return _checkout;
    }
}
