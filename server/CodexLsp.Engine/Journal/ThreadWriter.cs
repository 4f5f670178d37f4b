using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Journal.Records;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Engine.Journal;

/// <summary>
/// The one writer of a thread, from opening to disposal, over all processes. Every method may be called from any thread; records
/// come in the order of the calls. Unless it says otherwise, what a method wrote survives the loss of power when it returns.
/// </summary>
public sealed class ThreadWriter : ICommitLog, IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly TimeProvider _clock;
    private readonly Func<string, string> _redact;
    private readonly JournalJson _json;
    private readonly ThreadLock _lock;
    private readonly FileStream _journal;
    private readonly BlobFolder _blobs;
    private readonly ConcurrentDictionary<string, ContentHash> _kept = new(StringComparer.Ordinal);
    private JournalRecord.ThreadState? _head;
    private long _end;

    private ThreadWriter(ThreadFiles files, ThreadLock threadLock, FileMode mode, TimeProvider clock, Func<string, string> redact)
    {
        ThreadId = files.ThreadId;
        _lock = threadLock;
        _clock = clock;
        _redact = redact;
        _json = JournalJson.Redacting(redact);
        _blobs = new BlobFolder(files.Blobs);
        _journal = PrivateFiles.Open(files.Journal, mode, FileShare.Read | FileShare.Delete);
    }

    /// <summary>The thread.</summary>
    public string ThreadId { get; }

    /// <summary>What of the journal could not be read when it was opened. A torn end has been cut off by now.</summary>
    public ImmutableArray<JournalDamage> Damage { get; private init; } = [];

    /// <summary>What the thread's next turn builds on, as it was when the journal was opened.</summary>
    public ThreadHistory History { get; private init; } = new([], ModelUsage.None, null, LastTaskIsPart: false);

    /// <summary>Begins a thread's journal; takes over the lock.</summary>
    internal static async Task<ThreadWriter> CreateAsync(
        ThreadFiles files, ThreadLock threadLock, JournalRecord.ThreadState head, TimeProvider clock, Func<string, string> redact)
    {
        var writer = new ThreadWriter(files, threadLock, FileMode.CreateNew, clock, redact) { _head = head };
        var header = new JournalRecord.Header(head.At, JournalRecord.Format, files.ThreadId, head.Title, head.Folder);
        return await writer.WithAsync([header, Opened(head.At), head]);
    }

    /// <summary>
    /// Goes on with a thread's journal; takes over the lock. Cuts off a torn end, and writes down that what its last writer left
    /// running runs no more: from now on there is a writer again, and it would look as if it did.
    /// </summary>
    internal static async Task<ThreadWriter> OpenAsync(
        ThreadFiles files, ThreadLock threadLock, ThreadJournal journal, TimeProvider clock, Func<string, string> redact)
    {
        var writer = new ThreadWriter(files, threadLock, FileMode.Open, clock, redact)
        {
            _head = journal.Head,
            _end = journal.End,
            Damage = [.. journal.Damage],
            History = ThreadHistory.Of(journal),
        };
        var settled = journal.StillRunning.Select(JournalRecord (turn) => new JournalRecord.TurnState(journal.UpdatedAt, turn))
            .Concat(journal.StillRunningProposals.Select(p => new JournalRecord.ProposalState(journal.UpdatedAt, p)));
        return await writer.WithAsync([Opened(clock.GetUtcNow()), .. settled]);
    }

    /// <summary>Writes down that a turn began. It survives the loss of the process, not yet that of power.</summary>
    public Task StartTurnAsync(Turn turn, CancellationToken cancellationToken) =>
        AppendAsync([new JournalRecord.TurnState(Now, TurnRecord.From(turn))], flush: false, cancellationToken);

    /// <summary>Writes down an item that is complete. One with the id of an earlier item of the turn takes its place.</summary>
    public Task AppendItemAsync(string turnId, Item item, CancellationToken cancellationToken) =>
        AppendAsync([new JournalRecord.ItemState(Now, turnId, ItemRecord.From(item))], flush: true, cancellationToken);

    /// <summary>Writes down an item that is complete and what the conversation with the model goes on by, both or neither.</summary>
    public Task AppendItemAsync(string turnId, Item item, ImmutableArray<ModelItem> conversation, CancellationToken cancellationToken) => AppendAsync(
        [Said(turnId, conversation), new JournalRecord.ItemState(Now, turnId, ItemRecord.From(item))], flush: true, cancellationToken);

    /// <summary>
    /// Writes down what the conversation with the model goes on by. It survives the loss of the process, and that of power as soon as
    /// anything after it does.
    /// </summary>
    public Task AppendConversationAsync(string turnId, ImmutableArray<ModelItem> conversation, CancellationToken cancellationToken) =>
        AppendAsync([Said(turnId, conversation)], flush: false, cancellationToken);

    /// <summary>Writes down how a turn ended. Its items are not written again: each was appended when it was complete.</summary>
    public Task CompleteTurnAsync(Turn turn, CancellationToken cancellationToken) =>
        AppendAsync([new JournalRecord.TurnState(Now, TurnRecord.From(turn))], flush: true, cancellationToken);

    /// <summary>Writes down a proposal as it stands, whole: texts, encodings, verdict.</summary>
    public async Task SaveProposalAsync(Proposal proposal, CancellationToken cancellationToken)
    {
        var record = await ProposalRecord.FromAsync(proposal, content => _blobs.KeepAsync(content, cancellationToken));
        await AppendAsync([new JournalRecord.ProposalState(Now, record)], flush: true, cancellationToken);
    }

    /// <summary>
    /// Writes down a question to the model, its parts by reference, and what came back, so that the thread can be replayed. It
    /// survives the loss of the process, not yet that of power.
    /// </summary>
    /// <param name="turnId">The turn that asked.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="answer">The model's text as far as it came.</param>
    /// <param name="failure">Why it did not come whole; null when it did.</param>
    /// <param name="cancellationToken">Ends the wait for the writer.</param>
    public async Task SaveRequestAsync(
        string turnId, ModelRequest request, string answer, Failure? failure, CancellationToken cancellationToken)
    {
        var messages = new List<MessageRecord>();
        foreach (var message in request.Items.OfType<ModelMessage>())
        {
            messages.Add(new MessageRecord(message.Role, await KeepTextAsync(message.Text, cancellationToken)));
        }

        var exchange = new ExchangeRecord(
            HashOf(request),
            request.Model,
            request.Effort,
            await KeepTextAsync(request.Instructions, cancellationToken),
            [.. messages],
            answer,
            FailureRecord.From(failure));
        await AppendAsync([new JournalRecord.Exchange(Now, turnId, exchange)], flush: false, cancellationToken);
    }

    /// <summary>The same for a question that goes on with the thread's conversation, which is written down by itself.</summary>
    public async Task SaveQuestionAsync(string turnId, ModelRequest request, string answer, Failure? failure, CancellationToken cancellationToken)
    {
        var exchange = new ExchangeRecord(
            HashOf(request),
            request.Model,
            request.Effort,
            await KeepOnceAsync(request.Instructions, cancellationToken),
            [],
            answer,
            FailureRecord.From(failure),
            request.Items.Length,
            await KeepOnceAsync(ToolsOf(request), cancellationToken));
        await AppendAsync([new JournalRecord.Exchange(Now, turnId, exchange)], flush: false, cancellationToken);
    }

    /// <summary>Writes down that hunks were accepted and written.</summary>
    public Task RecordAcceptanceAsync(
        string proposalId,
        ImmutableArray<string> hunkIds,
        string undoToken,
        AcceptanceTarget target,
        string? planId,
        CancellationToken cancellationToken) =>
        AppendAsync([new JournalRecord.Accepted(Now, proposalId, [.. hunkIds], undoToken, target, planId)], flush: true, cancellationToken);

    /// <summary>Writes down that an acceptance was taken back.</summary>
    public Task RecordUndoAsync(string undoToken, CancellationToken cancellationToken) =>
        AppendAsync([new JournalRecord.Undone(Now, undoToken)], flush: true, cancellationToken);

    /// <summary>Gives the thread another title.</summary>
    public Task RenameAsync(string title, CancellationToken cancellationToken) => ChangeHeadAsync(h => h with { Title = title }, cancellationToken);

    /// <summary>Puts the thread into the archive, or takes it out.</summary>
    public Task ArchiveAsync(bool archived, CancellationToken cancellationToken) =>
        ChangeHeadAsync(h => h with { Archived = archived }, cancellationToken);

    /// <inheritdoc/>
    public async Task BeginAsync(CommitPlan plan, CancellationToken cancellationToken)
    {
        var record = await CommitPlanRecord.FromAsync(plan, content => _blobs.KeepAsync(content, cancellationToken));
        await AppendAsync([new JournalRecord.CommitBegun(Now, record)], flush: true, cancellationToken);
    }

    /// <inheritdoc/>
    public Task CompleteAsync(string planId, CommitEnd end, CancellationToken cancellationToken) =>
        AppendAsync([new JournalRecord.CommitEnded(Now, planId, end)], flush: true, cancellationToken);

    /// <summary>Lets the next writer in.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        await _journal.DisposeAsync();
        _lock.Dispose();
        _gate.Dispose();
    }

    /// <summary>What tells a question from another: a hash over everything in it that the model sees.</summary>
    internal static ContentHash HashOf(ModelRequest request)
    {
        // Each part with its length before it, so that no two different questions make the same bytes.
        var text = new StringBuilder();
        foreach (var part in (string[])
            [request.Model, request.Effort ?? "", request.Instructions, .. request.Tools.IsEmpty ? [] : (string[])[ToolsOf(request)], .. request.Items.SelectMany(Parts)])
        {
            text.Append(part.Length).Append(':').Append(part);
        }

        return ContentHash.Of(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static string[] Parts(ModelItem item) => item switch
    {
        ModelMessage i => [i.Role.ToString(), i.Text],
        ModelToolCall i => ["call", i.CallId, i.Name, i.Arguments],
        ModelToolResult i => ["result", i.CallId, i.Text],
        ModelReasoning i => ["reasoning", i.EncryptedContent, i.Summary],
        _ => throw new System.Diagnostics.UnreachableException($"No parts of {item.GetType()}."),
    };

    private static string ToolsOf(ModelRequest request) =>
        string.Join('\n', request.Tools.Select(t => $"{t.Name}\n{t.Description}\n{t.Schema.GetRawText()}"));

    private JournalRecord.Conversation Said(string turnId, ImmutableArray<ModelItem> conversation) =>
        new(Now, turnId, [.. conversation.Select(ConversationRecord.From)]);

    // Instructions and tools are the same from question to question: they are not looked up on disk each time.
    private async Task<ContentHash> KeepOnceAsync(string text, CancellationToken cancellationToken)
    {
        if (!_kept.TryGetValue(text, out var hash))
        {
            hash = await KeepTextAsync(text, cancellationToken);
            _kept[text] = hash;
        }

        return hash;
    }

    private DateTimeOffset Now => _clock.GetUtcNow();

    private static JournalRecord.Opened Opened(DateTimeOffset at) =>
        new(at, Environment.ProcessId, Path.GetFileNameWithoutExtension(Environment.ProcessPath) ?? "codex-lsp");

    private Task<ContentHash> KeepTextAsync(string text, CancellationToken cancellationToken) =>
        _blobs.KeepAsync(Encoding.UTF8.GetBytes(_redact(text)), cancellationToken);

    private Task ChangeHeadAsync(Func<JournalRecord.ThreadState, JournalRecord.ThreadState> change, CancellationToken cancellationToken)
    {
        _head = change(_head!) with { At = Now };
        return AppendAsync([_head], flush: true, cancellationToken);
    }

    private async Task<ThreadWriter> WithAsync(IReadOnlyList<JournalRecord> first)
    {
        try
        {
            await AppendAsync(first, flush: true, CancellationToken.None);
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private async Task AppendAsync(IReadOnlyList<JournalRecord> records, bool flush, CancellationToken cancellationToken)
    {
        byte[] lines = [.. records.SelectMany(r => RecordLine.Write(JsonSerializer.SerializeToUtf8Bytes(r, _json.JournalRecord)))];
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var handle = _journal.SafeFileHandle;
            if (RandomAccess.GetLength(handle) != _end)
            {
                // A torn end: a crash left it, or a write of ours that failed half way.
                RandomAccess.SetLength(handle, _end);
            }

            // Not cancelled half way: a record is written or it is not.
            await RandomAccess.WriteAsync(handle, lines, _end, CancellationToken.None);
            if (flush)
            {
                RandomAccess.FlushToDisk(handle);
            }

            _end += lines.Length;
        }
        finally
        {
            _gate.Release();
        }
    }
}
