using System.Collections.Immutable;
using CodexLsp.Engine.Documents;

namespace CodexLsp.CSharp.Loading;

/// <summary>Which solution, or project, a file is judged in.</summary>
public abstract record SolutionChoice
{
    private SolutionChoice()
    {
    }

    /// <summary>Exactly one.</summary>
    /// <param name="Path">A <c>.slnx</c>, <c>.sln</c> or <c>.csproj</c> file that exists.</param>
    public sealed record Found(AbsolutePath Path) : SolutionChoice;

    /// <summary>None.</summary>
    /// <param name="Reason">Where was looked, or what is wrong with the setting, in a sentence.</param>
    public sealed record None(string Reason) : SolutionChoice;

    /// <summary>Several in the same folder; the user has to say which.</summary>
    /// <param name="Paths">All of them, in the order of their names.</param>
    public sealed record Ambiguous(ImmutableArray<AbsolutePath> Paths) : SolutionChoice
    {
        /// <summary>What to tell the user: names every candidate and the way out.</summary>
        public string Message =>
            $"{Paths[0].Parent} has {Paths.Length} candidates: {string.Join(", ", Paths.Select(p => p.Name))}. "
            + "Choose one with --solution or the setting `solution`.";
    }
}
