using System.Text.Json;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Turns;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;

namespace CodexLsp.Host.Serving;

/// <summary>
/// Tells whoever speaks our methods what happens in a turn: a client, or who reads the command line's JSON Lines.
/// </summary>
/// <param name="sink">To them.</param>
/// <param name="seen">What the user sees now: their documents have their own spelling of a URI.</param>
/// <param name="token">The client's token for <c>codex/edit/progress</c>; null when it wants none.</param>
/// <param name="asked">The URI of the document in the request's spelling; null when it names none.</param>
internal sealed class TurnNotifications(INotificationSink sink, Func<Snapshot> seen, JsonElement? token, string? asked)
{
    private int _round = 1;

    public void Report(TurnEvent happened)
    {
        var wire = ToWire.For(seen(), asked);
        switch (happened)
        {
            case TurnEvent.Started started:
                sink.Notify("codex/turn/started", WireJson.Default.TurnParams, new TurnParams(started.ThreadId, wire.Turn(started.Turn)));
                break;
            case TurnEvent.Completed completed:
                sink.Notify("codex/turn/completed", WireJson.Default.TurnParams, new TurnParams(completed.ThreadId, wire.Turn(completed.Turn)));
                break;
            case TurnEvent.ItemStarted item:
                sink.Notify("codex/item/started", WireJson.Default.ItemParams, new ItemParams(item.ThreadId, item.TurnId, wire.Item(item.Item)));
                break;
            case TurnEvent.ItemCompleted item:
                sink.Notify("codex/item/completed", WireJson.Default.ItemParams, new ItemParams(item.ThreadId, item.TurnId, wire.Item(item.Item)));
                break;
            case TurnEvent.ItemDelta delta:
                sink.NotifyDelta(
                    "codex/item/delta",
                    delta.ItemId,
                    WireJson.Default.ItemDeltaParams,
                    new ItemDeltaParams(delta.ThreadId, delta.TurnId, delta.ItemId, delta.Text),
                    static (earlier, later) => later with { Text = earlier.Text + later.Text });
                break;
            case TurnEvent.Planned planned:
                sink.Notify("codex/turn/plan", WireJson.Default.TurnPlanParams, new TurnPlanParams(planned.ThreadId, planned.TurnId, ToWire.Steps(planned.Steps)));
                break;
            case TurnEvent.Changed changed:
                sink.Notify("codex/turn/diff", WireJson.Default.TurnDiffParams, new TurnDiffParams(changed.ThreadId, changed.TurnId, changed.Diff));
                break;
            case TurnEvent.Spent spent:
                sink.Notify(
                    "codex/thread/usage",
                    WireJson.Default.ThreadUsageParams,
                    new ThreadUsageParams(spent.ThreadId, ToWire.Usage(spent.Usage), spent.Window, spent.Used));
                break;
            case TurnEvent.Stage stage:
                _round = stage.Round;
                Progress(new EditProgressParams(token ?? default, Stage: Enum.Parse<Protocol.EditStage>(stage.Reached.ToString()), Round: stage.Round));
                break;
            case TurnEvent.Proposed proposed when token is { } given:
                // Who reads slowly gets the newest only.
                sink.NotifyDelta(
                    "codex/edit/progress",
                    given.GetRawText() + "/proposal",
                    WireJson.Default.EditProgressParams,
                    new EditProgressParams(given, Round: _round, Proposal: wire.Proposal(proposed.Proposal)),
                    static (_, later) => later);
                break;
            case TurnEvent.PreviewDelta preview when token is { } given:
                sink.NotifyDelta(
                    "codex/edit/progress",
                    given.GetRawText(),
                    WireJson.Default.EditProgressParams,
                    new EditProgressParams(given, Round: _round, Delta: preview.Text),
                    static (earlier, later) => later with { Delta = earlier.Delta + later.Delta });
                break;
            default:
                break;
        }
    }

    private void Progress(EditProgressParams progress)
    {
        if (token is not null)
        {
            sink.Notify("codex/edit/progress", WireJson.Default.EditProgressParams, progress);
        }
    }
}
