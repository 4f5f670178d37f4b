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

/// <summary>Params of <c>codex/thread/start</c>; the folder is one of the workspace's, or lies in one.</summary>
internal sealed record ThreadStartParams(string? Title = null, string? Cwd = null);

/// <summary>Params of <c>codex/thread/resume</c> and <c>codex/thread/delete</c>.</summary>
internal sealed record ThreadParams(string ThreadId);

/// <summary>Params of <c>codex/thread/rename</c>.</summary>
internal sealed record ThreadRenameParams(string ThreadId, string Title);

/// <summary>Params of <c>codex/thread/archive</c>.</summary>
internal sealed record ThreadArchiveParams(string ThreadId, bool Archived);

/// <summary>Params of <c>codex/thread/usage</c>: what the thread cost so far, the tokens its model takes, and how many of them it uses.</summary>
internal sealed record ThreadUsageParams(string ThreadId, Usage Usage, int? Window, long Used);
