using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Documents;

/// <summary>The text of a file at one moment.</summary>
/// <param name="Path">The file.</param>
/// <param name="Text">Its text, without the byte order mark.</param>
/// <param name="Version">The editor's version; null when the text was read from disk.</param>
public sealed record DocumentText(AbsolutePath Path, SourceText Text, TextVersion? Version);
