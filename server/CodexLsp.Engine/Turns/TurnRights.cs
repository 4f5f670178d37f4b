using System.Collections.Immutable;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Sandboxing;

namespace CodexLsp.Engine.Turns;

/// <summary>
/// What the user said a turn may do, beside what is configured. The next turn of the thread has no more, unless they say that anew.
/// </summary>
public sealed record TurnRights
{
    /// <summary>Nothing said: what is configured holds.</summary>
    public static TurnRights AsConfigured { get; } = new();

    /// <summary>What it may do without asking; null for what is configured.</summary>
    public ApprovalMode? Approval { get; init; }

    /// <summary>What its commands and edits may do; null for what is configured.</summary>
    public SandboxMode? Sandbox { get; init; }

    /// <summary>Globs of the files that may be changed, beside what is configured; empty for all.</summary>
    public ImmutableArray<string> Allowed { get; init; } = [];

    /// <summary>Globs of files that are not changed, beside what is configured.</summary>
    public ImmutableArray<string> Excluded { get; init; } = [];

    /// <summary>These rights in a thread: what is not said anew is as it was before, and never more than is configured.</summary>
    /// <param name="earlier">Those of the thread's turn before.</param>
    /// <param name="approval">What is configured.</param>
    /// <param name="sandbox">What is configured.</param>
    public TurnRights After(TurnRights earlier, ApprovalMode approval, SandboxMode sandbox) => new()
    {
        Approval = Approval ?? Least(earlier.Approval, approval),
        Sandbox = Sandbox ?? Least(earlier.Sandbox, sandbox),
        Allowed = Allowed.IsEmpty ? earlier.Allowed : Allowed,
        Excluded = Excluded.IsEmpty ? earlier.Excluded : Excluded,
    };

    // Both are in the order of what they permit.
    private static T? Least<T>(T? earlier, T configured)
        where T : struct, Enum => earlier is { } before && Comparer<T>.Default.Compare(before, configured) > 0 ? configured : earlier;
}
