using System.Collections.Immutable;
using CodexLsp.Engine.Edits;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>What commands changed in a checkout beyond the turn's own edits.</summary>
/// <param name="Changes">Text files that git does not ignore, placed on the view of the edits.</param>
/// <param name="LeftOut">What was changed and may not come back, a sentence each.</param>
public sealed record CommandChanges(ChangeSet Changes, ImmutableArray<string> LeftOut);
