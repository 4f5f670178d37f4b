namespace CodexLsp.Engine.Models;

/// <summary>What comes of a question, as it comes.</summary>
public abstract record ModelEvent
{
    private ModelEvent()
    {
    }

    /// <summary>More of the answer's text.</summary>
    public sealed record TextDelta(string Text) : ModelEvent;

    /// <summary>More of the reasoning summary.</summary>
    public sealed record ReasoningDelta(string Text) : ModelEvent;

    /// <summary>A piece of reasoning is whole and can go back to the provider.</summary>
    public sealed record Reasoned(ModelReasoning Reasoning) : ModelEvent;

    /// <summary>The model calls a tool; the arguments are whole. One answer may have several.</summary>
    public sealed record ToolCall(ModelToolCall Call) : ModelEvent;

    /// <summary>The model declined, in its own words. <see cref="Completed"/> still follows.</summary>
    public sealed record Refusal(string Text) : ModelEvent;

    /// <summary>A try failed; another follows after <paramref name="Delay"/>. Nothing of the answer had been shown yet.</summary>
    /// <param name="Attempt">The try that failed, from 1.</param>
    /// <param name="Delay">The wait before the next.</param>
    /// <param name="Reason">The provider's or the network's words.</param>
    public sealed record Retrying(int Attempt, TimeSpan Delay, string Reason) : ModelEvent;

    /// <summary>The answer is whole.</summary>
    /// <param name="Usage">What it cost.</param>
    public sealed record Completed(ModelUsage Usage) : ModelEvent;

    /// <summary>The answer will not come, or not all of it; what came stays valid as far as it goes.</summary>
    /// <param name="Failure">Why, in the provider's own words, and what to do.</param>
    /// <param name="Usage">What it cost so far.</param>
    public sealed record Failed(Failure Failure, ModelUsage Usage) : ModelEvent;
}
