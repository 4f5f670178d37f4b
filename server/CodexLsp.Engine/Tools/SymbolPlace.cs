using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Tools;

/// <summary>A place in a file that declares or uses a name.</summary>
/// <param name="Name">The name as it is written there.</param>
/// <param name="Kind">In the language's own word: <c>class</c>, <c>method</c>, <c>function</c>; <c>reference</c> for a use.</param>
/// <param name="Container">What it stands in: the type of a member, the member that has the use; null at the top of a file.</param>
/// <param name="Signature">The declaration on one line without its body; for a use the line it stands in.</param>
/// <param name="Path">The file.</param>
/// <param name="Range">The whole declaration, or the name that is used; zero-based lines, utf-16 columns.</param>
public sealed record SymbolPlace(string Name, string Kind, string? Container, string Signature, AbsolutePath Path, LinePositionSpan Range)
{
    /// <summary>The <see cref="Kind"/> of a use.</summary>
    public const string Reference = "reference";
}
