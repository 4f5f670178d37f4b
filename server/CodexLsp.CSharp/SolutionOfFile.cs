using CodexLsp.CSharp.Loading;
using Microsoft.CodeAnalysis;

namespace CodexLsp.CSharp;

/// <summary>What a file can be compiled with.</summary>
public abstract record SolutionOfFile
{
    private SolutionOfFile()
    {
    }

    /// <summary>Its solution, loaded as far as it can be.</summary>
    public sealed record Ready(LoadedSolution Loaded) : SolutionOfFile;

    /// <summary>No solution: only the framework. New errors are real, their absence proves nothing.</summary>
    /// <param name="References">The framework's assemblies.</param>
    public sealed record Loose(System.Collections.Immutable.ImmutableArray<MetadataReference> References) : SolutionOfFile;

    /// <summary>Nothing.</summary>
    /// <param name="Reason">Why, and what to do, in words for the user.</param>
    public sealed record Unavailable(string Reason) : SolutionOfFile;
}
