using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using CodexLsp.Host.Composition;
using CodexLsp.Host.Configuration;
using CodexLsp.Host.Serving;
using Microsoft.CodeAnalysis.Text;
using Xunit.Abstractions;

namespace CodexLsp.Host.Tests.Serving;

/// <summary>
/// An editor and the real server in one process, joined by two pipes. The editor keeps its buffers as one does; disposing it shuts the
/// server down, which must end with code 0.
/// </summary>
internal sealed class CodexSession : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, EditorBuffer> _buffers = new();
    private readonly ITestOutputHelper _output;
    private readonly TemporaryFolder? _ownHome;
    private readonly SessionLog _log;
    private readonly LanguageServer _server;
    private readonly Task<int> _running;
    private bool _ended;

    private CodexSession(SampleSolution sample, SessionOptions options, ITestOutputHelper output)
    {
        _output = output;
        Options = options;
        Root = options.Root ?? sample.Root;
        _ownHome = options.Home is null ? new TemporaryFolder() : null;
        Home = options.Home ?? _ownHome!;
        var folders = new StandardFolders(new AbsolutePath(Home["config"]), new AbsolutePath(Home["state"]));
        Directory.CreateDirectory(folders.State.Value);
        if (!Directory.Exists(Home["state/cache"]))
        {
            Directory.CreateSymbolicLink(Home["state/cache"], sample.Cache);
        }

        if (options.UserConfiguration is { } configuration)
        {
            Home.Write("config/config.json", configuration);
        }

        var (client, input, serverOutput) = RpcPeer.InProcess();
        Client = client;
        if (options.Keys is { } keys)
        {
            client.AnswerAll("codex/secret/read", asked =>
            {
                var endpoint = asked!["endpoint"]!.GetValue<string>();
                KeysAsked.Enqueue(endpoint);
                return keys.TryGetValue(endpoint, out var key) ? $$"""{"secret":{{Json(key)}} }""" : "{}";
            });
        }

        _log = new SessionLog(folders.State.Append("logs"), null, new Redactor(), TimeProvider.System);
        _server = new LanguageServer(input, serverOutput, new ServerSurroundings(folders, Variable, options.Time, _log));
        _running = RunAsync(serverOutput);
    }

    public SessionOptions Options { get; }

    /// <summary>The protocol itself, for what has no verb here.</summary>
    public RpcPeer Client { get; }

    /// <summary>The endpoints the server asked a key for, in order.</summary>
    public ConcurrentQueue<string> KeysAsked { get; } = new();

    /// <summary>The workspace folder.</summary>
    public string Root { get; }

    /// <summary>Where configuration, journal and log are.</summary>
    public TemporaryFolder Home { get; }

    /// <summary>The answer to <c>initialize</c>; null before it.</summary>
    public JsonNode? Initialized { get; private set; }

    /// <summary>A server nobody has initialized yet.</summary>
    public static CodexSession Connect(SampleSolution sample, ITestOutputHelper output, SessionOptions? options = null) =>
        new(sample, options ?? new SessionOptions(), output);

    /// <summary>A session that is initialized.</summary>
    public static async Task<CodexSession> StartAsync(SampleSolution sample, ITestOutputHelper output, SessionOptions? options = null)
    {
        var session = Connect(sample, output, options);
        await session.Initialize();
        return session;
    }

    /// <summary>Sends <c>initialize</c> and <c>initialized</c>.</summary>
    public async Task Initialize()
    {
        Initialized = await Client.SendAndWait("initialize", InitializeParams());
        await Client.Notify("initialized", "{}");
    }

    /// <summary>The parameters of <c>initialize</c> this client sends.</summary>
    public string InitializeParams()
    {
        var codex = $$"""{"codex":{"version":{{Options.Version}},"trusted":{{Json(Options.Trusted)}},"settings":{{Options.Settings}},"otherCSharpServer":{{Json(Options.OtherCSharpServer)}} } }""";
        return $$"""
            {
              "processId": null, "rootUri": null,
              "workspaceFolders": [{ "uri": "{{UriOf("")}}", "name": "sample" }],
              "capabilities": {
                "workspace": {
                  "applyEdit": {{Json(Options.AppliesEdits)}}, "configuration": {{Json(Options.HasConfiguration)}},
                  "didChangeWatchedFiles": { "dynamicRegistration": {{Json(Options.WatchesFiles)}} },
                  "workspaceEdit": { "documentChanges": true, "resourceOperations": {{Options.ResourceOperations}}{{(Options.AnnotatesChanges ? ", \"changeAnnotationSupport\": {}" : "")}} }
                },
                "window": { "workDoneProgress": {{Json(!Options.Ours)}} }
              },
              "initializationOptions": {{(Options.Ours ? codex : "{}")}}
            }
            """;
    }

    /// <summary>Waits until the workspace is loaded.</summary>
    public Task<JsonNode> Ready() => Status("ready");

    /// <summary>Waits for a phase of the workspace.</summary>
    public async Task<JsonNode> Status(string phase) =>
        (await Client.WaitForNotification("codex/workspace/status", s => s!["phase"]!.GetValue<string>() == phase))!;

    /// <summary>The URI of a file of the workspace.</summary>
    public string UriOf(string relative) => DocumentUri.FromPath(new AbsolutePath(Path.Combine(Root, relative))).Spelling;

    /// <summary>Opens a file in the editor, with its text on disk or another.</summary>
    public async Task Open(string path, string? text = null)
    {
        text ??= await File.ReadAllTextAsync(Path.Combine(Root, path));
        _buffers[path] = new EditorBuffer(UriOf(path), 1, SourceText.From(text));
        await Client.Notify("textDocument/didOpen", $$"""
            {"textDocument":{"uri":"{{UriOf(path)}}","languageId":"csharp","version":1,"text":{{Json(text)}} } }
            """);
    }

    /// <summary>The text of an open file.</summary>
    public string TextOf(string path) => _buffers[path].Text.ToString();

    /// <summary>Types: replaces the only place where <paramref name="old"/> is found.</summary>
    public Task Change(string path, string old, string @new)
    {
        var buffer = _buffers[path];
        return Type(path, $$"""{"range":{{buffer.RangeOf(old)}},"text":{{Json(@new)}} }""", buffer.Text.Replace(
            buffer.Text.ToString().IndexOf(old, StringComparison.Ordinal), old.Length, @new));
    }

    /// <summary>Replaces the whole text, as an editor's undo may do.</summary>
    public Task ChangeAll(string path, string text) => Type(path, $$"""{"text":{{Json(text)}} }""", SourceText.From(text));

    /// <summary>Asks for a change of the lines where <paramref name="selected"/> is found; gives the request's id.</summary>
    public Task<int> StartProposing(string path, string selected, string instruction, string more = "") => Client.Send(
        "codex/edit/propose", $$"""{"textDocument":{"uri":"{{UriOf(path)}}"},"range":{{RangeOf(path, selected)}},"instruction":{{Json(instruction)}}{{more}} }""");

    /// <summary>Asks for a change and waits for the proposal.</summary>
    public async Task<JsonNode> Propose(string path, string selected, string instruction, string more = "") =>
        await Result(await StartProposing(path, selected, instruction, more));

    /// <summary>The result of a request that was sent before.</summary>
    public async Task<JsonNode> Result(int id)
    {
        var answer = await Client.WaitForAnswer(id);
        Assert.True(answer.ContainsKey("result"), answer.ToJsonString());
        return answer["result"]!;
    }

    /// <summary>Accepts, lets the editor apply what comes, and gives the answer.</summary>
    public async Task<JsonNode> Accept(JsonNode proposal, string more = "")
    {
        var id = await Client.Send("codex/edit/accept", $$"""{"proposalId":"{{proposal["id"]}}"{{more}} }""");
        if (Options.AppliesEdits)
        {
            await ApplyEdit();
        }

        return await Result(id);
    }

    /// <summary>Takes an acceptance back by its token.</summary>
    public async Task<JsonNode> Undo(JsonNode accepted)
    {
        var id = await Client.Send("codex/edit/undo", $$"""{"undoToken":"{{accepted["undoToken"]}}"}""");
        if (Options.AppliesEdits)
        {
            await ApplyEdit();
        }

        return await Result(id);
    }

    /// <summary>Does what an editor does with the next <c>workspace/applyEdit</c>: checks versions, changes its buffers, tells of it.</summary>
    public async Task<JsonNode> ApplyEdit()
    {
        var (id, parameters) = await Client.WaitForRequest("workspace/applyEdit");
        foreach (var change in parameters!["edit"]!["documentChanges"]!.AsArray())
        {
            var document = change!["textDocument"]!;
            var (path, buffer) = _buffers.Single(b => b.Value.Uri == document["uri"]!.GetValue<string>());
            if (document["version"]!.GetValue<int>() != buffer.Version)
            {
                await Client.Respond(id, """{"applied":false,"failureReason":"the document has another version"}""");
                return parameters;
            }

            await ChangeAll(path, buffer.Apply(change["edits"]!.AsArray()).Text.ToString());
        }

        await Client.Respond(id, """{"applied":true}""");
        return parameters;
    }

    /// <summary>The proposal the server next says has changed to this.</summary>
    public async Task<JsonNode> Changed(Func<JsonNode, bool> where) =>
        (await Client.WaitForNotification("codex/proposal/changed", p => where(p!["proposal"]!)))!["proposal"]!;

    /// <summary>The proposal the server next says has this status now.</summary>
    public Task<JsonNode> Changed(string status) => Changed(p => p["status"]!.GetValue<string>() == status);

    /// <summary>The answer to a request.</summary>
    public async Task<JsonNode> Ask(string method, string parameters) => (await Client.SendAndWait(method, parameters))!;

    /// <summary>The range of a text in an open file, as JSON.</summary>
    public string RangeOf(string path, string part) => _buffers[path].RangeOf(part);

    /// <summary>A JSON string, number or truth.</summary>
    public static string Json<T>(T value) => JsonValue.Create(value)!.ToJsonString();

    /// <summary>Sends <c>shutdown</c> and <c>exit</c> and gives the exit code.</summary>
    public async Task<int> Exit()
    {
        await Client.SendAndWait("shutdown");
        await Client.Notify("exit");
        return await End();
    }

    /// <summary>Waits until the server has ended by itself, and gives the exit code.</summary>
    public async Task<int> End()
    {
        _ended = true;
        return await Deadline.Within(_running, "the server to end");
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_ended)
            {
                if (Initialized is null)
                {
                    await Client.Notify("exit");
                    Assert.Equal(1, await End());
                }
                else
                {
                    Assert.Equal(0, await Exit());
                }
            }

            await Client.DisposeAsync();
        }
        finally
        {
            _log.Dispose();
            _output.WriteLine(Client.Session);
            foreach (var log in Directory.Exists(Home["state/logs"]) ? Directory.GetFiles(Home["state/logs"]) : [])
            {
                _output.WriteLine(await File.ReadAllTextAsync(log));
            }

            _ownHome?.Dispose();
        }
    }

    private async Task Type(string path, string change, SourceText after)
    {
        var buffer = _buffers[path] = _buffers[path] with { Version = _buffers[path].Version + 1, Text = after };
        await Client.Notify("textDocument/didChange", $$"""
            {"textDocument":{"uri":"{{buffer.Uri}}","version":{{buffer.Version}} },"contentChanges":[{{change}}]}
            """);
    }

    private async Task<int> RunAsync(Stream serverOutput)
    {
        var code = await Task.Run(() => _server.RunAsync(CancellationToken.None));
        await _server.DisposeAsync();
        await serverOutput.DisposeAsync();
        return code;
    }

    private string? Variable(string name) => (name, Options.Model) switch
    {
        ("CODEX_LSP_PROVIDER", not null) => "openai",
        ("CODEX_LSP_BASE_URL", { } model) => model.BaseUrl.ToString(),
        ("CODEX_LSP_MODEL", not null) => "scripted",
        _ => Options.Environment.GetValueOrDefault(name),
    };
}
