using CodexLsp.Engine.Processes;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>How a command of a checkout becomes a process.</summary>
internal interface IConfinement
{
    /// <summary>The process, or why there is none for this command.</summary>
    Outcome<ProcessRequest> Confine(SandboxCommand command, CheckoutFolders folders, ControlGroup group);

    /// <summary>The path by which commands of a mode know the temporary folder of their checkout.</summary>
    string TemporarySeen(CheckoutFolders folders, SandboxMode mode);
}
