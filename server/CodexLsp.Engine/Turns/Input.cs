using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Turns;

/// <summary>A part of what a user gives to a turn.</summary>
public abstract record Input
{
    private Input()
    {
    }

    /// <summary>Words.</summary>
    public sealed record Text(string Value) : Input;

    /// <summary>A file or a part of it.</summary>
    public sealed record File(AbsolutePath Path, LinePositionSpan? Range) : Input;

    /// <summary>A symbol by name, and perhaps where it is.</summary>
    public sealed record Symbol(string Name, AbsolutePath? Path, LinePositionSpan? Range) : Input;

    /// <summary>Something a compiler said.</summary>
    public sealed record Diagnostic(AbsolutePath Path, LinePositionSpan Range, string Code, string Message) : Input;
}
