using System.Collections.Immutable;

namespace CodexLsp.Engine.Verification;

/// <summary>The verdict on a change: the compiler's, never a guess.</summary>
public sealed record Verdict
{
    /// <summary>What came of it.</summary>
    public required VerificationStatus Status { get; init; }

    /// <summary>Why it is <see cref="VerificationStatus.Unverified"/>, in words a user reads (<c>no solution</c>, <c>not trusted</c>).</summary>
    public string? Reason { get; init; }

    /// <summary>Errors and warnings that are there after the change and were not before.</summary>
    public ImmutableArray<Finding> Introduced { get; init; } = [];

    /// <summary>Errors and warnings that were there before and are gone.</summary>
    public ImmutableArray<Finding> Resolved { get; init; } = [];

    /// <summary>What limits the verdict without changing it, a sentence each (<c>analyzers not run</c>).</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>What was looked at.</summary>
    public VerificationScope Scope { get; init; } = VerificationScope.Nothing;

    /// <summary>What was mended without a model before this verdict, a phrase each (<c>added using System.Linq</c>).</summary>
    public ImmutableArray<string> Repaired { get; init; } = [];

    /// <summary>How long the check took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The errors among <see cref="Introduced"/>.</summary>
    public IEnumerable<Finding> Errors => Introduced.Where(f => f.Severity == FindingSeverity.Error);

    /// <summary>Nobody could check, for this reason.</summary>
    public static Verdict Unverified(string reason) => new() { Status = VerificationStatus.Unverified, Reason = reason };
}

/// <summary>What a verdict looked at.</summary>
/// <param name="Solution">The solution or project file; null when there is none.</param>
/// <param name="Projects">Names of the projects, with the framework where there are several.</param>
/// <param name="Documents">How many documents were compiled for the verdict.</param>
/// <param name="Analyzers">Whether analyzers ran.</param>
public sealed record VerificationScope(string? Solution, ImmutableArray<string> Projects, int Documents, bool Analyzers)
{
    /// <summary>Nothing was looked at.</summary>
    public static VerificationScope Nothing { get; } = new(null, [], 0, false);
}
