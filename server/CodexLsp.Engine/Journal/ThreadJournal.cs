using System.Collections.Immutable;
using System.Text.Json;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Journal.Records;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Turns;
using CodexLsp.Engine.Verification;

namespace CodexLsp.Engine.Journal;

/// <summary>
/// What a thread's journal says when read from beginning to end. Nothing in it is believed further than it holds together: what
/// does not is left out and reported as <see cref="Damage"/>.
/// </summary>
internal sealed class ThreadJournal
{
    private readonly List<string> _turnOrder = [];
    private readonly Dictionary<string, TurnRecord> _turns = [];
    private readonly Dictionary<string, List<Item>> _items = [];
    private readonly List<JournalDamage> _damage = [];
    private readonly BlobFolder _blobs;
    private readonly bool _abandoned;

    private ThreadJournal(ThreadFiles files, bool abandoned)
    {
        ThreadId = files.ThreadId;
        _blobs = new BlobFolder(files.Blobs);
        _abandoned = abandoned;
    }

    public string ThreadId { get; }

    /// <summary>The thread's title and place; null when that is lost.</summary>
    public JournalRecord.ThreadState? Head { get; private set; }

    /// <summary>The process that wrote last.</summary>
    public JournalRecord.Opened? LastWriter { get; private set; }

    /// <summary>When something last happened.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Where the last whole record ends, in bytes: the place of the next.</summary>
    public long End { get; private set; }

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<JournalDamage> Damage => _damage;

    /// <summary>The turns without their items, oldest first.</summary>
    public IEnumerable<TurnRecord> Turns => _turnOrder.Where(_turns.ContainsKey).Select(id => Settle(_turns[id]));

    /// <summary>The turns the last writer left running, as they stand now.</summary>
    public IEnumerable<TurnRecord> StillRunning => _turns.Values.Where(t => t != Settle(t)).Select(Settle);

    /// <summary>The proposals the last writer left running, as they stand now.</summary>
    public IEnumerable<ProposalRecord> StillRunningProposals => Proposals.Values.Where(p => p != Settle(p)).Select(Settle);

    /// <summary>The latest state of every proposal, by id, oldest first.</summary>
    public OrderedDictionary<string, ProposalRecord> Proposals { get; } = [];

    /// <summary>What was accepted, oldest first, by undo token.</summary>
    public OrderedDictionary<string, Acceptance> Acceptances { get; } = [];

    /// <summary>Every commit, by plan id.</summary>
    public Dictionary<string, CommitPlanRecord> Commits { get; } = [];

    /// <summary>The commits that began and have no end, oldest first.</summary>
    public OrderedDictionary<string, CommitPlanRecord> Unfinished { get; } = [];

    /// <summary>The questions to the model with their answers, oldest first.</summary>
    public List<(string TurnId, ExchangeRecord Exchange)> Exchanges { get; } = [];

    /// <summary>What was said with the model, oldest first; not of turns that have a conversation of their own.</summary>
    public List<ModelItem> Conversation { get; } = [];

    /// <summary>The version of the format the file says it has.</summary>
    public int Format { get; private set; } = JournalRecord.Format;

    /// <summary>Why the thread as a whole cannot be had; null when it can.</summary>
    public Failure? Failure =>
        Format > JournalRecord.Format
            ? new Failure(
                "journal.newer",
                $"Thread {ThreadId} was written by a newer codex-lsp (journal format {Format}; this one reads {JournalRecord.Format}).",
                "Update codex-lsp.")
        : Head is null
            ? new Failure(
                "journal.damaged",
                $"The journal of thread {ThreadId} is damaged where its title and folder were.",
                "Delete the thread, or put its file back from a backup.")
        : null;

