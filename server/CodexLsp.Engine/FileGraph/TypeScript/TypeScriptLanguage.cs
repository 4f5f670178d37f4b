using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.FileGraph.TypeScript;

/// <summary>TypeScript and JavaScript: how their files are read, and which file an import means.</summary>
internal sealed class TypeScriptLanguage : ISourceLanguage
{
    private static readonly string[] Extensions = [".ts", ".tsx", ".d.ts", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

    // An import names the file that is made; what it is made of is nearer to who reads.
    private static readonly Dictionary<string, string[]> Sources = new(StringComparer.Ordinal)
    {
        [".js"] = [".ts", ".tsx", ".d.ts", ".js"],
        [".jsx"] = [".tsx", ".jsx"],
        [".mjs"] = [".mts", ".mjs"],
        [".cjs"] = [".cts", ".cjs"],
    };

    /// <inheritdoc/>
    public bool Reads(AbsolutePath path) => path.Extension is ".ts" or ".tsx" or ".mts" or ".cts" or ".js" or ".jsx" or ".mjs" or ".cjs";

    /// <inheritdoc/>
    public SourceFile Read(AbsolutePath path, string text) => TypeScriptReader.Read(text, HasMarkup(path));

    /// <inheritdoc/>
    public IEnumerable<TextSpan> Identifiers(AbsolutePath path, string text) =>
        TypeScriptLexer.Lex(text, HasMarkup(path)).Where(t => t.Kind == TypeScriptTokenKind.Name).Select(t => TextSpan.FromBounds(t.Start, t.End));

    /// <inheritdoc/>
    public bool IsSelf(string name) => name is "this" or "super";

    /// <inheritdoc/>
    public IEnumerable<AbsolutePath> Candidates(AbsolutePath from, Import import, AbsolutePath workspace, Func<AbsolutePath, SourceText?> read)
    {
        var module = import.Module;
        if (module.Length == 0 || module.Contains('\0', StringComparison.Ordinal) || from.Parent is not { } folder)
        {
            return [];
        }

        return module[0] == '.' ? Files(folder.Append(module)) : TypeScriptPaths.Of(folder, workspace, read).Places(module).SelectMany(Files);
    }

    private static IEnumerable<AbsolutePath> Files(AbsolutePath place)
    {
        if (Sources.TryGetValue(place.Extension, out var sources))
        {
            var stem = place.Value[..^place.Extension.Length];
            return sources.Select(e => new AbsolutePath(stem + e));
        }

        return [place, .. Extensions.Select(e => new AbsolutePath(place.Value + e)), .. Extensions.Select(e => place.Append("index" + e))];
    }

    // In a .ts file a "<" where an operand is expected casts.
    private static bool HasMarkup(AbsolutePath path) => path.Extension is ".tsx" or ".jsx" or ".js";
}
