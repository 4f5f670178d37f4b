using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodexLsp.Testing;

/// <summary>
/// A client for tests that speaks JSON-RPC over two streams with a framing of its own, so that the server's is checked by another
/// hand. Parameters are JSON text. Whatever it waits for in vain, it fails with the whole session; disposing it fails when a request
/// of the server's was never looked at.
/// </summary>
public sealed class RpcPeer : IAsyncDisposable
{
    private readonly Stream _toServer;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly List<JsonObject> _unread = [];
    private readonly Dictionary<string, Func<JsonNode?, string>> _answers = new(StringComparer.Ordinal);
    private readonly StringBuilder _session = new();
    private readonly Task _reading;
    private TaskCompletionSource _changed = NewSignal();
    private bool _ended;
    private int _lastId;

    /// <summary>Starts to read at once. The streams stay the caller's.</summary>
    public RpcPeer(Stream fromServer, Stream toServer)
    {
        _toServer = toServer;
        _reading = Task.Run(() => ReadAllAsync(fromServer));
    }

    /// <summary>A peer and the two streams for a server in the same process.</summary>
    public static (RpcPeer Peer, Stream ServerInput, Stream ServerOutput) InProcess()
    {
        // No back pressure towards the server's reader: the test writes what it likes. Some back pressure from its writer, as a real pipe has.
        var toServer = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var fromServer = new Pipe();
        return (new RpcPeer(fromServer.Reader.AsStream(), toServer.Writer.AsStream()), toServer.Reader.AsStream(), fromServer.Writer.AsStream());
    }

    /// <summary>Everything sent (<c>→</c>) and received (<c>←</c>) until now, a line each.</summary>
    public string Session
    {
        get
        {
            lock (_gate)
                return _session.ToString();
        }
    }

    /// <summary>Sends a request and gives its result; an error answer fails the test. See <see cref="SendAndWaitForAnswer"/>.</summary>
    public async Task<JsonNode?> SendAndWait(string method, string? paramsJson = null)
    {
        var answer = await SendAndWaitForAnswer(method, paramsJson);
        return answer.ContainsKey("error") ? throw Failure($"{method} was answered with an error: {answer["error"]!.ToJsonString()}") : answer["result"];
    }

    /// <summary>Sends a request and gives the <c>error</c> it is answered with; a result fails the test.</summary>
    public async Task<JsonNode> SendAndWaitForError(string method, string? paramsJson = null) =>
        (await SendAndWaitForAnswer(method, paramsJson))["error"] ?? throw Failure($"{method} was answered with a result instead of an error.");

    /// <summary>Sends a request and gives the whole answer.</summary>
    public async Task<JsonObject> SendAndWaitForAnswer(string method, string? paramsJson = null) => await WaitForAnswer(await Send(method, paramsJson));

