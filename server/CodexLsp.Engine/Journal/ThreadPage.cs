using System.Collections.Immutable;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Engine.Journal;

/// <summary>A part of the list of threads.</summary>
/// <param name="Threads">Without turns, the one that changed last first.</param>
/// <param name="NextCursor">Where the next part begins; null when this was the last.</param>
public sealed record ThreadPage(ImmutableArray<CodexThread> Threads, string? NextCursor);
