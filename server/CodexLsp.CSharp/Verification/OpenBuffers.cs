using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;

namespace CodexLsp.CSharp.Verification;

/// <summary>Lays what editors have open over a loaded solution.</summary>
public static class OpenBuffers
{
    /// <summary>The solution as the user sees it. Documents whose text is the same stay what they are, compilations included.</summary>
    public static async Task<Solution> ApplyAsync(Solution solution, Snapshot snapshot, CancellationToken cancellationToken)
    {
        foreach (var open in snapshot.Open.Values)
        {
            if (open.Uri.Path is { } path && open.OutOfStep is null)
            {
                solution = await SolutionFork.WithTextAsync(solution, path, open.Text, cancellationToken);
            }
        }

        return solution;
    }
}
