using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;

namespace CodexLsp.Rpc;

/// <summary>
/// What waits to be written, and the one task that writes it. Posting never waits. Deltas of one key that still wait are merged, so
/// that a slow reader gets fewer and longer ones and loses none; they are never merged across another message, so that nothing is
/// reordered around them.
/// </summary>
internal sealed class Outbox(Stream output, long maxQueuedBytes, Action<RpcTraceEntry>? trace, Action<RpcLogEntry> log, Action<string> fail)
{
    private readonly Lock _gate = new();
    private readonly Queue<Entry> _queue = new();
    private readonly Dictionary<(string Method, string Key), Entry> _openDeltas = [];
    private readonly SemaphoreSlim _waiting = new(0);
    private long _queuedBytes;
    private bool _closed;

    /// <summary>Queues a message and owns it from now on.</summary>
    public void Post(OutgoingMessage message)
    {
        bool full;
        lock (_gate)
        {
            if (_closed)
            {
                message.Dispose();
                return;
            }

            _openDeltas.Clear();
            _queue.Enqueue(new Ready(message));
            _queuedBytes += message.Bytes.Length;
            full = _queuedBytes > maxQueuedBytes;
            _closed |= full;
        }

        _waiting.Release();
        if (full)
            fail($"The client has left more than {maxQueuedBytes} bytes unread.");
    }

    /// <summary>Queues a notification, or adds it to the one of the same method and key that still waits.</summary>
    public void PostDelta<T>(string method, string key, JsonTypeInfo<T> type, T value, Func<T, T, T> merge)
    {
        lock (_gate)
        {
            if (_closed)
                return;
            if (_openDeltas.TryGetValue((method, key), out var open) && open is Delta<T> waiting)
            {
                waiting.Value = merge(waiting.Value, value);
                return;
            }

            var delta = new Delta<T>(method, key, type, value);
            _openDeltas[(method, key)] = delta;
            _queue.Enqueue(delta);
        }

        _waiting.Release();
    }

    /// <summary>Takes nothing more; <see cref="RunAsync"/> ends when what waits is written.</summary>
    public void Close()
    {
        lock (_gate)
            _closed = true;
        _waiting.Release();
    }

    /// <summary>Writes until the outbox is closed and empty. A stream that fails is reported and ends it; it does not throw.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                if (_waiting.CurrentCount == 0)
                    await output.FlushAsync(ct);
                await _waiting.WaitAsync(ct);
                if (Take(out var entry))
                    await WriteAsync(entry, ct);
                else if (_closed)
                    break;
            }

            await output.FlushAsync(ct);
        }
        catch (OperationCanceledException)
        {
            log(new RpcLogEntry(RpcLogLevel.Warning, "The client did not read the last messages in time."));
        }
        catch (Exception e)
        {
            Close();
            log(new RpcLogEntry(RpcLogLevel.Warning, "Writing to the client failed.", e));
            fail("The output can not be written: the client has closed it.");
        }
    }

    private bool Take([NotNullWhen(true)] out Entry? entry)
    {
        lock (_gate)
        {
            if (!_queue.TryDequeue(out entry))
                return false;
            if (entry.Key is { } key && _openDeltas.GetValueOrDefault(key) == entry)
                _openDeltas.Remove(key);
            return true;
        }
    }

    private async Task WriteAsync(Entry entry, CancellationToken ct)
    {
        OutgoingMessage message;
        try
        {
            message = entry.Message();
        }
        catch (Exception e)
        {
            log(new RpcLogEntry(RpcLogLevel.Error, "A notification could not be serialised and was not sent.", e));
            return;
        }

        using (message)
        {
            trace?.Invoke(new RpcTraceEntry(RpcDirection.Out, message.Method, message.Id, message.Body));
            await output.WriteAsync(message.Bytes, ct);
            if (entry is Ready)
            {
                lock (_gate)
                    _queuedBytes -= message.Bytes.Length;
            }
        }
    }

    private abstract class Entry
    {
        /// <summary>What a delta is merged by; null for every other message.</summary>
        public virtual (string Method, string Key)? Key => null;

        public abstract OutgoingMessage Message();
    }

    private sealed class Ready(OutgoingMessage message) : Entry
    {
        public override OutgoingMessage Message() => message;
    }

    private sealed class Delta<T>(string method, string key, JsonTypeInfo<T> type, T value) : Entry
    {
        public override (string Method, string Key)? Key => (method, key);

        public T Value { get; set; } = value;

        public override OutgoingMessage Message() => OutgoingMessage.Notification(method, type, Value);
    }
}
