using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace CodexLsp.CSharp.Loading;

/// <summary>
/// Which analyzers and generators are left out, and why. They are loaded on first use, so the list grows after the load.
/// </summary>
public sealed class AnalyzerNotes
{
    private readonly ConcurrentDictionary<string, byte> _notes = new();

    /// <summary>A sentence for each, in alphabetical order.</summary>
    public ImmutableArray<string> Snapshot() => [.. _notes.Keys.Order(StringComparer.Ordinal)];

    internal void Add(string note) => _notes.TryAdd(note, 0);
}
