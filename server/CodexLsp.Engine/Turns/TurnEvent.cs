using System.Collections.Immutable;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Models;

namespace CodexLsp.Engine.Turns;

/// <summary>What happens in a turn while it happens.</summary>
/// <param name="ThreadId">The turn's thread.</param>
public abstract record TurnEvent(string ThreadId)
{
    /// <summary>The turn began.</summary>
    public sealed record Started(string ThreadId, Turn Turn) : TurnEvent(ThreadId);

    /// <summary>An item began.</summary>
    public sealed record ItemStarted(string ThreadId, string TurnId, Item Item) : TurnEvent(ThreadId);

    /// <summary>More text of the item that runs.</summary>
    public sealed record ItemDelta(string ThreadId, string TurnId, string ItemId, string Text) : TurnEvent(ThreadId);

    /// <summary>An item ended; it is in the journal.</summary>
    public sealed record ItemCompleted(string ThreadId, string TurnId, Item Item) : TurnEvent(ThreadId);

    /// <summary>An edit reached another stage.</summary>
    public sealed record Stage(string ThreadId, EditStage Reached, int Round) : TurnEvent(ThreadId);

    /// <summary>More of the new lines, without fences or prose: what a preview shows.</summary>
    public sealed record PreviewDelta(string ThreadId, string Text) : TurnEvent(ThreadId);

    /// <summary>A try to reach the model failed; another follows.</summary>
    public sealed record Retrying(string ThreadId, int Attempt, TimeSpan Delay, string Reason) : TurnEvent(ThreadId);

    /// <summary>The change as it stands, its verdict perhaps still to come.</summary>
    public sealed record Proposed(string ThreadId, Proposal Proposal) : TurnEvent(ThreadId);

    /// <summary>The model's plan changed.</summary>
    public sealed record Planned(string ThreadId, string TurnId, ImmutableArray<PlanStep> Steps) : TurnEvent(ThreadId);

    /// <summary>What the turn would change so far, as a unified diff.</summary>
    public sealed record Changed(string ThreadId, string TurnId, string Diff) : TurnEvent(ThreadId);

    /// <summary>The model was asked.</summary>
    /// <param name="ThreadId">The turn's thread.</param>
    /// <param name="Usage">What the thread cost so far.</param>
    /// <param name="Window">The tokens the model takes; null when that is not known.</param>
    /// <param name="Used">The tokens the conversation takes of it.</param>
    public sealed record Spent(string ThreadId, ModelUsage Usage, int? Window, long Used) : TurnEvent(ThreadId);

    /// <summary>The turn ended.</summary>
    public sealed record Completed(string ThreadId, Turn Turn) : TurnEvent(ThreadId);
}

/// <summary>The stages of an edit.</summary>
public enum EditStage
{
    /// <summary>Gathering what the model needs.</summary>
    Context,

    /// <summary>The model writes.</summary>
    Model,

    /// <summary>The answer is read and placed.</summary>
    Apply,

    /// <summary>The compiler judges.</summary>
    Verify,

    /// <summary>The model mends what broke.</summary>
    Repair,
}
