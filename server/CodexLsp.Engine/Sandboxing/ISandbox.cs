using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>Where commands run.</summary>
public interface ISandbox
{
    /// <summary>Whether commands can be confined. Found out once, by running one.</summary>
    Task<SandboxAbility> AbilityAsync(CancellationToken cancellationToken);

    /// <summary>Opens a checkout of a workspace folder, for one turn. Where no command can be confined, it runs only those with all rights.</summary>
    Task<Outcome<Checkout>> OpenAsync(AbsolutePath folder, CancellationToken cancellationToken);
}
