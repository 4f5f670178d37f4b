using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;

namespace CodexLsp.Engine.Turns;

/// <summary>Something a turn may not do by itself, as the user is asked for it.</summary>
public sealed record ApprovalRequest
{
    /// <summary>An action as the user is asked for it: what is shown is made of what will be done.</summary>
    /// <param name="action">What a turn wants to do.</param>
    /// <param name="ask">Why it may not do so by itself.</param>
    /// <param name="id">Unique across restarts.</param>
    /// <param name="threadId">The thread.</param>
    /// <param name="turnId">The turn.</param>
    public static ApprovalRequest For(ProposedAction action, ActionDecision.Ask ask, string id, string threadId, string turnId)
    {
        var command = action as ProposedAction.Command;
        return new ApprovalRequest
        {
            Id = id,
            ThreadId = threadId,
            TurnId = turnId,
            Kind = command switch { null => ApprovalKind.Edit, { Network: true } => ApprovalKind.Network, _ => ApprovalKind.Command },
            Title = action.Title,
            Reason = ask.Reason,
            Risk = ask.Risk,
            Command = command?.Argv ?? [],
            Directory = command?.Directory,
            Hash = action.Hash,
        };
    }

    /// <summary>Unique across restarts.</summary>
    public required string Id { get; init; }

    /// <summary>The thread.</summary>
    public required string ThreadId { get; init; }

    /// <summary>The turn.</summary>
    public required string TurnId { get; init; }

    /// <summary>What kind of action.</summary>
    public required ApprovalKind Kind { get; init; }

    /// <summary>The real action in one line, escaped: what is approved is <see cref="Hash"/>.</summary>
    public required string Title { get; init; }

    /// <summary>Why it is asked.</summary>
    public required string Reason { get; init; }

    /// <summary>How much can go wrong.</summary>
    public required ApprovalRisk Risk { get; init; }

    /// <summary>The exact argv of a command.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>Where a command runs.</summary>
    public AbsolutePath? Directory { get; init; }

    /// <summary>The proposal of an edit.</summary>
    public string? ProposalId { get; init; }

    /// <summary>The host of a network access.</summary>
    public string? Host { get; init; }

    /// <summary>The hash of what is asked for: an approval holds for this and nothing else.</summary>
    public required string Hash { get; init; }
}

/// <summary>What is asked for.</summary>
public enum ApprovalKind
{
    /// <summary>To run a command.</summary>
    Command,

    /// <summary>To write files.</summary>
    Edit,

    /// <summary>To reach a host.</summary>
    Network,

    /// <summary>To touch what is not in the workspace.</summary>
    OutsideWorkspace,

    /// <summary>To call a tool of an MCP server.</summary>
    Mcp,
}

/// <summary>What a user answered.</summary>
/// <param name="Decision">Yes, for how long, or no.</param>
/// <param name="Note">The user's words, for the model.</param>
public sealed record ApprovalAnswer(ApprovalDecision Decision, string? Note = null)
{
    /// <summary>The hunks of an edit that are approved; null for all.</summary>
    public ImmutableArray<string>? HunkIds { get; init; }

    /// <summary>Whether the action may be done.</summary>
    public bool Approved => Decision is not (ApprovalDecision.Deny or ApprovalDecision.Abort);
}

/// <summary>Yes, for how long, or no.</summary>
public enum ApprovalDecision
{
    /// <summary>This once.</summary>
    Approve,

    /// <summary>While this turn runs.</summary>
    ApproveForTurn,

    /// <summary>In this thread.</summary>
    ApproveForThread,

    /// <summary>Always, kept in the user's configuration.</summary>
    ApproveAlways,

    /// <summary>No; the turn goes on without it.</summary>
    Deny,

    /// <summary>No, and the turn ends.</summary>
    Abort,
}
