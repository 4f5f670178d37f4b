using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.FileGraph;

/// <summary>A file as a walk found it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Length">Its bytes on disk; 0 when it is not there.</param>
/// <param name="Written">When it was last written, in ticks; 0 when it is not there.</param>
/// <param name="Buffer">Its text when an editor or the turn has it.</param>
internal readonly record struct ListedFile(AbsolutePath Path, long Length, long Written, SourceText? Buffer);
