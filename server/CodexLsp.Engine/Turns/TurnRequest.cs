using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Tools;

namespace CodexLsp.Engine.Turns;

/// <summary>A question or a task a user gave to a thread.</summary>
public sealed record TurnRequest
{
    /// <summary>The thread; nobody else writes it meanwhile.</summary>
    public required string ThreadId { get; init; }

    /// <summary>A question or a task; edits have their own request.</summary>
    public required TurnMode Mode { get; init; }

    /// <summary>The user's words and what they attached.</summary>
    public required ImmutableArray<Input> Input { get; init; }

    /// <summary>What the user saw when they asked.</summary>
    public required Snapshot Snapshot { get; init; }

    /// <summary>The workspace folder; the model's paths are relative to it.</summary>
    public required AbsolutePath Folder { get; init; }

    /// <summary>The model that is asked, or why none can be: then the turn ends with that.</summary>
    public required Outcome<TurnModel> Model { get; init; }

    /// <summary>What the tools work with.</summary>
    public required ToolPorts Ports { get; init; }

    /// <summary>The most it may take.</summary>
    public Budget Budget { get; init; } = Budget.None;

    /// <summary>What it may do without asking.</summary>
    public ApprovalMode Approval { get; init; }

    /// <summary>What the user said it may do, which the thread's next turn goes on with.</summary>
    public TurnRights Rights { get; init; } = TurnRights.AsConfigured;

    /// <summary>What the user says while it runs.</summary>
    public Steering Steering { get; init; } = new();
}

/// <summary>What came of a turn.</summary>
/// <param name="Turn">As it stands at its end.</param>
/// <param name="Proposal">What it proposes; null when nothing.</param>
public sealed record TurnResult(Turn Turn, Proposal? Proposal);
