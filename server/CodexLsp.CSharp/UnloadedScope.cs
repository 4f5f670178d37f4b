using System.Collections.Immutable;
using CodexLsp.CSharp.Loading;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Verification;

namespace CodexLsp.CSharp;

/// <summary>What a verdict cannot promise because a project is not loaded.</summary>
internal static class UnloadedScope
{
    /// <summary>
    /// The projects that are not loaded and that the change may concern: those it changes files of, and those whose project file
    /// names one of the projects that were compiled.
    /// </summary>
    public static ImmutableArray<ProjectState> Of(Verdict verdict, ChangeSet changes, LoadedSolution loaded)
    {
        var compiled = loaded.Projects.Where(p => verdict.Scope.Projects.Contains(p.Name)).Select(p => p.Path.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. loaded.Projects.Where(p => !p.IsLoaded && (HasFileOf(p, changes) || References(p, compiled)))];
    }

    /// <summary>Turns a verified verdict into an unverified one when projects are missing, and adds the notes of those that are there.</summary>
    public static Verdict Limit(Verdict verdict, LoadedSolution loaded, ImmutableArray<ProjectState> missing)
    {
        var notes = loaded.Projects.Where(p => p.IsLoaded && verdict.Scope.Projects.Contains(p.Name)).SelectMany(p => p.Notes)
            .Concat(loaded.Analyzers.Snapshot());
        verdict = verdict with { Notes = [.. verdict.Notes.Union(notes)] };
        if (missing.IsEmpty)
        {
            return verdict;
        }

        var reason = string.Join(" ", missing.Select(p => $"{p.Failure!.Message} {p.Failure.Next}".TrimEnd()).Distinct());
        return verdict.Status switch
        {
            VerificationStatus.Verified => verdict with { Status = VerificationStatus.Unverified, Reason = reason },
            VerificationStatus.Unverified => verdict with { Reason = $"{verdict.Reason}: {reason}" },
            _ => verdict with { Notes = verdict.Notes.Add(reason) },
        };
    }

    private static bool HasFileOf(ProjectState project, ChangeSet changes) =>
        project.Path.Parent is { } folder && changes.Files.Any(f => f.Path.IsWithin(folder) || f.FinalPath.IsWithin(folder));

    private static bool References(ProjectState project, HashSet<string> compiled) =>
        File.Exists(project.Path.Value)
        && File.ReadAllText(project.Path.Value) is var text
        && compiled.Any(c => text.Contains(c, StringComparison.OrdinalIgnoreCase));
}
