using System.Collections.Immutable;
using CodexLsp.Engine;

namespace CodexLsp.CSharp.Loading;

/// <summary>What the design-time build of a solution gave.</summary>
/// <param name="Projects">A dump per project and framework that MSBuild could evaluate.</param>
/// <param name="Errors">What MSBuild complained of.</param>
/// <param name="Failure">Why there is no answer at all.</param>
internal sealed record DesignTimeAnswer(
    ImmutableArray<ProjectDump> Projects,
    ImmutableArray<BuildError> Errors,
    Failure? Failure = null)
{
    /// <summary>No answer.</summary>
    public static DesignTimeAnswer Failed(Failure failure) => new([], [], failure);
}
