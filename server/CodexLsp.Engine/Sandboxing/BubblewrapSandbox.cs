using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Processes;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>
/// The sandbox of Linux: bubblewrap, over an overlay of the workspace where the kernel lets us mount one, else over a copy. Where
/// it does not work, and on other systems, its checkouts run only what the user lets run with all rights.
/// </summary>
public sealed class BubblewrapSandbox : ISandbox
{
    private const string Attempt = "echo inside > probe && cat probe; echo outside > \"$1\"";

    private const string Install =
        "Install bubblewrap with your package manager: apt install bubblewrap, dnf install bubblewrap, or pacman -S bubblewrap.";

    private const string Allow =
        "Let this user make namespaces: sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone and, on Ubuntu, "
        + "kernel.apparmor_restrict_unprivileged_userns; in a container, let the container make them.";

    private static readonly ImmutableArray<string> Programs = ["bwrap", "unshare", "prlimit", "mount", "sh"];

    private readonly SandboxPlace _place;
    private readonly SandboxLimits _limits;
    private readonly ProcessLauncher _launcher;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _asking = new(1, 1);
    private (SandboxAbility Ability, bool Overlay)? _found;

    /// <param name="place">Where checkouts lie and what no command sees.</param>
    /// <param name="limits">What a command may use.</param>
    /// <param name="launcher">Starts the processes.</param>
    /// <param name="time">The clock.</param>
    public BubblewrapSandbox(SandboxPlace place, SandboxLimits limits, ProcessLauncher launcher, TimeProvider time)
    {
        _place = place;
        _limits = limits;
        _launcher = launcher;
        _time = time;
    }

    /// <inheritdoc/>
    public async Task<SandboxAbility> AbilityAsync(CancellationToken cancellationToken) => (await FindAsync(cancellationToken)).Ability;

    /// <inheritdoc/>
    public async Task<Outcome<Checkout>> OpenAsync(AbsolutePath folder, CancellationToken cancellationToken)
    {
        var (ability, overlay) = await FindAsync(cancellationToken);
        if (RealPath.Of(folder) is not { } workspace || !Directory.Exists(workspace.Value))
        {
            return new Failure("sandbox.folder", $"'{folder}' is not there.", "Open a folder that is.");
        }

        return _place.Home.IsWithin(workspace)
            ? new Failure("sandbox.home", $"'{folder}' holds your home folder, which commands are never shown.", "Open the folder of the project itself.")
            : ability.Works ? Open(workspace, overlay, cancellationToken)
            : Open(workspace, overlay: false, new NoConfinement(ability), cancellationToken);
    }

    private Checkout Open(AbsolutePath workspace, bool overlay, CancellationToken cancellationToken)
    {
        // An overlay may not lie over its own upper tree.
        overlay = overlay && !_place.State.IsWithin(workspace);
        return Open(workspace, overlay, new BubblewrapConfinement(overlay, _limits, _place), cancellationToken);
    }

    private Checkout Open(AbsolutePath workspace, bool overlay, IConfinement confinement, CancellationToken cancellationToken)
    {
        var folders = CheckoutFolders.Make(_place.State, workspace);
        WorkspaceLayer layer = overlay
            ? new OverlayLayer(workspace, folders.Layer, folders.Discarded)
            : CopyLayer.Make(workspace, folders.Layer, folders.Discarded, _place.State, cancellationToken);
        return new Checkout(folders, layer, confinement, _limits, _launcher, _time);
    }

    private async Task<(SandboxAbility Ability, bool Overlay)> FindAsync(CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            return _found ??= await TryAsync(cancellationToken);
        }
        finally
        {
            _asking.Release();
        }
    }

    private async Task<(SandboxAbility Ability, bool Overlay)> TryAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return (new SandboxAbility(false, "there is no sandbox for this operating system yet, so every command asks"), false);
        }

        if (Programs.Where(p => _place.SystemProgram(p) is null).ToArray() is { Length: > 0 } missing)
        {
            return (new SandboxAbility(false, $"{string.Join(", ", missing)} not found in the system's folders of the PATH", Install), false);
        }

        await SweepAsync();
        var problems = new List<string>();
        foreach (var overlay in new[] { true, false })
        {
            switch (await ProbeAsync(overlay, cancellationToken))
            {
                case null when overlay:
                    return (new SandboxAbility(true, "bubblewrap, over an overlay of the workspace"), true);
                case null:
                    return (new SandboxAbility(true, $"bubblewrap, over a copy of the workspace ({problems[0]})"), false);
                case var problem:
                    problems.Add(problem);
                    break;
            }
        }

        return (new SandboxAbility(false, problems[^1], Allow), false);
    }

    // Who was killed could not clean up.
    private async Task SweepAsync()
    {
        foreach (var left in CheckoutFolders.LeftBehind(_place.State))
        {
            try
            {
                await PrivateTree.DeleteAsync(left, _launcher);
            }
            catch (IOException)
            {
                // It takes room and does no harm; the next process tries again.
            }
        }
    }

    /// <summary>Runs a command that writes inside and tries to write outside.</summary>
    /// <returns>What went wrong; null when the sandbox held.</returns>
    private async Task<string?> ProbeAsync(bool overlay, CancellationToken cancellationToken)
    {
        var workspace = _place.State.Append($"checkouts/probe-{Guid.NewGuid():N}");
        try
        {
            PrivateFiles.MakeFolder(workspace);
            var outside = _place.State.Append("checkouts/probe-outside");
            await using var checkout = Open(workspace, overlay, cancellationToken);
            var command = new SandboxCommand(["sh", "-c", Attempt, "sh", outside.Value], workspace) { Timeout = TimeSpan.FromSeconds(20) };
            var run = await checkout.RunAsync(command, Overlay.Over(Snapshot.Empty), null, cancellationToken);
            return run switch
            {
                { Succeeded: false } => run.Failure.Message,
                { Value.Output: var said } when !said.StartsWith("inside\n", StringComparison.Ordinal) => said.Trim(),
                _ when File.Exists(outside.Value) || File.Exists(workspace.Append("probe").Value) => "a command in the sandbox could write outside of it",
                _ => null,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
        finally
        {
            if (Directory.Exists(workspace.Value))
            {
                await PrivateTree.DeleteAsync(workspace, _launcher);
            }
        }
    }
}
