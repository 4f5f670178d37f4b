using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Host.Composition;

/// <summary>A question or a task as it was asked for, before the configuration says which model does it within which limits.</summary>
internal sealed record TurnOrder
{
    /// <summary>The thread to go on with; null starts one, titled by the words.</summary>
    public string? ThreadId { get; init; }

    /// <summary>A question or a task.</summary>
    public required TurnMode Mode { get; init; }

    /// <summary>The user's words and what they attached.</summary>
    public required ImmutableArray<Input> Input { get; init; }

    /// <summary>What the user saw when they asked.</summary>
    public required Snapshot Snapshot { get; init; }

    /// <summary>The workspace folder; null takes the thread's own.</summary>
    public AbsolutePath? Folder { get; init; }

    /// <summary>The model for this turn alone; null for the configured one.</summary>
    public string? Model { get; init; }

    /// <summary>The effort for this turn alone; null for the configured one.</summary>
    public string? Effort { get; init; }

    /// <summary>The most it may take; what is configured holds beside it.</summary>
    public Budget Budget { get; init; } = Budget.None;

    /// <summary>What the user said it may do.</summary>
    public TurnRights Rights { get; init; } = TurnRights.AsConfigured;

    /// <summary>The command that runs the tests, given on the command line; empty for the configured or detected one.</summary>
    public ImmutableArray<string> TestCommand { get; init; } = [];

    /// <summary>What the user says while it runs.</summary>
    public Steering Steering { get; init; } = new();
}
