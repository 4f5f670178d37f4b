using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Repair;

/// <summary>A fix that needs no model: its edit is ready.</summary>
/// <param name="Title">Such as <c>Add using System.Text;</c>.</param>
/// <param name="Code">The diagnostic it mends.</param>
/// <param name="Span">Where that was said.</param>
/// <param name="Edits">The changes of the document.</param>
/// <param name="IsPreferred">Whether it is the only right one.</param>
public sealed record ReadyFix(string Title, string Code, TextSpan Span, ImmutableArray<TextChange> Edits, bool IsPreferred);
