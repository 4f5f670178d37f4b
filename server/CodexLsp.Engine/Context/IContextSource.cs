using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Context;

/// <summary>The port to a language's knowledge of what a piece of code depends on.</summary>
public interface IContextSource
{
    /// <summary>Whether this language knows the file.</summary>
    bool Handles(AbsolutePath path);

    /// <summary>
    /// Grows a selection to what an edit should replace: whole lines, and for an empty selection the enclosing member.
    /// </summary>
    TextSpan Grow(SourceText text, AbsolutePath path, TextSpan selection);

    /// <summary>
    /// Gathers the symbols the selection binds to, its type's outline, callers, tests and findings, best first, nothing twice.
    /// </summary>
    /// <param name="snapshot">What the user sees.</param>
    /// <param name="path">The file; it exists in <paramref name="snapshot"/>.</param>
    /// <param name="selection">Whole lines, as <see cref="Grow"/> gave them.</param>
    /// <param name="instruction">The user's words; symbols they name are looked up, too.</param>
    /// <param name="budget">The most tokens, the selection not counted.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task<ContextPack> GatherAsync(
        Snapshot snapshot, AbsolutePath path, TextSpan selection, string? instruction, int budget, CancellationToken cancellationToken);
}
