using System.Collections.Immutable;
using System.Text.Json;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Tools;

namespace CodexLsp.Engine.Turns;

/// <summary>Runs what the model calls, in its order, and writes down what came of it.</summary>
internal sealed class ToolCalls(TurnRecorder turn, TurnWork work, TimeProvider time)
{
    private const int MostRepeats = 3;
    private const int MostShownArguments = 8_000;

    private readonly Dictionary<(string Name, string Arguments, string Result, string Files), int> _seen = [];

    /// <summary>Why the turn stops: the model goes round in a circle; null while it does not.</summary>
    public Failure? Stuck { get; private set; }

    /// <summary>The results, one for each call up to the one that ends the turn.</summary>
    public async Task<ImmutableArray<ModelItem>> RunAsync(ImmutableArray<ModelToolCall> calls, CancellationToken cancellationToken)
    {
        var results = ImmutableArray.CreateBuilder<ModelItem>(calls.Length);
        foreach (var call in calls)
        {
            if (work.Aborted || Stuck is not null)
            {
                break;
            }

            var result = await RunAsync(call, cancellationToken);
            results.Add(new ModelToolResult(call.CallId, result.Text));
            var key = (call.Name, call.Arguments, result.Text, work.StateOfFiles);
            _seen[key] = _seen.GetValueOrDefault(key) + 1;
            if (_seen[key] >= MostRepeats)
            {
                Stuck = new Failure(
                    "loop.repeated",
                    $"Stopped: the model called {call.Name} {MostRepeats} times with the same arguments and the same result.",
                    "Say in other words what is missing, or do that step yourself.");
            }
        }

        return results.DrainToImmutable();
    }

    private async Task<ToolResult> RunAsync(ModelToolCall call, CancellationToken cancellationToken)
    {
        var id = turn.NewId();
        var start = time.GetTimestamp();
        var tool = work.Tools.FirstOrDefault(t => t.Name == call.Name);
        var running = new Item.ToolCall(id, ItemStatus.Running, call.Name, Shown(call.Arguments), null, TimeSpan.Zero);
        if (tool?.HasOwnItem != true)
        {
            turn.Show(running);
        }

        ToolResult result;
        try
        {
            result = await RunAsync(tool, id, call, cancellationToken);
            result = result with { Text = work.Redact(result.Text) };
        }
        catch (OperationCanceledException)
        {
            await SaveAsync(ToolResult.Failed("The turn was stopped before the call had ended."));
            throw;
        }

        await SaveAsync(result);
        return result;

        Task SaveAsync(ToolResult came)
        {
            if (tool?.HasOwnItem == true && came.Item is null)
            {
                turn.Show(running);
            }

            return turn.SaveAsync(
                came.Item ?? running with { Status = came.Status, Result = came.Text, Duration = time.GetElapsedTime(start) },
                [new ModelToolResult(call.CallId, came.Text)]);
        }
    }

    private async Task<ToolResult> RunAsync(Tool? tool, string itemId, ModelToolCall call, CancellationToken cancellationToken)
    {
        if (tool is null)
        {
            return ToolResult.Failed($"There is no tool {call.Name}. There are: {string.Join(", ", work.Tools.Select(t => t.Name))}.");
        }

        JsonElement arguments;
        try
        {
            arguments = JsonElement.Parse(call.Arguments.Length == 0 ? "{}" : call.Arguments);
        }
        catch (JsonException problem)
        {
            return ToolResult.Failed($"The arguments of {call.Name} are not JSON: {problem.Message} Call it again with one JSON object.");
        }

        return arguments.ValueKind == JsonValueKind.Object
            ? await tool.CallAsync(new ToolInvocation(itemId, arguments, turn.Show, text => turn.Delta(itemId, text)), cancellationToken)
            : ToolResult.Failed($"The arguments of {call.Name} must be one JSON object.");
    }

    private static string Shown(string arguments) => arguments.Length <= MostShownArguments ? arguments : arguments[..MostShownArguments] + "…";
}
