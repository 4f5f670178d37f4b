using System.Text.Json;
using CodexLsp.Engine.Turns;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Serving;

/// <summary>
/// Tells a client that speaks our methods what happens in a turn. A client that reads slowly gets deltas joined, never lost.
/// </summary>
/// <param name="connection">To the client.</param>
/// <param name="token">The client's token for <c>codex/edit/progress</c>; null when it wants none.</param>
/// <param name="asked">The URI of the document in the request's spelling; null when it names none.</param>
internal sealed class TurnNotifications(RpcConnection<ServerState> connection, JsonElement? token, string? asked)
{
    private int _round = 1;

    public void Report(TurnEvent happened)
    {
        var wire = ToWire.For(connection.State.Snapshot, asked);
        switch (happened)
        {
            case TurnEvent.Started started:
                connection.Notify("codex/turn/started", WireJson.Default.TurnParams, new TurnParams(started.ThreadId, wire.Turn(started.Turn)));
                break;
            case TurnEvent.Completed completed:
                connection.Notify("codex/turn/completed", WireJson.Default.TurnParams, new TurnParams(completed.ThreadId, wire.Turn(completed.Turn)));
                break;
            case TurnEvent.ItemStarted item:
                connection.Notify("codex/item/started", WireJson.Default.ItemParams, new ItemParams(item.ThreadId, item.TurnId, wire.Item(item.Item)));
                break;
            case TurnEvent.ItemCompleted item:
                connection.Notify("codex/item/completed", WireJson.Default.ItemParams, new ItemParams(item.ThreadId, item.TurnId, wire.Item(item.Item)));
                break;
            case TurnEvent.ItemDelta delta:
                connection.NotifyDelta(
                    "codex/item/delta",
                    delta.ItemId,
                    WireJson.Default.ItemDeltaParams,
                    new ItemDeltaParams(delta.ThreadId, delta.TurnId, delta.ItemId, delta.Text),
                    static (earlier, later) => later with { Text = earlier.Text + later.Text });
                break;
            case TurnEvent.Stage stage:
                _round = stage.Round;
                Progress(new EditProgressParams(token ?? default, Stage: Enum.Parse<Protocol.EditStage>(stage.Reached.ToString()), Round: stage.Round));
                break;
            case TurnEvent.Proposed proposed when token is { } given:
                // Who reads slowly gets the newest only.
                connection.NotifyDelta(
                    "codex/edit/progress",
                    given.GetRawText() + "/proposal",
                    WireJson.Default.EditProgressParams,
                    new EditProgressParams(given, Round: _round, Proposal: wire.Proposal(proposed.Proposal)),
                    static (_, later) => later);
                break;
            case TurnEvent.PreviewDelta preview when token is { } given:
                connection.NotifyDelta(
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
            connection.Notify("codex/edit/progress", WireJson.Default.EditProgressParams, progress);
        }
    }
}
