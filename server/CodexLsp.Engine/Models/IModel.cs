namespace CodexLsp.Engine.Models;

/// <summary>The port to a language model.</summary>
public interface IModel
{
    /// <summary>
    /// Asks, and streams the answer. The stream ends with exactly one <see cref="ModelEvent.Completed"/> or
    /// <see cref="ModelEvent.Failed"/>; failures of the model or the network are events, never exceptions.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled; the connection is closed by then.</exception>
    IAsyncEnumerable<ModelEvent> AskAsync(ModelRequest request, CancellationToken cancellationToken);
}
