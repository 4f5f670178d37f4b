using System.Text.Json.Nodes;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.FileGraph;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Tests.Edits;
using CodexLsp.Engine.Tests.Journal;
using CodexLsp.Engine.Tools;
using CodexLsp.Engine.Turns;
using CodexLsp.Engine.Verification;
using CodexLsp.ModelServer;

namespace CodexLsp.Engine.Tests.Turns;

/// <summary>A workspace, a scripted model and a thread: what a turn needs.</summary>
internal sealed class TurnTest : IAsyncDisposable
{
    private readonly OpenAiResponsesModel _model;

    private TurnTest(EditWorkspace files, ScriptedModel server)
    {
        Files = files;
        Server = server;
        _model = new OpenAiResponsesModel(new OpenAiEndpoint(server.BaseUrl, Key: null), new Redactor(), TimeProvider.System);
    }

    public EditWorkspace Files { get; }

    public ScriptedModel Server { get; }

    public JournalTest Journal { get; } = new();

    public ManualTime Time { get; } = new();

    /// <summary>What was told, in order.</summary>
    public List<TurnEvent> Events { get; } = [];

    /// <summary>Takes the place of a compiler: the text the change leaves, to what it says.</summary>
    public Func<ChangeSet, Verdict> Judge { get; set; } = static _ => new Verdict { Status = VerificationStatus.Verified };

    /// <summary>Hears what is told, as it is told.</summary>
    public Action<TurnEvent> Heard { get; set; } = static _ => { };

    public string? ThreadId { get; private set; }

    public static async Task<TurnTest> StartAsync(string fixture, Answer[] answers) =>
        new(new EditWorkspace(fixture), await ScriptedModel.StartAsync(Scenario.Of(answers)));

    public static async Task<TurnTest> StartAsync(string fixture, Scenario scenario) =>
        new(new EditWorkspace(fixture), await ScriptedModel.StartAsync(scenario));

    public TurnRequest Request(string words, TurnMode mode = TurnMode.Chat) => new()
    {
        ThreadId = ThreadId!,
        Mode = mode,
        Input = [new Input.Text(words)],
        Snapshot = Files.Snapshot,
        Folder = Files.Root,
        Model = new TurnModel(_model, "gpt-5.1-codex", null),
        Ports = new ToolPorts { Files = new WorkspaceFiles() },
    };

    public Task<TurnResult> AskAsync(string words, TurnMode mode = TurnMode.Chat, Func<TurnRequest, TurnRequest>? with = null, CancellationToken? interrupt = null) =>
        RunAsync(request => (with ?? (r => r))(request), words, mode, interrupt ?? Deadline.Token());

    public Task<TurnResult> DoAsync(string words, Func<TurnRequest, TurnRequest>? with = null, CancellationToken? interrupt = null) =>
        AskAsync(words, TurnMode.Task, with, interrupt);

    /// <summary>The request with this index, as the model got it: its input items, a line each.</summary>
    public string Sent(int index) => string.Join('\n', Server.Requests[index].Json!["input"]!.AsArray().Select(Line));

    /// <summary>The turn's items, a line each.</summary>
    public static string Items(Turn turn) => string.Join('\n', turn.Items.Select(item => item switch
    {
        Item.UserMessage i => $"user {string.Join(' ', i.Input.OfType<Input.Text>().Select(t => t.Value))}",
        Item.AgentMessage i => $"agent {i.Text}",
        Item.ToolCall i => $"{i.Tool} {i.Status}",
        Item.Plan i => $"plan {string.Join(", ", i.Steps.Select(s => $"{s.Text} {s.Status}"))}",
        Item.Verified i => $"verification {i.Verdict.Status}",
        Item.FileChange => "fileChange",
        Item.Error i => $"error {i.Failure.Code}",
        _ => item.GetType().Name,
    }));

    public async ValueTask DisposeAsync()
    {
        _model.Dispose();
        await Server.DisposeAsync();
        Files.Dispose();
        Journal.Dispose();
    }

    private async Task<TurnResult> RunAsync(Func<TurnRequest, TurnRequest> with, string words, TurnMode mode, CancellationToken interrupt)
    {
        if (ThreadId is null)
        {
            await using var writer = await Journal.Store.CreateAsync(words, Files.Root, Deadline.Token());
            ThreadId = writer.ThreadId;
        }

        var loop = new TurnLoop(Journal.Store, [], [new FixedVerifier(this)], Files.Policy, Time);
        var outcome = await loop.RunAsync(with(Request(words, mode)), Hear, interrupt);
        Assert.Null(outcome.Failure);
        return outcome.Value!;
    }

    private void Hear(TurnEvent happened)
    {
        Events.Add(happened);
        Heard(happened);
    }

    private static string Line(JsonNode? item) => item!["type"]!.GetValue<string>() switch
    {
        "message" => $"{item["role"]}: {item["content"]![0]!["text"]}",
        "function_call" => $"call {item["name"]} {item["arguments"]}",
        "function_call_output" => $"result {item["output"]}",
        var type => type,
    };

    private sealed class FixedVerifier(TurnTest test) : IVerifier
    {
        public bool Handles(AbsolutePath path) => true;

        public Task<Verdict> VerifyAsync(Snapshot snapshot, ChangeSet changes, CancellationToken cancellationToken) => Task.FromResult(test.Judge(changes));

        public Task<Repair?> RepairAsync(Snapshot snapshot, ChangeSet changes, Verdict verdict, CancellationToken cancellationToken) => Task.FromResult<Repair?>(null);

        public Task<Verdict?> VerifyWorkspaceAsync(Snapshot snapshot, CancellationToken cancellationToken) => throw new InvalidOperationException("A turn judges its change.");
    }
}
