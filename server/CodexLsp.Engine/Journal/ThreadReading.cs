using System.Collections.Immutable;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Engine.Journal;

/// <summary>A thread as it was read.</summary>
/// <param name="Thread">The thread, as far as it could be read.</param>
/// <param name="Damage">What could not be read; empty nearly always.</param>
public sealed record ThreadReading(CodexThread Thread, ImmutableArray<JournalDamage> Damage);
