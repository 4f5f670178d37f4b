namespace CodexLsp.Engine.Sandboxing;

/// <summary>What came of a <see cref="SandboxCommand"/>.</summary>
/// <param name="ExitCode">Zero by convention when all went well; null when it was ended before it said.</param>
/// <param name="Output">What it wrote, errors in between, cut at the limit of the command.</param>
/// <param name="TimedOut">Whether its time was over.</param>
/// <param name="Truncated">Whether output was dropped.</param>
/// <param name="Sandboxed">Whether it ran in the sandbox.</param>
/// <param name="Duration">How long it ran.</param>
public sealed record CommandResult(int? ExitCode, string Output, bool TimedOut, bool Truncated, bool Sandboxed, TimeSpan Duration)
{
    /// <summary>The limit it was ended for, as a sentence; null when it was not.</summary>
    public string? Exceeded { get; init; }
}
