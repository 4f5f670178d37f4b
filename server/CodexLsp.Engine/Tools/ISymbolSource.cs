using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Verification;

namespace CodexLsp.Engine.Tools;

/// <summary>The port to what a language knows of names. Every answer is about the turn's own view of the files.</summary>
public interface ISymbolSource
{
    /// <summary>Whether this language knows the file.</summary>
    bool Handles(AbsolutePath path);

    /// <summary>Declarations whose name has <paramref name="query"/> in it, whatever its case, the best match first.</summary>
    /// <param name="tree">The files, the turn's edits over them.</param>
    /// <param name="query">A name or a part of one; <c>Type.Member</c> asks for a member of a type.</param>
    /// <param name="most">The most places.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task<ImmutableArray<SymbolPlace>> FindAsync(Overlay tree, string query, int most, CancellationToken cancellationToken);

    /// <summary>What a file declares, in its order, members after their types; nothing for a file that is not there.</summary>
    Task<ImmutableArray<SymbolPlace>> OutlineAsync(Overlay tree, AbsolutePath path, CancellationToken cancellationToken);

    /// <summary>Where the name that is used on a line is declared; nothing when that is outside the workspace, or not known.</summary>
    /// <param name="tree">The files, the turn's edits over them.</param>
    /// <param name="path">The file that uses the name.</param>
    /// <param name="line">Zero-based.</param>
    /// <param name="name">The name, without what it is a member of.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task<ImmutableArray<SymbolPlace>> DefinitionAsync(Overlay tree, AbsolutePath path, int line, string name, CancellationToken cancellationToken);

    /// <summary>Where what a name means on a line is used, the declaration not among them.</summary>
    /// <param name="tree">The files, the turn's edits over them.</param>
    /// <param name="path">The file that has the name.</param>
    /// <param name="line">Zero-based.</param>
    /// <param name="name">The name, without what it is a member of.</param>
    /// <param name="most">The most places.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task<ImmutableArray<SymbolPlace>> ReferencesAsync(
        Overlay tree, AbsolutePath path, int line, string name, int most, CancellationToken cancellationToken);

    /// <summary>What the compiler says of a file, or of everything; null where this language has no compiler here.</summary>
    Task<ImmutableArray<Finding>?> DiagnosticsAsync(Overlay tree, AbsolutePath? path, CancellationToken cancellationToken);
}
