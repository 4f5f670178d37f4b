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
    private bool _isClosed;

    private TurnRecorder(ThreadWriter writer, Turn turn, Action<TurnEvent> report, TimeProvider time)
    {
        _writer = writer;
        _turn = turn;
        _report = report;
        _time = time;
    }

    public string ThreadId => _writer.ThreadId;

    public string TurnId => _turn.Id;

    /// <summary>The turn as it stands.</summary>
    public Turn Turn => _turn;

    /// <summary>What the thread's turns before this one leave to it.</summary>
    public ThreadHistory History => _writer.History;

    /// <summary>What this turn cost so far.</summary>
    public ModelUsage Usage => _turn.Usage;

    public static async Task<TurnRecorder> StartAsync(
        ThreadWriter writer,
        TurnMode mode,
        TurnRights rights,
        ImmutableArray<Input> input,
        Action<TurnEvent> report,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var turn = new Turn { Id = Ids.New(time), Mode = mode, Status = TurnStatus.Running, StartedAt = time.GetUtcNow(), Rights = rights };
        var recorder = new TurnRecorder(writer, turn, report, time);
        await writer.StartTurnAsync(turn, cancellationToken);
        report(new TurnEvent.Started(writer.ThreadId, turn));
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
        Show(message);
        return message;
    }

    public void Show(Item item) => _report(new TurnEvent.ItemStarted(ThreadId, TurnId, item));

    public void Delta(string itemId, string text) => _report(new TurnEvent.ItemDelta(ThreadId, TurnId, itemId, text));

    public void Preview(string text) => _report(new TurnEvent.PreviewDelta(ThreadId, text));

    public void Plan(ImmutableArray<PlanStep> steps) => _report(new TurnEvent.Planned(ThreadId, TurnId, steps));

    public void Spent(int? window, long used) => _report(new TurnEvent.Spent(ThreadId, History.Usage + Usage, window, used));

    /// <summary>Writes down a question with its answer, and shows the message; it is null when the model only called tools.</summary>
    // Not cancellable: what happened is written down even when the user has just given up on it.
    public async Task SaveAnswerAsync(
        ModelRequest question,
        Item.AgentMessage? message,
        string text,
        ImmutableArray<ModelItem> items,
        ModelUsage usage,
        Failure? failure,
        bool goesOnWithThread)
    {
        _turn = _turn with { Usage = _turn.Usage + usage };
        if (!goesOnWithThread)
        {
            await _writer.SaveRequestAsync(TurnId, question, text, failure, CancellationToken.None);
        }
        else
        {
            await _writer.SaveQuestionAsync(TurnId, question, text, failure, CancellationToken.None);
            await _writer.AppendConversationAsync(TurnId, items, CancellationToken.None);
        }

        if (message is not null)
        {
            await SaveAsync(message);
        }
    }

    /// <summary>The conversation with the model goes on by these items.</summary>
    public Task SayAsync(ImmutableArray<ModelItem> items) => _writer.AppendConversationAsync(TurnId, items, CancellationToken.None);

    /// <summary>Shows an item that is complete at once, and writes it down.</summary>
    public async Task AddAsync(Item item)
    {
        Show(item);
        await SaveAsync(item);
    }

    /// <summary>Writes down an item that is complete, then tells of it.</summary>
    public async Task SaveAsync(Item item)
    {
        await _writer.AppendItemAsync(TurnId, item, CancellationToken.None);
        Tell(item);
    }

    /// <summary>The same, with what the conversation goes on by.</summary>
    public async Task SaveAsync(Item item, ImmutableArray<ModelItem> conversation)
    {
        await _writer.AppendItemAsync(TurnId, item, conversation, CancellationToken.None);
        Tell(item);
    }

    /// <summary>Keeps what a turn would change so far, so that the end of the process does not lose it, and tells of it.</summary>
    public async Task SaveChangesAsync(Proposal draft, AbsolutePath folder)
    {
        await _writer.SaveProposalAsync(draft, CancellationToken.None);
        _report(new TurnEvent.Changed(ThreadId, TurnId, UnifiedDiff.Write(draft.Changes, folder)));
    }

    /// <summary>Ends the turn with what it proposes.</summary>
    public async Task EndAsync(TurnEnd end)
    {
        if (end.Proposal is { } proposal)
        {
            await _writer.SaveProposalAsync(proposal, CancellationToken.None);
            await AddAsync(new Item.FileChange(NewId(), ItemStatus.Completed, proposal.Id));
            _turn = _turn with { ProposalId = proposal.Id };
        }

        _turn = _turn with { Status = end.Status, CompletedAt = _time.GetUtcNow(), Error = end.Error };
        await _writer.CompleteTurnAsync(_turn, CancellationToken.None);

        // Who hears of the end may go on with the thread at once.
        await DisposeAsync();
        _report(new TurnEvent.Completed(ThreadId, _turn));
    }

    /// <summary>Lets the next writer into the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            await _writer.DisposeAsync();
        }
    }

    private void Tell(Item item)
    {
        // A plan that changes keeps its id and its place.
        var at = _turn.Items.Select(i => i.Id).ToList().IndexOf(item.Id);
        _turn = _turn with { Items = at < 0 ? _turn.Items.Add(item) : _turn.Items.SetItem(at, item) };
        _report(new TurnEvent.ItemCompleted(ThreadId, TurnId, item));
    }
}
