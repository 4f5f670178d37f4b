using System.Text;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Policy;
using CodexLsp.ModelServer;

namespace CodexLsp.Engine.Tests.Models;

/// <summary>A scripted model, the client that asks it and the clock of its waits.</summary>
internal sealed class Asking : IAsyncDisposable
{
    public const string Key = "sk-canary-4f1d9a";

    public required ScriptedModel Server { get; init; }

    public required OpenAiResponsesModel Model { get; init; }

    public ManualTime Time { get; }

    public static ModelRequest Request { get; } = new("gpt-5.1-codex", "You edit code.", [new ModelMessage(ModelRole.User, "Say hello.")]);

    public static Task<Asking> Start(params ReadOnlySpan<Answer> answers) => Start(Scenario.Of(answers));

    public static async Task<Asking> Start(Scenario scenario, string? key = Key, Func<ModelLimits, ModelLimits>? limits = null)
    {
        var server = await ScriptedModel.StartAsync(scenario);
        return Ask(server, new OpenAiEndpoint(server.BaseUrl, key), limits);
    }

    public static Asking Ask(ScriptedModel server, OpenAiEndpoint endpoint, Func<ModelLimits, ModelLimits>? limits = null, HttpMessageHandler? network = null)
    {
        var time = new ManualTime();
        var model = new OpenAiResponsesModel(
            endpoint,
            new Redactor(),
            time,
            limits?.Invoke(ModelLimits.Default) ?? ModelLimits.Default,
            RetryPolicy.Default,
            network ?? ResponsesConnection.Network(endpoint));
        return new Asking(time) { Server = server, Model = model };
    }

    private Asking(ManualTime time) => Time = time;

    /// <summary>All events; the clock jumps over the waits between tries.</summary>
    public async Task<List<ModelEvent>> All(ModelRequest? request = null)
    {
        var events = new List<ModelEvent>();
        await using var answer = Model.AskAsync(request ?? Request, Deadline.Token()).GetAsyncEnumerator();
        var next = answer.MoveNextAsync().AsTask();
        while (await next)
        {
            events.Add(answer.Current);
            next = answer.MoveNextAsync().AsTask();
            if (events[^1] is ModelEvent.Retrying retrying)
            {
                Time.Advance(retrying.Delay);
            }
        }

        return events;
    }

    /// <summary>All events, a line each, as a test expects them.</summary>
    public async Task<string> Told(ModelRequest? request = null) => Tell(await All(request));

    public string Tell(IEnumerable<ModelEvent> events)
    {
        var told = new StringBuilder();
        foreach (var e in events)
        {
            told.Append(e switch
            {
                ModelEvent.TextDelta text => $"text {text.Text}",
                ModelEvent.ReasoningDelta reasoning => $"reasoning {reasoning.Text}",
                ModelEvent.Reasoned reasoned => $"reasoned {reasoned.Reasoning.Summary}",
                ModelEvent.ToolCall called => $"call {called.Call.CallId} {called.Call.Name} {called.Call.Arguments}",
                ModelEvent.Refusal refusal => $"refusal {refusal.Text}",
                ModelEvent.Retrying retrying => $"retrying after try {retrying.Attempt}: {retrying.Reason}",
                ModelEvent.Completed completed => $"completed, requests {completed.Usage.Requests}",
                ModelEvent.Failed failed => $"failed {failed.Failure.Code}: {failed.Failure.Message} → {failed.Failure.Next} (requests {failed.Usage.Requests})",
                _ => throw new InvalidOperationException($"{e}"),
            }).Append('\n');
        }

        return told.Replace(Server.BaseUrl.GetLeftPart(UriPartial.Authority), "http://server").ToString();
    }

    public async ValueTask DisposeAsync()
    {
        Model.Dispose();
        await Server.DisposeAsync();
    }
}