    /// <summary>Sends a request without waiting for its answer, and gives its id.</summary>
    public async Task<int> Send(string method, string? paramsJson = null)
    {
        var id = Interlocked.Increment(ref _lastId);
        await SendRaw($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}"{{Params(paramsJson)}}}""");
        return id;
    }

    /// <summary>The answer to the request <paramref name="id"/>.</summary>
    public Task<JsonObject> WaitForAnswer(int id) =>
        WaitFor(m => !m.ContainsKey("method") && m["id"]?.ToJsonString() == id.ToString(CultureInfo.InvariantCulture), $"the answer to request {id}");

    /// <summary>The next error answer that names no request.</summary>
    public async Task<JsonNode> WaitForErrorWithoutId() => (await WaitFor(m => m.ContainsKey("error") && m["id"] is null, "an error without an id"))["error"]!;

    /// <summary>Sends a notification.</summary>
    public Task Notify(string method, string? paramsJson = null) => SendRaw($$"""{"jsonrpc":"2.0","method":"{{method}}"{{Params(paramsJson)}}}""");

    /// <summary>Cancels the request <paramref name="id"/>.</summary>
    public Task Cancel(int id) => Notify("$/cancelRequest", $$"""{"id":{{id}}}""");

    /// <summary>The parameters of the next notification <paramref name="method"/> (that satisfies <paramref name="where"/>), in order.</summary>
    public async Task<JsonNode?> WaitForNotification(string method, Func<JsonNode?, bool>? where = null) =>
        (await WaitFor(
            m => !m.ContainsKey("id") && m["method"]?.GetValue<string>() == method && (where is null || where(m["params"])),
            $"notification {method}"))["params"];

    /// <summary>The next request <paramref name="method"/> of the server's: its id as JSON and its parameters.</summary>
    public async Task<(string Id, JsonNode? Params)> WaitForRequest(string method)
    {
        var request = await WaitFor(m => m.ContainsKey("id") && m["method"]?.GetValue<string>() == method, $"request {method}");
        return (request["id"]!.ToJsonString(), request["params"]);
    }

    /// <summary>From now on answers each request <paramref name="method"/> of the server's at once.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="answer">The result as JSON, from the parameters.</param>
    public void AnswerAll(string method, Func<JsonNode?, string> answer)
    {
        lock (_gate)
            _answers[method] = answer;
    }

    /// <summary>Answers a request of the server's with a result.</summary>
    public Task Respond(string id, string resultJson) => SendRaw($$"""{"jsonrpc":"2.0","id":{{id}},"result":{{resultJson}}}""");

    /// <summary>Answers a request of the server's with an error.</summary>
    public Task RespondWithError(string id, int code, string message) =>
        SendRaw($$"""{"jsonrpc":"2.0","id":{{id}},"error":{"code":{{code}},"message":{{JsonValue.Create(message).ToJsonString()}} } }""");

    /// <summary>Sends a body with its header, whatever the body is.</summary>
    public Task SendRaw(string body)
    {
        Note("→", body);
        return WriteBytes(Frame(body));
    }

    /// <summary>Writes bytes as they are, without a header.</summary>
    public async Task WriteBytes(byte[] bytes)
    {
        await _writing.WaitAsync();
        try
        {
            await _toServer.WriteAsync(bytes);
            await _toServer.FlushAsync();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>A body with its header, as bytes.</summary>
    public static byte[] Frame(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return [.. Encoding.ASCII.GetBytes($"Content-Length: {bytes.Length}\r\n\r\n"), .. bytes];
    }

    /// <summary>Ends the server's input, as a client that has died.</summary>
    public ValueTask CloseInput() => _toServer.DisposeAsync();

    /// <summary>Waits until the server has closed its output, and gives what was never waited for, as JSON.</summary>
    public async Task<IReadOnlyList<string>> WaitForEnd()
    {
        await Deadline.Within(_reading, "the server to close its output");
        lock (_gate)
            return [.. _unread.Select(m => m.ToJsonString())];
    }

    /// <summary>Closes the server's input; fails when a request of the server's was never looked at.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseInput();
        JsonObject? forgotten;
        lock (_gate)
            forgotten = _unread.Find(m => m.ContainsKey("method") && m.ContainsKey("id"));
        if (forgotten is not null)
            throw Failure($"The server's request {forgotten["method"]} was never answered.");
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static string Params(string? json) => json is null ? "" : $",\"params\":{json}";

    private async Task<JsonObject> WaitFor(Func<JsonObject, bool> wanted, string what)
    {
        var deadline = Deadline.Token();
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_unread.FindIndex(m => wanted(m)) is >= 0 and var index)
                {
                    var message = _unread[index];
                    _unread.RemoveAt(index);
                    return message;
                }

                if (_ended)
                    throw Failure($"The server closed its output; it never sent {what}.");
                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(deadline);
            }
            catch (OperationCanceledException)
            {
                throw Failure($"Waited {Deadline.Limit.TotalSeconds:0} s for {what}.");
            }
        }
    }

    private async Task ReadAllAsync(Stream input)
    {
        string? fault = null;
        try
        {
            while (await ReadOneAsync(input) is { } message)
            {
                Note("←", message.ToJsonString());
                Func<JsonNode?, string>? answer;
                lock (_gate)
                {
                    if (!message.ContainsKey("id") || !_answers.TryGetValue(message["method"]?.GetValue<string>() ?? "", out answer))
                    {
                        answer = null;
                        _unread.Add(message);
                    }
                }

                if (answer is not null)
                    await Respond(message["id"]!.ToJsonString(), answer(message["params"]));
                Signal();
            }
        }
        catch (Exception e) when (e is IOException or JsonException or FormatException or ObjectDisposedException or InvalidCastException)
        {
            fault = e.Message;
        }

        if (fault is not null)
            Note("←", $"unreadable: {fault}");
        lock (_gate)
            _ended = true;
        Signal();
    }

    private static async Task<JsonObject?> ReadOneAsync(Stream input)
    {
        int? length = null;
        while (await ReadLineAsync(input) is { } line)
        {
            if (line.Length > 0)
            {
                var parts = line.Split(": ");
                if (parts is ["Content-Length", var digits])
                    length = int.Parse(digits, CultureInfo.InvariantCulture);
                continue;
            }

            var body = new byte[length ?? throw new FormatException("a header without Content-Length")];
            await input.ReadExactlyAsync(body);
            return (JsonObject)JsonNode.Parse(body)!;
        }

        return null;
    }

    private static async Task<string?> ReadLineAsync(Stream input)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await input.ReadAsync(one) == 1)
        {
            line.Append((char)one[0]);
            if (line is [.., '\r', '\n'])
                return line.ToString(0, line.Length - 2);
        }

        return line.Length == 0 ? null : throw new FormatException("the output ended inside a header");
    }

    private void Signal() => Interlocked.Exchange(ref _changed, NewSignal()).SetResult();

    private void Note(string direction, string text)
    {
        lock (_gate)
            _session.Append(direction).Append(' ').AppendLine(text.Length <= 4000 ? text : $"{text[..4000]}… ({text.Length} characters)");
    }

    private Xunit.Sdk.XunitException Failure(string what) => new($"{what}\n── session ──\n{Session}──");
}
