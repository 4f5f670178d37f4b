using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.FileGraph.Python;

/// <summary>Python: how its files are read, and which file an import means.</summary>
internal sealed class PythonLanguage : ISourceLanguage
{
    /// <inheritdoc/>
    public bool Reads(AbsolutePath path) => path.Extension is ".py" or ".pyi";

    /// <inheritdoc/>
    public SourceFile Read(AbsolutePath path, string text) => PythonReader.Read(text);

    /// <inheritdoc/>
    public IEnumerable<TextSpan> Identifiers(AbsolutePath path, string text) =>
        PythonLexer.Lex(text).Tokens.Where(t => t.Kind == PythonTokenKind.Name).Select(t => TextSpan.FromBounds(t.Start, t.End));

    /// <inheritdoc/>
    public bool IsSelf(string name) => name is "self" or "cls";

    /// <inheritdoc/>
    public IEnumerable<AbsolutePath> Candidates(AbsolutePath from, Import import, AbsolutePath workspace, Func<AbsolutePath, SourceText?> read)
    {
        var dots = import.Module.Length - import.Module.TrimStart('.').Length;
        var relative = import.Module[dots..].Replace('.', '/');

        // "from package import module" names a file where the package does not declare the name.
        var named = import.Name is null or Import.Everything ? null : relative.Length == 0 ? import.Name : $"{relative}/{import.Name}";
        return Roots(from, dots, workspace).SelectMany(root => Files(root, relative).Concat(named is null ? [] : Files(root, named)));
    }

    // An absolute import is looked for from every folder between the file and the workspace, whichever is on the path when it runs.
    private static IEnumerable<AbsolutePath> Roots(AbsolutePath from, int dots, AbsolutePath workspace)
    {
        var folder = from.Parent;
        if (dots > 0)
        {
            for (var i = 1; i < dots && folder is not null; i++)
            {
                folder = folder.Value.Parent;
            }

            return folder is { } start ? [start] : [];
        }

        List<AbsolutePath> roots = [];
        for (; folder is { } at && at.IsWithin(workspace); folder = at.Parent)
        {
            roots.Add(at);
        }

        return [.. roots, workspace.Append("src")];
    }

    private static IEnumerable<AbsolutePath> Files(AbsolutePath root, string module) => module.Length == 0
        ? [root.Append("__init__.py"), root.Append("__init__.pyi")]
        : [root.Append(module + ".py"), root.Append(module + "/__init__.py"), root.Append(module + ".pyi"), root.Append(module + "/__init__.pyi")];
}
