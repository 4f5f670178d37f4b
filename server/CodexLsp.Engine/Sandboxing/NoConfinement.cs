using CodexLsp.Engine.Processes;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>
/// For machines without a sandbox: only what the user approved to run with all rights is run, in a copy of the workspace, so that
/// at least by its own relative paths it changes nothing of the user's.
/// </summary>
/// <param name="ability">Why there is no sandbox.</param>
internal sealed class NoConfinement(SandboxAbility ability) : IConfinement
{
    /// <inheritdoc/>
    public Outcome<ProcessRequest> Confine(SandboxCommand command, CheckoutFolders folders, ControlGroup group)
    {
        if (command.Mode != SandboxMode.DangerFullAccess)
        {
            return new Failure("sandbox.unavailable", $"There is no sandbox here: {ability.Detail}.", ability.Next);
        }

        var directory = folders.Layer.Append(command.Directory.RelativeTo(folders.Workspace));
        return new ProcessRequest(command.Argv[0], command.Argv[1..], directory)
        {
            Environment = SandboxEnvironment.Unconfined(),
            Timeout = command.Timeout,
            OutputLimit = command.OutputLimit,
        };
    }

    /// <inheritdoc/>
    public string TemporarySeen(CheckoutFolders folders, SandboxMode mode) => folders.Temporary.Value;
}
