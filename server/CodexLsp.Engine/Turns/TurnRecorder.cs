using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Journal;
using CodexLsp.Engine.Models;

namespace CodexLsp.Engine.Turns;

/// <summary>A turn that runs: writes each step to the journal first, then tells whoever watches.</summary>
internal sealed class TurnRecorder : IAsyncDisposable
{
    private readonly ThreadWriter _writer;
    private readonly Action<TurnEvent> _report;
    private readonly TimeProvider _time;
    private Turn _turn;

    private TurnRecorder(ThreadWriter writer, Turn turn, Action<TurnEvent> report, TimeProvider time)
    {
        _writer = writer;
        _turn = turn;
        _report = report;
        _time = time;
    }

    public string ThreadId => _writer.ThreadId;

    public string TurnId => _turn.Id;

    /// <summary>Why the turn failed, set before it is completed.</summary>
    public Failure? Error { get; set; }

    public static async Task<TurnRecorder> StartAsync(
        ThreadWriter writer, TurnMode mode, EditRequest request, Action<TurnEvent> report, TimeProvider time, CancellationToken cancellationToken)
    {
        var turn = new Turn { Id = Ids.New(time), Mode = mode, Status = TurnStatus.Running, StartedAt = time.GetUtcNow() };
        var recorder = new TurnRecorder(writer, turn, report, time);
        await writer.StartTurnAsync(turn, cancellationToken);
        report(new TurnEvent.Started(writer.ThreadId, turn));

        var range = request.Snapshot.Read(request.Path)?.Text.Lines.GetLinePositionSpan(request.Selection);
        ImmutableArray<Input> input = [new Input.Text(request.Instruction), new Input.File(request.Path, range), .. request.Attachments];
        await recorder.AddAsync(new Item.UserMessage(Ids.New(time), ItemStatus.Completed, input));
        return recorder;
    }

    public string NewId() => Ids.New(_time);

    public void Reach(EditStage stage, int round) => _report(new TurnEvent.Stage(ThreadId, stage, round));

    public void Retrying(ModelEvent.Retrying retrying) =>
        _report(new TurnEvent.Retrying(ThreadId, retrying.Attempt, retrying.Delay, retrying.Reason));

    /// <summary>Shows the change as it stands, on the text of now: the user may have typed since it was asked for.</summary>
    public void Propose(Proposal proposal, Snapshot now) =>
        _report(new TurnEvent.Proposed(ThreadId, proposal.On(proposal.Changes.Follow(now, out _))));

    public Item.AgentMessage StartMessage()
    {
        var message = new Item.AgentMessage(NewId(), ItemStatus.Running, "");
        _report(new TurnEvent.ItemStarted(ThreadId, TurnId, message));
        return message;
    }

    public void Delta(Item.AgentMessage message, string text) => _report(new TurnEvent.ItemDelta(ThreadId, TurnId, message.Id, text));

    public void Preview(string text) => _report(new TurnEvent.PreviewDelta(ThreadId, text));

    // Not cancellable: what happened is written down even when the user has just given up on it.
    public async Task CompleteMessageAsync(ModelRequest question, Item.AgentMessage message, string text, ModelUsage usage, Failure? failure)
    {
        _turn = _turn with { Usage = _turn.Usage + usage };
        await _writer.SaveRequestAsync(TurnId, question, text, failure, CancellationToken.None);
        await SaveAsync(message with { Text = text, Status = failure is null ? ItemStatus.Completed : ItemStatus.Failed });
    }

    public async Task AddAsync(Item item)
    {
        _report(new TurnEvent.ItemStarted(ThreadId, TurnId, item));
        await SaveAsync(item);
    }

    public async Task CompleteAsync(Proposal proposal)
    {
        await _writer.SaveProposalAsync(proposal, CancellationToken.None);
        await AddAsync(new Item.FileChange(NewId(), ItemStatus.Completed, proposal.Id));
        _turn = _turn with { ProposalId = proposal.Id };
        await EndAsync(proposal.Status == ProposalStatus.Failed ? TurnStatus.Failed : TurnStatus.Completed, Error);
    }

    public async Task EndAsync(TurnStatus status, Failure? error)
    {
        _turn = _turn with { Status = status, CompletedAt = _time.GetUtcNow(), Error = error };
        await _writer.CompleteTurnAsync(_turn, CancellationToken.None);
        _report(new TurnEvent.Completed(ThreadId, _turn));
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private async Task SaveAsync(Item item)
    {
        await _writer.AppendItemAsync(TurnId, item, CancellationToken.None);
        _turn = _turn with { Items = _turn.Items.Add(item) };
        _report(new TurnEvent.ItemCompleted(ThreadId, TurnId, item));
    }
}
