using System.Collections.Immutable;

namespace CodexLsp.CSharp.Verification;

/// <summary>One declaration of a document as other code can see it: everything but its body.</summary>
/// <param name="Container">The namespace and types around it, outermost first, joined by dots.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its simple name; a namespace's is its full name.</param>
/// <param name="Signature">Its tokens without bodies and without initializers nobody else can see; equal signatures are equal to every user.</param>
internal sealed record Declaration(string Container, DeclarationKind Kind, string Name, string Signature)
{
    /// <summary>The simple name of the type around it; its own for a type; empty at the top.</summary>
    public required string Type { get; init; }

    /// <summary>The identifiers in its signature (for a type: in its base list) through which a value of another type reaches its users.</summary>
    public required ImmutableArray<string> Mentions { get; init; }

    /// <summary>What makes a change of it felt beyond those who name it.</summary>
    public required DeclarationTraits Traits { get; init; }

    /// <summary>Declarations are compared by what others can see.</summary>
    public bool Equals(Declaration? other) =>
        other is not null && Kind == other.Kind && Name == other.Name && Container == other.Container && Signature == other.Signature;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Name, Container, Signature);
}

/// <summary>What a <see cref="Declaration"/> declares.</summary>
internal enum DeclarationKind
{
    /// <summary>A namespace.</summary>
    Namespace,

    /// <summary>A class, struct, interface or record: its head only.</summary>
    Type,

    /// <summary>An enumeration with its members.</summary>
    Enum,

    /// <summary>A delegate.</summary>
    Delegate,

    /// <summary>A constructor, or the parameter list of a primary one.</summary>
    Constructor,

    /// <summary>An operator or a conversion.</summary>
    Operator,

    /// <summary>An indexer.</summary>
    Indexer,

    /// <summary>A method, property, field or event.</summary>
    Member,

    /// <summary>A name a global using or alias gives, an attribute of the assembly or module, or top-level statements.</summary>
    Compilation,
}

/// <summary>What makes a change of a declaration felt beyond those who name it.</summary>
[Flags]
internal enum DeclarationTraits
{
    /// <summary>Only those who name it feel it.</summary>
    None = 0,

    /// <summary>Only its own type's documents can see it.</summary>
    Private = 1,

    /// <summary>Derived or implementing types feel it: an interface's, abstract, virtual or override member.</summary>
    Inherited = 2,

    /// <summary>Every use of its type feels it: instance state of a struct, a required member.</summary>
    Shape = 4,

    /// <summary>It is an extension, so that its container is not the type it is used on.</summary>
    Extension = 8,

    /// <summary>A type that collection expressions make with a builder, which is among its mentions.</summary>
    BuiltCollection = 16,

    /// <summary>A type that interpolated strings make.</summary>
    InterpolatedStringHandler = 32,
}
