using System.Collections.Immutable;
using CodexLsp.Engine;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;

namespace CodexLsp.CSharp.Loading;

/// <summary>An immutable solution, as far as it could be loaded, and what is missing from it.</summary>
/// <param name="Path">The solution or project file.</param>
/// <param name="Solution">The loaded projects; empty when <see cref="Failures"/> says why nothing could be loaded.</param>
/// <param name="Projects">A line per project and framework, loaded or not.</param>
/// <param name="Failures">What concerns the whole solution: not trusted, no SDK, unreadable.</param>
/// <param name="Inputs">The files whose change makes this out of date.</param>
/// <param name="Analyzers">What became of analyzers and generators; grows while they are first used.</param>
/// <param name="FromCache">Whether MSBuild was not asked because its last answer still holds.</param>
public sealed record LoadedSolution(
    AbsolutePath Path,
    Solution Solution,
    ImmutableArray<ProjectState> Projects,
    ImmutableArray<Failure> Failures,
    ProjectInputs Inputs,
    AnalyzerNotes Analyzers,
    bool FromCache)
{
    /// <summary>Whether every project of the solution is loaded.</summary>
    public bool IsComplete => Failures.IsEmpty && Projects.All(p => p.IsLoaded);

    /// <summary>Everything that could not be loaded, with its reason.</summary>
    public IEnumerable<Failure> AllFailures => Failures.Concat(Projects.Select(p => p.Failure).OfType<Failure>());
}
