using System.Collections.Immutable;
using CodexLsp.Engine.Models;

namespace CodexLsp.Engine.Turns;

/// <summary>One thing a user started and what came of it.</summary>
public sealed record Turn
{
    /// <summary>Unique across restarts.</summary>
    public required string Id { get; init; }

    /// <summary>What kind of turn.</summary>
    public required TurnMode Mode { get; init; }

    /// <summary>Where it stands.</summary>
    public required TurnStatus Status { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>UTC; null while it runs.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>What happened, in order.</summary>
    public ImmutableArray<Item> Items { get; init; } = [];

    /// <summary>What it cost.</summary>
    public ModelUsage Usage { get; init; } = ModelUsage.None;

    /// <summary>The proposal it ended in.</summary>
    public string? ProposalId { get; init; }

    /// <summary>What the user said it may do.</summary>
    public TurnRights Rights { get; init; } = TurnRights.AsConfigured;

    /// <summary>Why it failed.</summary>
    public Failure? Error { get; init; }
}

/// <summary>What a turn is for; it only chooses instructions, tools and budget.</summary>
public enum TurnMode
{
    /// <summary>A question.</summary>
    Chat,

    /// <summary>An edit of a selection.</summary>
    Edit,

    /// <summary>A task of several steps.</summary>
    Task,
}

/// <summary>Where a turn stands.</summary>
public enum TurnStatus
{
    /// <summary>At work.</summary>
    Running,

    /// <summary>Done.</summary>
    Completed,

    /// <summary>Stopped by the user, or by the end of the process.</summary>
    Interrupted,

    /// <summary>Ended by an error.</summary>
    Failed,

    /// <summary>Stopped by a budget with part of the result.</summary>
    Partial,
}
