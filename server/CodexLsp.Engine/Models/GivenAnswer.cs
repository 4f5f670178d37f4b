using System.Runtime.CompilerServices;

namespace CodexLsp.Engine.Models;

/// <summary>An answer that is there already. Nothing is asked, and it costs nothing.</summary>
internal sealed class GivenAnswer(string text) : IModel
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<ModelEvent> AskAsync(ModelRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return new ModelEvent.TextDelta(text);
        yield return new ModelEvent.Completed(ModelUsage.None);
    }
}
