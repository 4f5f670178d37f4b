using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Verification;

/// <summary>Collects diagnostics of several projects as findings; what several projects say of one place is one finding.</summary>
internal sealed class FindingList
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Finding, SortedSet<string>> _projects = [];

    /// <summary>Adds what was said of a project.</summary>
    public void Add(Project project, IEnumerable<Diagnostic> diagnostics)
    {
        lock (_lock)
        {
            foreach (var diagnostic in diagnostics)
            {
                var finding = FindingOf(project, diagnostic);
                if (!_projects.TryGetValue(finding, out var names))
                {
                    _projects.Add(finding, names = new SortedSet<string>(StringComparer.Ordinal));
                }

                names.Add(project.Name);
            }
        }
    }

    /// <summary>Errors first, then by file and place.</summary>
    public ImmutableArray<Finding> ToImmutable()
    {
        lock (_lock)
        {
            return [.. _projects.Select(p => p.Key with { Project = string.Join(", ", p.Value) })
                .OrderBy(f => f.Severity).ThenBy(f => f.Path).ThenBy(f => f.Range.Start).ThenBy(f => f.Code, StringComparer.Ordinal)];
        }
    }

    private static Finding FindingOf(Project project, Diagnostic diagnostic) => new(
        PathOf(project, diagnostic),
        diagnostic.Location.IsInSource ? diagnostic.Location.GetLineSpan().Span : default(LinePositionSpan),
        diagnostic.Severity switch
        {
            DiagnosticSeverity.Error => FindingSeverity.Error,
            DiagnosticSeverity.Warning => FindingSeverity.Warning,
            _ => FindingSeverity.Info,
        },
        diagnostic.Id,
        DiagnosticDelta.MessageOf(diagnostic));

    /// <summary>The file it was said of; what concerns no file is said of the project's. Generated files have paths relative to it.</summary>
    private static AbsolutePath PathOf(Project project, Diagnostic diagnostic)
    {
        var home = project.FilePath ?? Path.Combine(Path.GetTempPath(), project.Name + ".csproj");
        var path = diagnostic.Location.SourceTree?.FilePath;
        return new AbsolutePath(string.IsNullOrEmpty(path) ? home : Path.GetFullPath(path, Path.GetDirectoryName(home)!));
    }
}
