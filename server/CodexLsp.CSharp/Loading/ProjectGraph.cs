using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;

namespace CodexLsp.CSharp.Loading;

/// <summary>Which project of the solution stands behind an assembly's path, so that its sources are referenced, not its file.</summary>
internal sealed class ProjectGraph
{
    private readonly Dictionary<AbsolutePath, ProjectId> _byOutput = [];
    private readonly Dictionary<ProjectId, HashSet<ProjectId>> _references = [];

    public ProjectGraph(IEnumerable<CompilerInvocation> projects)
    {
        foreach (var project in projects)
        {
            _references.Add(project.Id, []);
            foreach (var output in project.Outputs)
            {
                _byOutput.TryAdd(output, project.Id);
            }
        }
    }

    /// <summary>
    /// The reference to the project that makes <paramref name="assembly"/>; null when none does, or when it would close a circle.
    /// </summary>
    public ProjectReference? Reference(ProjectId from, AbsolutePath assembly, MetadataReferenceProperties properties)
    {
        if (!_byOutput.TryGetValue(assembly, out var to) || Reaches(to, from))
        {
            return null;
        }

        _references[from].Add(to);
        return new ProjectReference(to, properties.Aliases, properties.EmbedInteropTypes);
    }

    private bool Reaches(ProjectId start, ProjectId end)
    {
        var seen = ImmutableHashSet.CreateBuilder<ProjectId>();
        var open = new Stack<ProjectId>([start]);
        while (open.TryPop(out var at))
        {
            if (at == end)
            {
                return true;
            }

            if (seen.Add(at))
            {
                _references[at].ToList().ForEach(open.Push);
            }
        }

        return false;
    }
}
