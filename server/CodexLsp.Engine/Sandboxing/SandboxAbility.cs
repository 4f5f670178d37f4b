namespace CodexLsp.Engine.Sandboxing;

/// <summary>Whether commands can be confined on this machine.</summary>
/// <param name="Works">Whether a command was run in the sandbox to find out, and the sandbox held.</param>
/// <param name="Detail">How it works, or why it does not.</param>
/// <param name="Next">What the user can do to have it; null when it works, or when nothing can be done.</param>
public sealed record SandboxAbility(bool Works, string Detail, string? Next = null);
