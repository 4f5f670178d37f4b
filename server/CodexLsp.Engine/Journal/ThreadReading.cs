using System.Collections.Immutable;
using CodexLsp.Engine.Context;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Engine.Journal;

/// <summary>A thread as it was read.</summary>
/// <param name="Thread">The thread, as far as it could be read.</param>
/// <param name="Damage">What could not be read; empty nearly always.</param>
public sealed record ThreadReading(CodexThread Thread, ImmutableArray<JournalDamage> Damage)
{
    /// <summary>What was said with the model, oldest first.</summary>
    internal IReadOnlyList<ModelItem> Conversation { get; init; } = [];

    /// <summary>The model that was asked last; null when none was.</summary>
    internal string? Model { get; init; }

    /// <summary>The tokens the model takes; null when that is not known.</summary>
    public int? Window => Model is { } model ? ModelCatalog.Find(model)?.ContextWindow : null;

    /// <summary>The tokens of it the conversation takes, by estimate.</summary>
    public long Used => Conversation.Sum(item => (long)TokenEstimate.Of(item.Words));
}
