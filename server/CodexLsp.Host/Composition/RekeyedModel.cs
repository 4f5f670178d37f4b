using System.Runtime.CompilerServices;
using CodexLsp.Engine.Models;

namespace CodexLsp.Host.Composition;

/// <summary>A model that is asked once more, with another key, when its endpoint does not accept the first.</summary>
/// <param name="first">As it is configured.</param>
/// <param name="another">The same with another key; null when there is none.</param>
internal sealed class RekeyedModel(IModel first, Func<CancellationToken, Task<IModel?>> another) : IModel
{
    private IModel _accepted = first;

    public async IAsyncEnumerable<ModelEvent> AskAsync(ModelRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var spent = ModelUsage.None;
        IModel? second = null;
        await foreach (var happened in _accepted.AskAsync(request, cancellationToken))
        {
            if (happened is ModelEvent.Failed { Failure.Code: "model.unauthorized" } failed
                && (second = await another(cancellationToken)) is not null)
            {
                spent = failed.Usage;
                break;
            }

            yield return happened;
        }

        if (second is null)
        {
            yield break;
        }

        _accepted = second;
        await foreach (var happened in second.AskAsync(request, cancellationToken))
        {
            yield return happened switch
            {
                ModelEvent.Completed completed => new ModelEvent.Completed(spent + completed.Usage),
                ModelEvent.Failed failed => failed with { Usage = spent + failed.Usage },
                _ => happened,
            };
        }
    }
}
