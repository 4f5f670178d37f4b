using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;

namespace CodexLsp.Engine.Context;

/// <summary>
/// The <c>AGENTS.md</c> files that hold for some files: of the workspace folder first, then of the folders down to each file. They say
/// how people work here; they permit nothing.
/// </summary>
internal static class AgentsFiles
{
    private const string Name = "AGENTS.md";
    private const int MostFiles = 8;
    private const int MostCharacters = 12_000;

    /// <summary>Each file, outermost first, with what a model reads of it: everything hidden in it to be seen, the end cut when it is long.</summary>
    /// <param name="snapshot">What the user sees.</param>
    /// <param name="folder">The workspace folder.</param>
    /// <param name="about">The files the turn is about.</param>
    public static ImmutableArray<(AbsolutePath Path, string Text)> Read(Snapshot snapshot, AbsolutePath folder, IEnumerable<AbsolutePath> about)
    {
        var reads = new ReadPolicy([folder]);
        return
        [
            .. about.Where(f => f.IsWithin(folder)).SelectMany(file => Folders(folder, file)).Prepend(folder).Distinct()
                .Select(f => f.Append(Name))
                .Where(path => reads.Objection(path) is null)
                .Select(path => (Path: path, snapshot.Read(path)?.Text))
                .Where(file => file.Text is { Length: > 0 })
                .Take(MostFiles)
                .Select(file => (file.Path, Shown(file.Text!.ToString()))),
        ];
    }

    /// <summary>A file as it stands in a message.</summary>
    /// <param name="name">Its path from the workspace folder.</param>
    /// <param name="text">What is read of it.</param>
    public static string Block(string name, string text) => $"<conventions file=\"{name}\">\n{text}\n</conventions>\n\n";

    private static IEnumerable<AbsolutePath> Folders(AbsolutePath root, AbsolutePath file)
    {
        var folders = new Stack<AbsolutePath>();
        for (var at = file.Parent; at is { } folder && folder != root && folder.IsWithin(root); at = folder.Parent)
        {
            folders.Push(folder);
        }

        return folders;
    }

    private static string Shown(string text) =>
        HiddenText.Show(text.Length <= MostCharacters ? text : text[..MostCharacters] + $"\n… (cut: {text.Length:N0} characters)").TrimEnd();
}
