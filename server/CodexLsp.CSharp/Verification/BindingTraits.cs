namespace CodexLsp.CSharp.Verification;

/// <summary>The syntax in a document that binds to members without naming them.</summary>
[Flags]
internal enum BindingTraits
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>foreach</c>, spreads and collection expressions: <c>GetEnumerator</c>, <c>Current</c>, <c>MoveNext</c>.</summary>
    Enumeration = 1,

    /// <summary><c>await</c>: <c>GetAwaiter</c> and the awaiter's members.</summary>
    Await = 2,

    /// <summary><c>using</c> (and <c>foreach</c>): <c>Dispose</c>, <c>DisposeAsync</c>.</summary>
    Using = 4,

    /// <summary>Deconstruction and positional patterns.</summary>
    Deconstruction = 8,

    /// <summary>Target-typed <c>new</c>, constructor initializers, <c>with</c>.</summary>
    Creation = 16,

    /// <summary>Collection initializers and collection expressions: <c>Add</c>.</summary>
    CollectionInitializer = 32,

    /// <summary>Element access, ranges and list patterns: indexers, <c>Length</c>, <c>Count</c>, <c>Slice</c>.</summary>
    Index = 64,

    /// <summary>Query expressions: <c>Select</c>, <c>Where</c> and so on.</summary>
    Query = 128,

    /// <summary><c>fixed</c>: <c>GetPinnableReference</c>.</summary>
    Fixed = 256,

    /// <summary>Interpolated strings: handlers' <c>AppendLiteral</c> and <c>AppendFormatted</c>.</summary>
    Interpolation = 512,
}