    /// <summary>Reads a journal.</summary>
    /// <param name="files">The thread's files; the journal exists.</param>
    /// <param name="abandoned">Whether nobody is writing it: then what runs in it never ends by itself, and a torn end is damage.</param>
    public static ThreadJournal Read(ThreadFiles files, bool abandoned)
    {
        var journal = new ThreadJournal(files, abandoned);
        byte[] bytes;
        using (var file = new FileStream(files.Journal.Value, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            // A writer may be adding: what comes after the size of this moment is for the next reading.
            bytes = new byte[file.Length];
            bytes = bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }

        foreach (var part in RecordLine.Read(bytes))
        {
            journal.Take(part, bytes.Length);
        }

        if (journal._items.Keys.Except(journal._turns.Keys).Any())
        {
            journal._damage.Add(new JournalDamage(0, 0, AtEnd: false, "Items are left whose turn is lost."));
        }

        return journal;
    }

    /// <summary>The thread; only when there is no <see cref="Failure"/>.</summary>
    /// <param name="withTurns">Whether its turns are wanted.</param>
    public CodexThread ToThread(bool withTurns = true)
    {
        var turns = withTurns ? Turns.Select(t => t.ToTurn(_items.GetValueOrDefault(t.Id) ?? [])) : [];
        return new CodexThread(ThreadId, Head!.Title, Head.Folder, Head.CreatedAt, UpdatedAt, Head.Archived, [.. turns]);
    }

    /// <summary>A proposal with its texts.</summary>
    public Outcome<Proposal> ToProposal(ProposalRecord record)
    {
        try
        {
            return Settle(record).ToProposal(_blobs.Read);
        }
        catch (JsonException e)
        {
            return new Failure(
                "journal.damaged", $"Proposal {record.Id} cannot be read from the journal: {e.Message}", "Ask for the change again.");
        }
    }

    /// <summary>A commit with every file as it was before.</summary>
    public Outcome<CommitPlan> ToPlan(CommitPlanRecord record)
    {
        try
        {
            return record.ToPlan(_blobs.Read);
        }
        catch (JsonException e)
        {
            return new Failure(
                "journal.damaged",
                $"Commit {record.Id} cannot be read from the journal: {e.Message}",
                $"Compare these files with version control: {string.Join(", ", record.Steps.Select(s => s.Path))}.");
        }
    }

    /// <summary>The turn as it stands now that nobody may be at work on it.</summary>
    private TurnRecord Settle(TurnRecord turn) =>
        _abandoned && turn.Status == TurnStatus.Running
            ? turn with { Status = TurnStatus.Interrupted, CompletedAt = UpdatedAt }
            : turn;

    /// <summary>The proposal as it stands now that nobody may be at work on it.</summary>
    private ProposalRecord Settle(ProposalRecord proposal) => (_abandoned && proposal.Status == ProposalStatus.Running, proposal.Files) switch
    {
        (false, _) => proposal,
        (true, []) => proposal with { Status = ProposalStatus.Failed, Message = "The process ended before the proposal was ready." },

        // What a task had done by then can be had.
        _ => proposal with
        {
            Status = ProposalStatus.Ready,
            Verdict = VerdictRecord.From(Verdict.Unverified("the process ended before the change was finished and checked")),
        },
    };

    private void Take(RecordLine.Part part, int fileLength)
    {
        if (part.Record is not { } bytes)
        {
            var atEnd = part.Offset + part.Length == fileLength;
            if (!atEnd || _abandoned)
            {
                _damage.Add(new JournalDamage(part.Offset, part.Length, atEnd, atEnd ? "The last record is not whole." : "Damaged."));
            }

            return;
        }

        End = part.Offset + part.Length;
        try
        {
            if (Parse(bytes) is { } record)
            {
                Take(record);
            }
        }
        catch (JsonException e)
        {
            _damage.Add(new JournalDamage(part.Offset, part.Length, AtEnd: false, $"A record makes no sense: {e.Message}"));
        }
    }

    private static JournalRecord? Parse(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        if (document.RootElement is not { ValueKind: JsonValueKind.Object } root
            || !root.TryGetProperty("kind", out var kind)
            || kind.ValueKind != JsonValueKind.String)
        {
            throw new JsonException("It has no kind.");
        }

        var type = JournalJson.Plain.JournalRecord;
        var known = type.PolymorphismOptions!.DerivedTypes.Any(d => kind.ValueEquals((string)d.TypeDiscriminator!));
        return known ? root.Deserialize(type) : null;
    }

    private void Take(JournalRecord record)
    {
        switch (record)
        {
            case JournalRecord.Header r:
                Format = r.Version;
                Head ??= new JournalRecord.ThreadState(r.At, r.Title, r.Folder, r.At, Archived: false);
                break;
            case JournalRecord.Opened r:
                LastWriter = r;
                return;
            case JournalRecord.ThreadState r:
                Head = r;
                break;
            case JournalRecord.TurnState r:
                See(r.Turn.Id);
                _turns[r.Turn.Id] = r.Turn;
                break;
            case JournalRecord.ItemState r:
                var item = r.Item.ToItem();
                See(r.TurnId);
                Place(_items.TryGetValue(r.TurnId, out var items) ? items : _items[r.TurnId] = [], item);
                break;
            case JournalRecord.ProposalState r:
                Proposals[r.Proposal.Id] = r.Proposal;
                break;
            case JournalRecord.Conversation r:
                Conversation.AddRange(r.Items.Each(i => i.ToItem()));
                break;
            case JournalRecord.Exchange r:
                Exchanges.Add((r.TurnId, r.Value));
                break;
            case JournalRecord.Accepted r:
                var hunks = r.HunkIds.Each(id => id);
                Acceptances[r.UndoToken] = new Acceptance(ThreadId, r.ProposalId, hunks, r.UndoToken, r.Target, r.PlanId);
                break;
            case JournalRecord.Undone r when Acceptances.TryGetValue(r.UndoToken, out var acceptance):
                Acceptances[r.UndoToken] = acceptance with { Undone = true };
                break;
            case JournalRecord.CommitBegun r:
                Commits[r.Plan.Id] = r.Plan;
                Unfinished[r.Plan.Id] = r.Plan;
                break;
            case JournalRecord.CommitEnded r:
                Unfinished.Remove(r.PlanId);
                break;
        }

        UpdatedAt = record.At > UpdatedAt ? record.At : UpdatedAt;
    }

    private void See(string turnId)
    {
        if (!_turns.ContainsKey(turnId) && !_items.ContainsKey(turnId))
        {
            _turnOrder.Add(turnId);
        }
    }

    private static void Place(List<Item> items, Item item)
    {
        var at = items.FindIndex(i => i.Id == item.Id);
        if (at < 0)
        {
            items.Add(item);
        }
        else
        {
            items[at] = item;
        }
    }
}
