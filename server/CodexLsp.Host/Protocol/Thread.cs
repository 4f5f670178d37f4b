using System.Text.Json.Serialization;

namespace CodexLsp.Host.Protocol;

/// <summary>Turns that belong together.</summary>
internal sealed record Thread(
    string Id, string Title, string Cwd, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, bool Archived, IReadOnlyList<Turn> Turns);

/// <summary>A thread without its turns.</summary>
internal sealed record ThreadInfo(string Id, string Title, string Cwd, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, bool Archived);

/// <summary>One thing a user started and what came of it.</summary>
internal sealed record Turn(
    string Id,
    TurnMode Mode,
    TurnStatus Status,
    DateTimeOffset StartedAt,
    DateTimeOffset? CompletedAt,
    IReadOnlyList<Item> Items,
    Usage Usage,
    string? ProposalId,
    Error? Error);

/// <summary>What a turn is for.</summary>
[JsonConverter(typeof(WireEnum<TurnMode>))]
internal enum TurnMode
{
    Chat,
    Edit,
    Task,
}

/// <summary>Where a turn stands.</summary>
[JsonConverter(typeof(WireEnum<TurnStatus>))]
internal enum TurnStatus
{
    Running,
    Completed,
    Interrupted,
    Failed,
    Partial,
}

/// <summary>One thing that happened in a turn.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(UserMessage), "userMessage")]
[JsonDerivedType(typeof(AgentMessage), "agentMessage")]
[JsonDerivedType(typeof(Reasoning), "reasoning")]
[JsonDerivedType(typeof(Proposed), "fileChange")]
[JsonDerivedType(typeof(Verified), "verification")]
[JsonDerivedType(typeof(Failed), "error")]
internal abstract record Item(string Id, ItemStatus Status)
{
    /// <summary>What the user said and attached.</summary>
    internal sealed record UserMessage(string Id, ItemStatus Status, IReadOnlyList<Input> Input) : Item(Id, Status);

    /// <summary>What the model said.</summary>
    internal sealed record AgentMessage(string Id, ItemStatus Status, string Text) : Item(Id, Status);

    /// <summary>The model's summary of its reasoning.</summary>
    internal sealed record Reasoning(string Id, ItemStatus Status, string Summary) : Item(Id, Status);

    /// <summary>A proposal was made.</summary>
    internal sealed record Proposed(string Id, ItemStatus Status, string ProposalId) : Item(Id, Status);

    /// <summary>The compiler spoke.</summary>
    internal sealed record Verified(string Id, ItemStatus Status, Verification Verification) : Item(Id, Status);

    /// <summary>Something went wrong.</summary>
    internal sealed record Failed(string Id, ItemStatus Status, Error Error) : Item(Id, Status);
}

/// <summary>Where an item stands.</summary>
[JsonConverter(typeof(WireEnum<ItemStatus>))]
internal enum ItemStatus
{
    Running,
    Completed,
    Failed,
    Declined,
}

/// <summary>A part of what a user gives to a turn.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Words), "text")]
[JsonDerivedType(typeof(File), "file")]
[JsonDerivedType(typeof(Symbol), "symbol")]
[JsonDerivedType(typeof(Found), "diagnostic")]
internal abstract record Input
{
    /// <summary>Words.</summary>
    internal sealed record Words(string Text) : Input;

    /// <summary>A file or a part of it.</summary>
    internal sealed record File(string Uri, Range? Range = null) : Input;

    /// <summary>A symbol by name.</summary>
    internal sealed record Symbol(string Name, string? Uri = null, Range? Range = null) : Input;

    /// <summary>Something a compiler said.</summary>
    internal sealed record Found(string Uri, Range Range, string Code, string Message) : Input;
}

/// <summary>Params of <c>codex/thread/list</c>.</summary>
internal sealed record ThreadListParams(string? Cursor = null, int? Limit = null, string? Search = null, bool? Archived = null);

/// <summary>The answer to <c>codex/thread/list</c>.</summary>
internal sealed record ThreadListResult(IReadOnlyList<ThreadInfo> Threads, string? NextCursor = null);

/// <summary>Params of <c>codex/thread/read</c>.</summary>
internal sealed record ThreadReadParams(string ThreadId);

/// <summary>Params of <c>codex/turn/started</c> and <c>codex/turn/completed</c>.</summary>
internal sealed record TurnParams(string ThreadId, Turn Turn);

/// <summary>Params of <c>codex/item/started</c> and <c>codex/item/completed</c>.</summary>
internal sealed record ItemParams(string ThreadId, string TurnId, Item Item);

/// <summary>Params of <c>codex/item/delta</c>.</summary>
internal sealed record ItemDeltaParams(string ThreadId, string TurnId, string ItemId, string Text);
