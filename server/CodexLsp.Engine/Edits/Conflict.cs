using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Edits;

/// <summary>A hunk whose lines were edited meanwhile.</summary>
/// <param name="Path">The file.</param>
/// <param name="HunkId">The hunk; empty for a deletion, which has none.</param>
/// <param name="Base">The text the hunk was made for.</param>
/// <param name="Ours">What the user made of it.</param>
/// <param name="Theirs">What the hunk would make of it.</param>
public sealed record Conflict(AbsolutePath Path, string HunkId, string Base, string Ours, string Theirs);
