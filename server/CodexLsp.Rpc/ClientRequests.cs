using System.Collections.Concurrent;

namespace CodexLsp.Rpc;

/// <summary>Our questions to the client that it has not answered yet.</summary>
internal sealed class ClientRequests
{
    private readonly ConcurrentDictionary<RequestId, Question> _waiting = new();
    private long _lastId;
    private volatile bool _closed;

    /// <summary>A new id and the task of its answer, which fails with <see cref="IOException"/> when the connection ends.</summary>
    public (RequestId Id, Task<IncomingMessage> Answer) Add(string method)
    {
        var id = new RequestId(Interlocked.Increment(ref _lastId));
        var answer = new TaskCompletionSource<IncomingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = new Question(method, answer);
        if (_closed)
            Close();
        return (id, answer.Task);
    }

    /// <summary>The method that was asked; null when the id is unknown, answered or forgotten.</summary>
    public string? MethodOf(RequestId id) => _waiting.TryGetValue(id, out var request) ? request.Method : null;

    /// <summary>Hands an answer, and the care of its buffer, to who waits for it; false when nobody does.</summary>
    public bool TryAnswer(RequestId id, IncomingMessage answer) => _waiting.TryRemove(id, out var request) && request.Answer.TrySetResult(answer);

    /// <summary>Stops waiting; false when the answer has come.</summary>
    public bool Forget(RequestId id) => _waiting.TryRemove(id, out _);

    /// <summary>Fails every question, and those that are still to be asked.</summary>
    public void Close()
    {
        _closed = true;
        foreach (var id in _waiting.Keys)
        {
            if (_waiting.TryRemove(id, out var request))
                request.Answer.TrySetException(new IOException($"The connection to the client ended before it answered {request.Method}."));
        }
    }

    private sealed record Question(string Method, TaskCompletionSource<IncomingMessage> Answer);
}
