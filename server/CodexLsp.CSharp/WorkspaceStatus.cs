namespace CodexLsp.CSharp;

/// <summary>How far the C# workspace is, as <c>codex/workspace/status</c> tells it.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="Solution">The solution or project file; null when none is chosen.</param>
/// <param name="Projects">How many projects it has, each framework counted.</param>
/// <param name="Loaded">How many of them are loaded.</param>
/// <param name="Message">What is wrong, or what is being done.</param>
public sealed record WorkspaceStatus(WorkspacePhase Phase, string? Solution, int Projects, int Loaded, string? Message);

/// <summary>What a C# workspace is doing.</summary>
public enum WorkspacePhase
{
    /// <summary>Nothing was asked of it yet.</summary>
    Idle,

    /// <summary>A solution is being loaded.</summary>
    Loading,

    /// <summary>All of it is loaded.</summary>
    Ready,

    /// <summary>Not all of it is loaded, or none; the message says why.</summary>
    Degraded,
}
