using CodexLsp.CSharp.Loading;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;

namespace CodexLsp.CSharp;

/// <summary>A file as a document of a solution, with what the user has open over it.</summary>
/// <param name="Document">In the project of its that most others build on.</param>
/// <param name="Unbound">Why not even the framework's references are known, so that names of other files bind to nothing; null when they are.</param>
/// <param name="IsInSolution">Whether a project that is loaded has the file, so that what the compiler says of it is what a build says.</param>
internal sealed record DocumentOfFile(Document Document, string? Unbound, bool IsInSolution)
{
    /// <summary>Whether at least the framework's references are known.</summary>
    public bool IsBound => Unbound is null;

    /// <summary>Finds it in its solution, else alone; waits while the solution is loading.</summary>
    public static async Task<DocumentOfFile> FindAsync(
        CSharpWorkspace workspace, Snapshot snapshot, AbsolutePath path, CancellationToken cancellationToken)
    {
        var home = await workspace.FindAsync(snapshot, path, cancellationToken);
        if (home is SolutionOfFile.Ready ready)
        {
            var solution = await workspace.WithOpenBuffersAsync(ready.Loaded, snapshot, cancellationToken);
            if (Principal(solution, path.Value) is { } document)
            {
                return new DocumentOfFile(document, Unbound: null, IsInSolution: true);
            }
        }

        var references = home is SolutionOfFile.Loose loose ? loose.References : [];
        var unbound = home switch
        {
            SolutionOfFile.Loose => references.IsEmpty ? "no .NET SDK was found" : null,
            SolutionOfFile.Ready solution => $"no project of {solution.Loaded.Path.Name} has {path.Name}",
            SolutionOfFile.Unavailable unavailable => unavailable.Reason,
            _ => throw new InvalidOperationException("An unknown state of the solution."),
        };
        var alone = LooseFileProject.Create([path], references);
        var file = Principal(alone, path.Value)!;
        return new DocumentOfFile(snapshot.Find(path) is { } open ? file.WithText(open.Text) : file, unbound, IsInSolution: false);
    }

    /// <summary>Of a file's documents the one of the framework that most other projects build on; null when no project has the file.</summary>
    public static Document? Principal(Solution solution, string path)
    {
        var graph = solution.GetProjectDependencyGraph();
        return solution.GetDocumentIdsWithFilePath(path).Select(id => solution.GetDocument(id)).OfType<Document>()
            .MaxBy(d => graph.GetProjectsThatTransitivelyDependOnThisProject(d.Project.Id).Count());
    }
}
