namespace CodexLsp.Engine.FileGraph.Python;

/// <summary>A token of Python.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Its first character.</param>
/// <param name="End">The one after its last.</param>
internal readonly record struct PythonToken(PythonTokenKind Kind, int Start, int End);

/// <summary>A logical line: a statement, or the head of a compound one.</summary>
/// <param name="First">Its first token.</param>
/// <param name="End">The one after its last.</param>
/// <param name="Indent">In columns, a tab to the next multiple of eight.</param>
internal readonly record struct PythonLine(int First, int End, int Indent);

/// <summary>The kinds of tokens, as far as declarations need them told apart.</summary>
internal enum PythonTokenKind : byte
{
    /// <summary>An identifier or a keyword.</summary>
    Name,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string, its prefix included.</summary>
    Text,

    /// <summary>One character of punctuation, or one of <c>==</c>, <c>!=</c>, <c>&lt;=</c>, <c>&gt;=</c>, <c>:=</c>, <c>-&gt;</c>.</summary>
    Punctuation,
}
