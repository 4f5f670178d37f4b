using System.Collections.Concurrent;

namespace CodexLsp.Rpc;

/// <summary>A request of the client's that has no answer yet.</summary>
internal sealed class PendingRequest(RequestId id, string method)
{
    public RequestId Id => id;

    public string Method => method;

    // Never disposed: it has no timer and no parent, and whoever cancels may do so after the handler has returned.
    public CancellationTokenSource Cancellation { get; } = new();
}

/// <summary>
/// The requests of the client's that have no answer yet. Whoever takes one out answers it; who comes too late drops its answer. So
/// each request gets exactly one.
/// </summary>
internal sealed class RequestRegistry
{
    private readonly ConcurrentDictionary<RequestId, PendingRequest> _pending = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running = 1; // the one is the connection itself: nothing is drained before it ends

    public bool Contains(RequestId id) => _pending.ContainsKey(id);

    /// <summary>Adds a request whose id is not pending. Only the loop adds.</summary>
    public PendingRequest Add(RequestId id, string method)
    {
        var request = new PendingRequest(id, method);
        if (!_pending.TryAdd(id, request))
            throw new InvalidOperationException($"Request {id} is pending already.");
        Interlocked.Increment(ref _running);
        return request;
    }

    /// <summary>True for the one caller that may answer.</summary>
    public bool TryTake(PendingRequest request) => _pending.TryRemove(KeyValuePair.Create(request.Id, request));

    /// <inheritdoc cref="TryTake(PendingRequest)"/>
    public PendingRequest? TryTake(RequestId id) => _pending.TryRemove(id, out var request) ? request : null;

    public IEnumerable<PendingRequest> TakeAll()
    {
        foreach (var request in _pending.Values)
        {
            if (TryTake(request))
                yield return request;
        }
    }

    /// <summary>Called once for each added request, when its handler has returned, answered or not.</summary>
    public void Finished()
    {
        if (Interlocked.Decrement(ref _running) == 0)
            _drained.SetResult();
    }

    /// <summary>Completes when every handler has returned. Called once, after the last <see cref="Add"/>.</summary>
    public Task Drained()
    {
        Finished();
        return _drained.Task;
    }
}
