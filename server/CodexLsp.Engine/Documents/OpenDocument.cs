using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Documents;

/// <summary>A document an editor has open: its buffer is the truth, whatever the disk says.</summary>
/// <param name="Uri">In the spelling the client opened it with.</param>
/// <param name="Version">The editor's version of <paramref name="Text"/>.</param>
/// <param name="Text">The buffer.</param>
/// <param name="LanguageId">The editor's name of the language, such as <c>csharp</c>.</param>
/// <param name="OutOfStep">Why we no longer know the buffer's text (an unreadable change); null while we do.</param>
public sealed record OpenDocument(DocumentUri Uri, TextVersion Version, SourceText Text, string LanguageId, string? OutOfStep = null);
