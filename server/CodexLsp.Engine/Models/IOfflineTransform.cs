using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Models;

/// <summary>The port to a language's rule-based edits: what the offline model can do without any model.</summary>
public interface IOfflineTransform
{
    /// <summary>What it can do, as a phrase for the sentence that declines (<c>add argument null checks</c>).</summary>
    string Ability { get; }

    /// <summary>
    /// Understands <paramref name="words"/> as a request for this transform and makes the edit; null when the words ask for
    /// something else or the code gives no place for it; a failure when it cannot look, because the code cannot be compiled now. It
    /// never guesses.
    /// </summary>
    Task<Outcome<EditScript>?> TryAsync(Snapshot snapshot, AbsolutePath path, TextSpan selection, string words, CancellationToken cancellationToken);
}
