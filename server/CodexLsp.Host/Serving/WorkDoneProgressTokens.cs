using System.Collections.Concurrent;
using System.Text.Json;
using CodexLsp.Host.Protocol;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Serving;

/// <summary>The progress bars this session shows, each of which the user can cancel.</summary>
internal sealed class WorkDoneProgressTokens(RpcConnection<ServerState> connection)
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);
    private int _last;

    /// <summary>
    /// Runs <paramref name="work"/> under a progress bar where the client shows one. The work gets a function that changes the bar's
    /// words, and a token that is cancelled by the bar or with <paramref name="cancellationToken"/>.
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
        var token = JsonSerializer.SerializeToElement(name, WireJson.Default.String);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _running[name] = cancellation;
        try
        {
            await connection.RequestAsync(
                "window/workDoneProgress/create",
                WireJson.Default.WorkDoneProgressParams,
                new WorkDoneProgressParams(token),
                WireJson.Default.JsonElement,
                cancellationToken);
            Report(token, new WorkDoneProgress("begin", Title: title, Cancellable: true));
            try
            {
                await work(message => Report(token, new WorkDoneProgress("report", Message: message, Cancellable: true)), cancellation.Token);
            }
            finally
            {
                Report(token, new WorkDoneProgress("end"));
            }
        }
        finally
        {
            _running.TryRemove(name, out _);
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

    private void Report(JsonElement token, WorkDoneProgress value) =>
        connection.Notify("$/progress", WireJson.Default.ProgressParams, new ProgressParams(token, value));
}
