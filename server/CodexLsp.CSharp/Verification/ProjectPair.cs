using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace CodexLsp.CSharp.Verification;

/// <summary>One project before and after a change, compiled.</summary>
internal sealed class ProjectPair
{
    private readonly ImmutableDictionary<string, SyntaxTree> _old;
    private readonly ImmutableDictionary<string, SyntaxTree> _new;

    private ProjectPair(Project project, Compilation before, Compilation after)
    {
        Project = project;
        Before = before;
        After = after;
        _old = ByPath(before);
        _new = ReferenceEquals(before, after) ? _old : ByPath(after);
    }

    /// <summary>The project after the change.</summary>
    public Project Project { get; }

    /// <summary>Its compilation before.</summary>
    public Compilation Before { get; }

    /// <summary>Its compilation after.</summary>
    public Compilation After { get; }

    /// <summary>Compiles both sides as far as declarations go; bodies are bound when they are asked for.</summary>
    public static async Task<ProjectPair> CreateAsync(SolutionFork fork, ProjectId id, CancellationToken cancellationToken)
    {
        var after = fork.After.GetProject(id)!;
        return new ProjectPair(
            after,
            await fork.Before.GetProject(id)!.RequireCompilationAsync(cancellationToken),
            await after.RequireCompilationAsync(cancellationToken));
    }

    /// <summary>
    /// The documents that are not the same on both sides: the changed files and whatever generators made of them.
    /// </summary>
    public IEnumerable<(SyntaxTree? Old, SyntaxTree? New)> Changed(ImmutableArray<ChangedFile> files)
    {
        var renamed = files.Where(f => f.Old is not null && f.New is not null && f.Old != f.New).ToList();
        foreach (var file in renamed)
        {
            yield return (_old.GetValueOrDefault(file.Old!.Value.Value), _new.GetValueOrDefault(file.New!.Value.Value));
        }

        var paired = renamed.SelectMany(f => new[] { f.Old!.Value.Value, f.New!.Value.Value }).ToHashSet(StringComparer.Ordinal);
        foreach (var path in _old.Keys.Union(_new.Keys).Where(p => !paired.Contains(p)))
        {
            var (old, @new) = (_old.GetValueOrDefault(path), _new.GetValueOrDefault(path));
            if (!ReferenceEquals(old, @new) && !(old is not null && @new is not null && old.GetText().ContentEquals(@new.GetText())))
            {
                yield return (old, @new);
            }
        }
    }

    /// <summary>A document that is there on both sides, given its side before.</summary>
    public SyntaxTree? Counterpart(SyntaxTree old) => _new.GetValueOrDefault(old.FilePath);

    private static ImmutableDictionary<string, SyntaxTree> ByPath(Compilation compilation)
    {
        var trees = ImmutableDictionary.CreateBuilder<string, SyntaxTree>(StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees)
        {
            trees[tree.FilePath] = tree;
        }

        return trees.ToImmutable();
    }
}

/// <summary>Asks a C# project for its compilation.</summary>
internal static class ProjectCompilation
{
    /// <summary>The compilation; every C# project has one.</summary>
    public static async Task<Compilation> RequireCompilationAsync(this Project project, CancellationToken cancellationToken) =>
        await project.GetCompilationAsync(cancellationToken) ?? throw new InvalidOperationException($"{project.Name} cannot be compiled.");
}
