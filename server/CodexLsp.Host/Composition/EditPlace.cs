using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Host.Composition;

/// <summary>A place in a file a user pointed at.</summary>
/// <param name="Snapshot">What they saw.</param>
/// <param name="Folder">The workspace folder.</param>
/// <param name="Path">The file.</param>
/// <param name="Text">Its text in the snapshot.</param>
/// <param name="Selection">What they pointed at, not yet grown to whole lines.</param>
internal sealed record EditPlace(Snapshot Snapshot, AbsolutePath Folder, AbsolutePath Path, SourceText Text, TextSpan Selection);
