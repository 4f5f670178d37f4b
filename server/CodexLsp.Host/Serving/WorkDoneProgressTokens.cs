using System.Collections.Concurrent;
using System.Text.Json;
using CodexLsp.Host.Composition;
using CodexLsp.Host.Protocol;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Serving;

/// <summary>The progress bars this session shows, each of which the user can cancel.</summary>
internal sealed class WorkDoneProgressTokens(RpcConnection<ServerState> connection, SessionLog log)
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);
    private int _last;

    /// <summary>
    /// Runs <paramref name="work"/> under a progress bar where the client shows one, without waiting for the bar. The work gets a
    /// function that changes the bar's words, and a token that is cancelled by the bar or with <paramref name="cancellationToken"/>.
    /// </summary>
    public async Task RunAsync(
        string title, bool isShown, Func<Action<string>, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        if (!isShown)
        {
            await work(static _ => { }, cancellationToken);
            return;
        }

        var name = $"codex-lsp-{Interlocked.Increment(ref _last)}";
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _running[name] = cancellation;
        var bar = new Bar(connection, name, title);
        var shown = ShowAsync(bar, cancellationToken);
        try
        {
            await work(bar.Report, cancellation.Token);
        }
        finally
        {
            _running.TryRemove(name, out _);
            bar.End();
            await shown;
        }
    }

    /// <summary>Cancels the work of a bar; a token that is not ours is nothing.</summary>
    public void Cancel(JsonElement token)
    {
        if (token.ValueKind == JsonValueKind.String && _running.TryGetValue(token.GetString()!, out var cancellation))
        {
            cancellation.Cancel();
        }
    }

    private async Task ShowAsync(Bar bar, CancellationToken cancellationToken)
    {
        try
        {
            await connection.RequestAsync(
                "window/workDoneProgress/create",
                WireJson.Default.WorkDoneProgressParams,
                new WorkDoneProgressParams(bar.Token),
                WireJson.Default.JsonElement,
                cancellationToken);
            bar.Begin();
        }
        catch (RpcException exception)
        {
            // The work goes on unseen.
            log.Error("the client made no progress bar", exception);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The session is over, and the bar with it.
        }
    }

    /// <summary>One bar. Before the client has made it nothing may be reported on its token.</summary>
    private sealed class Bar(RpcConnection<ServerState> connection, string name, string title)
    {
        private readonly Lock _gate = new();
        private bool _begun;
        private bool _ended;
        private string? _words;

        public JsonElement Token { get; } = JsonSerializer.SerializeToElement(name, WireJson.Default.String);

        public void Begin()
        {
            lock (_gate)
            {
                _begun = true;
                Send(new WorkDoneProgress("begin", Title: title, Message: _words, Cancellable: true));
                if (_ended)
                {
                    Send(new WorkDoneProgress("end"));
                }
            }
        }

        public void Report(string words)
        {
            lock (_gate)
            {
                _words = words;
                if (_begun)
                {
                    Send(new WorkDoneProgress("report", Message: words, Cancellable: true));
                }
            }
        }

        public void End()
        {
            lock (_gate)
            {
                _ended = true;
                if (_begun)
                {
                    Send(new WorkDoneProgress("end"));
                }
            }
        }

        private void Send(WorkDoneProgress value) =>
            connection.Notify("$/progress", WireJson.Default.ProgressParams, new ProgressParams(Token, value));
    }
}
