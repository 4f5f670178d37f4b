using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.FileGraph;

/// <summary>A line that a search found.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">Zero-based.</param>
/// <param name="Text">The line, cut when it is long.</param>
public sealed record TextMatch(AbsolutePath Path, int Line, string Text);
