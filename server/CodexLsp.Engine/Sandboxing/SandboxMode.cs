namespace CodexLsp.Engine.Sandboxing;

/// <summary>What a command may do to the machine.</summary>
public enum SandboxMode
{
    /// <summary>It may read; the checkout cannot be written, and there is no network.</summary>
    ReadOnly,

    /// <summary>It may write the checkout and its private temporary folder; there is no network.</summary>
    WorkspaceWrite,

    /// <summary>It may do what the user may, network and home included; the workspace it sees is still the checkout.</summary>
    DangerFullAccess,
}
