using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace CodexLsp.ModelServer;

/// <summary>Writes one answer to the wire: its pace, its gates, its faults.</summary>
internal sealed class AnswerWriter(HttpContext context, RecordedRequest request, Answer answer, ConcurrentDictionary<string, Gate> gates)
{
    private readonly ResponseEvents _events = new(answer, request);
    private int _deltas;
    private bool _faultIsDue = answer.Fault is not null;
    private bool _gateIsDue = answer.Gate is { After: not null };
    private ResponseEvent _lastDelta;

    private CancellationToken Closed => context.RequestAborted;

    /// <summary>Writes all of it.</summary>
    /// <exception cref="OperationCanceledException">The client closed the connection.</exception>
    public async Task WriteAsync()
    {
        if (answer.Gate is { After: null } gate)
        {
            await PassAsync(gate.Name);
        }

        await Task.Delay(answer.FirstByteMs, Closed);
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        context.Response.Headers["x-request-id"] = $"req_{Guid.NewGuid():N}";
        if (answer.Status != 200 || answer.Body is not null)
        {
            await WriteErrorAsync(context, answer.Status, answer.Error, answer.Body);
        }
        else if (request.Json!["stream"]?.GetValue<bool>() == true)
        {
            await StreamAsync();
        }
        else
        {
            await WriteWholeAsync();
        }
    }

    /// <summary>Writes an error as the vendor does.</summary>
    public static async Task WriteErrorAsync(HttpContext context, int status, VendorError? error, string? body = null)
    {
        error ??= VendorErrors.Of(status);
        context.Response.StatusCode = status;
        context.Response.ContentType = body is null ? "application/json" : "text/html";
        body ??= new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["message"] = error.Message,
                ["type"] = error.Type ?? "invalid_request_error",
                ["param"] = error.Param,
                ["code"] = error.Code,
            },
        }.ToJsonString();
        await context.Response.WriteAsync(body, context.RequestAborted);
    }

    private async Task WriteWholeAsync()
    {
        foreach (var _ in _events.Body())
        {
            // Taking the events fills the output of the whole response.
        }

        var last = answer.Fault?.Kind switch
        {
            FaultKind.Failed => Failed(),
            FaultKind.Incomplete => Incomplete(),
            _ => _events.Completed(),
        };
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(last.Data["response"]!.ToJsonString(), Closed);
    }

    private async Task StreamAsync()
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        var pace = Stopwatch.StartNew();
        foreach (var e in _events.Body())
        {
            if (e.IsDelta)
            {
                if (await BeforeDeltaAsync())
                {
                    return;
                }

                await KeepPaceAsync(pace);
                _deltas++;
            }

            await SendAsync(e);
        }

        if (!await BeforeDeltaAsync(atEnd: true))
        {
            await SendAsync(_events.Completed());
        }
    }

    private async Task KeepPaceAsync(Stopwatch pace)
    {
        if (answer.DeltasPerSecond > 0)
        {
            var due = TimeSpan.FromSeconds(_deltas / answer.DeltasPerSecond) - pace.Elapsed;
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, Closed);
            }
        }
    }

    // Gates before faults; both at the latest before the end. True when the fault has ended the answer.
    private async Task<bool> BeforeDeltaAsync(bool atEnd = false)
    {
        if (_gateIsDue && (atEnd || _deltas >= answer.Gate!.After))
        {
            _gateIsDue = false;
            await PassAsync(answer.Gate!.Name);
        }

        if (!_faultIsDue || (!atEnd && _deltas < answer.Fault!.After))
        {
            return false;
        }

        _faultIsDue = false;
        return await DoAsync(answer.Fault!.Kind);
    }

    private async Task<bool> DoAsync(FaultKind kind)
    {
        switch (kind)
        {
            case FaultKind.UnknownEvent:
                await WriteAsync(": a comment\n\n");
                await WriteAsync("id: 7\nretry: 10\nfield: nobody knows it\n\n");
                await SendAsync(_events.Unknown());
                return false;
            case FaultKind.Stall:
                await Task.Delay(Timeout.InfiniteTimeSpan, Closed);
                return true;
            case FaultKind.Cut:
                // Kestrel drops what it has not sent yet: the deltas before the cut get the time to leave.
                await Task.Delay(50, Closed);
                context.Abort();
                return true;
            case FaultKind.End:
                return true;
            case FaultKind.Malformed:
                await WriteAsync("event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\n\n");
                return true;
            case FaultKind.Failed:
                await SendAsync(Failed());
                return true;
            case FaultKind.Incomplete:
                await SendAsync(Incomplete());
                return true;
            case FaultKind.Error:
                await SendAsync(_events.Error(answer.Fault!.Code ?? "server_error", answer.Fault.Message ?? "The server had an error."));
                return true;
            case FaultKind.Endless:
                while (true)
                {
                    await SendAsync(_lastDelta);
                }

            case FaultKind.GiantLine:
                await WriteAsync("event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"");
                for (var filler = new string('x', 65536); ;)
                {
                    await WriteAsync(filler);
                }

            case FaultKind.DeepJson:
                await WriteAsync($"event: response.deep\ndata: {{\"type\":\"response.deep\",\"deep\":{new string('[', 100_000)}{new string(']', 100_000)}}}\n\n");
                return false;
            default:
                throw new InvalidOperationException($"No fault {kind}.");
        }
    }

    private ResponseEvent Failed() =>
        _events.Failed(answer.Fault!.Code ?? "server_error", answer.Fault.Message ?? "An error occurred while processing your request.");

    private ResponseEvent Incomplete() => _events.Incomplete(answer.Fault!.Code ?? "max_output_tokens");

    private Task PassAsync(string name) => gates.TryGetValue(name, out var gate) ? gate.PassAsync(Closed) : Task.CompletedTask;

    private Task SendAsync(ResponseEvent e)
    {
        _lastDelta = e.IsDelta ? e : _lastDelta;
        return WriteAsync($"event: {e.Type}\ndata: {e.Data.ToJsonString()}\n\n");
    }

    private async Task WriteAsync(string text)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), Closed);
        await context.Response.Body.FlushAsync(Closed);
    }
}
