namespace CodexLsp.Engine.FileGraph.TypeScript;

/// <summary>A token of TypeScript or JavaScript.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Its first character.</param>
/// <param name="End">The one after its last.</param>
/// <param name="StartsLine">Whether a line break stands before it.</param>
internal readonly record struct TypeScriptToken(TypeScriptTokenKind Kind, int Start, int End, bool StartsLine);

/// <summary>The kinds of tokens, as far as declarations need them told apart.</summary>
internal enum TypeScriptTokenKind : byte
{
    /// <summary>An identifier, a keyword or a private name.</summary>
    Name,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string in quotes.</summary>
    Text,

    /// <summary>A part of a template without its holes.</summary>
    Template,

    /// <summary>A regular expression.</summary>
    Expression,

    /// <summary>One character of punctuation, or one of <c>=&gt;</c>, <c>...</c>, <c>?.</c>, <c>++</c>, <c>--</c>.</summary>
    Punctuation,

    /// <summary>Text or attributes in JSX.</summary>
    Markup,
}
