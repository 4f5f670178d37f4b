using System.Text.Json.Serialization;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Journal.Records;

/// <summary>
/// One record of a thread's journal, format <see cref="Format"/>. Every field is always there, null included; one that is added
/// later has a default. What a kind means never changes. A reader skips kinds it does not know. Where a kind says "the last one
/// holds", an earlier record of the same id is replaced.
/// </summary>
/// <param name="At">When it was written, UTC.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Header), "journal")]
[JsonDerivedType(typeof(Opened), "opened")]
[JsonDerivedType(typeof(ThreadState), "thread")]
[JsonDerivedType(typeof(TurnState), "turn")]
[JsonDerivedType(typeof(ItemState), "item")]
[JsonDerivedType(typeof(ProposalState), "proposal")]
[JsonDerivedType(typeof(Conversation), "conversation")]
[JsonDerivedType(typeof(Exchange), "exchange")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(Undone), "undone")]
[JsonDerivedType(typeof(CommitBegun), "commit")]
[JsonDerivedType(typeof(CommitEnded), "commitEnd")]
internal abstract record JournalRecord(DateTimeOffset At)
{
    /// <summary>The format this code writes, and the newest it reads.</summary>
    public const int Format = 1;

    /// <summary>The first line. Title and folder stand here and in the first <see cref="ThreadState"/>: no one fault loses them.</summary>
    public sealed record Header(
        DateTimeOffset At, [property: JsonPropertyName("format")] int Version, string ThreadId, string Title, AbsolutePath Folder) : JournalRecord(At);

    /// <summary>A process became the writer.</summary>
    public sealed record Opened(DateTimeOffset At, int ProcessId, string ProcessName) : JournalRecord(At);

    /// <summary>What the thread is called and where it belongs. The last one holds.</summary>
    public sealed record ThreadState(
        DateTimeOffset At, string Title, AbsolutePath Folder, DateTimeOffset CreatedAt, bool Archived) : JournalRecord(At);

    /// <summary>A turn without its items. The last one holds.</summary>
    public sealed record TurnState(DateTimeOffset At, TurnRecord Turn) : JournalRecord(At);

    /// <summary>An item of a turn. The last one holds.</summary>
    public sealed record ItemState(DateTimeOffset At, string TurnId, ItemRecord Item) : JournalRecord(At);

    /// <summary>A proposal. The last one holds.</summary>
    public sealed record ProposalState(DateTimeOffset At, ProposalRecord Proposal) : JournalRecord(At);

    /// <summary>The conversation with the model goes on by these items.</summary>
    public sealed record Conversation(DateTimeOffset At, string TurnId, ConversationRecord[] Items) : JournalRecord(At);

    /// <summary>A question to the model, its parts by reference, and what came back.</summary>
    public sealed record Exchange(DateTimeOffset At, string TurnId, ExchangeRecord Value) : JournalRecord(At);

    /// <summary>Hunks of a proposal were written.</summary>
    public sealed record Accepted(
        DateTimeOffset At, string ProposalId, string[] HunkIds, string UndoToken, AcceptanceTarget Target, string? PlanId) : JournalRecord(At);

    /// <summary>An acceptance was taken back.</summary>
    public sealed record Undone(DateTimeOffset At, string UndoToken) : JournalRecord(At);

    /// <summary>A commit is about to change the user's files.</summary>
    public sealed record CommitBegun(DateTimeOffset At, CommitPlanRecord Plan) : JournalRecord(At);

    /// <summary>It ended; without this it was cut short.</summary>
    public sealed record CommitEnded(DateTimeOffset At, string PlanId, Edits.CommitEnd End) : JournalRecord(At);
}
