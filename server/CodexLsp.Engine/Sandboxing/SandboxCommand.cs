using System.Collections.Immutable;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>A command to be run in a <see cref="Checkout"/>. No shell is involved, unless <paramref name="Argv"/> names one.</summary>
/// <param name="Argv">The program (a name looked up in <c>PATH</c>, or a path) and its arguments, as they shall arrive.</param>
/// <param name="Directory">Where it starts: the workspace folder of the checkout, or one inside it.</param>
public sealed record SandboxCommand(ImmutableArray<string> Argv, AbsolutePath Directory)
{
    /// <summary>What it may do.</summary>
    public SandboxMode Mode { get; init; } = SandboxMode.WorkspaceWrite;

    /// <summary>Whether it may use the network; granted by the user, for one command.</summary>
    public bool Network { get; init; }

    /// <summary>After this time everything it started is ended.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many characters of its output are kept; what comes later is read and dropped.</summary>
    public int OutputLimit { get; init; } = 256 * 1024;
}
