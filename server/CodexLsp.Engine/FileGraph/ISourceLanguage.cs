using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.FileGraph;

/// <summary>The port to the reader of one language.</summary>
internal interface ISourceLanguage
{
    /// <summary>Whether the file is of this language.</summary>
    bool Reads(AbsolutePath path);

    /// <summary>What a file declares, imports and exports. It takes any text.</summary>
    SourceFile Read(AbsolutePath path, string text);

    /// <summary>Every identifier and keyword of a text, in its order; nothing from strings and comments.</summary>
    IEnumerable<TextSpan> Identifiers(AbsolutePath path, string text);

    /// <summary>
    /// The files that an import may mean, the likeliest first; which of them are there is for the caller to know.
    /// </summary>
    /// <param name="from">The file that imports.</param>
    /// <param name="import">What it imports.</param>
    /// <param name="workspace">The workspace folder of the file.</param>
    /// <param name="read">Gives the text of a file of the workspace, such as a project's settings; null when it is not there.</param>
    IEnumerable<AbsolutePath> Candidates(AbsolutePath from, Import import, AbsolutePath workspace, Func<AbsolutePath, SourceText?> read);

    /// <summary>What the language calls the object a method was called on; a member behind it is one of the type around.</summary>
    bool IsSelf(string name);
}
