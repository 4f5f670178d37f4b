using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>Where commands run: bubblewrap on Linux; elsewhere a copy of the workspace, unconfined, so that every command asks.</summary>
public interface ISandbox
{
    /// <summary>Whether commands can be confined. Found out once, by running one.</summary>
    Task<SandboxAbility> AbilityAsync(CancellationToken cancellationToken);

    /// <summary>Opens a checkout of a workspace folder, for one turn.</summary>
    Task<Outcome<Checkout>> OpenAsync(AbsolutePath folder, CancellationToken cancellationToken);
}
