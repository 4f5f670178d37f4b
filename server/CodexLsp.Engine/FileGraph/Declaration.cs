using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.FileGraph;

/// <summary>Something a file declares.</summary>
/// <param name="Name">Its name; <c>default</c> for a default export without one.</param>
/// <param name="Kind">In the language's word: <c>function</c>, <c>class</c>, <c>method</c>, <c>property</c>, <c>interface</c>.</param>
/// <param name="Container">The type or namespace it is a member of, with those around it (<c>Outer.Inner</c>); null at the top.</param>
/// <param name="Signature">Itself on one line without its body.</param>
/// <param name="Span">All of it, decorators and modifiers included.</param>
/// <param name="NameStart">Where the name stands; where it would, when there is none.</param>
/// <param name="IsExported">Whether other files can import it by <paramref name="Name"/>.</param>
internal sealed record Declaration(string Name, string Kind, string? Container, string Signature, TextSpan Span, int NameStart, bool IsExported = false)
{
    /// <summary>The name with its container.</summary>
    public string FullName => Container is null ? Name : $"{Container}.{Name}";
}
