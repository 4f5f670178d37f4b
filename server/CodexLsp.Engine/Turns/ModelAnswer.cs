using System.Collections.Immutable;
using CodexLsp.Engine.Models;

namespace CodexLsp.Engine.Turns;

/// <summary>What came of one question to the model.</summary>
/// <param name="Text">What it said.</param>
/// <param name="Items">All of it, as the conversation goes on with it.</param>
/// <param name="Usage">What it cost.</param>
/// <param name="Refusal">The model's words when it declined.</param>
/// <param name="Failure">Why the answer did not come whole.</param>
internal sealed record ModelAnswer(string Text, ImmutableArray<ModelItem> Items, ModelUsage Usage, string? Refusal, Failure? Failure)
{
    /// <summary>The tools it calls, in its order.</summary>
    public ImmutableArray<ModelToolCall> Calls { get; } = [.. Items.OfType<ModelToolCall>()];
}
