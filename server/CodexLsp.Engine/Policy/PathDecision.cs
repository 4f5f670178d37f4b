using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Policy;

/// <summary>What the policy says of writing to a path.</summary>
public abstract record PathDecision
{
    private PathDecision()
    {
    }

    /// <summary>It may be written.</summary>
    /// <param name="Path">The path by the name it was asked for.</param>
    /// <param name="Real">The file itself, links resolved.</param>
    public sealed record Allowed(AbsolutePath Path, AbsolutePath Real) : PathDecision;

    /// <summary>It may be written only when the user accepts a proposal that lists it by name.</summary>
    /// <param name="Path">The path by the name it was asked for.</param>
    /// <param name="Real">The file itself, links resolved.</param>
    /// <param name="Pattern">The protected name it has, such as <c>*.csproj</c>.</param>
    public sealed record Protected(AbsolutePath Path, AbsolutePath Real, string Pattern) : PathDecision;

    /// <summary>It may not be written.</summary>
    public sealed record Refused(Failure Failure) : PathDecision;
}
