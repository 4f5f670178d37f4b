using System.Collections.Immutable;
using CodexLsp.Engine;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Processes;
using Microsoft.CodeAnalysis;

namespace CodexLsp.CSharp.Loading;

/// <summary>
/// Loads a solution or project file into an immutable Roslyn solution: MSBuild is asked in a process of its own, or not at all
/// while its last answer still holds. Whatever cannot be loaded is said in the result; nothing is thrown for it.
/// </summary>
/// <param name="launcher">Starts <c>dotnet</c>.</param>
/// <param name="locator">Finds <c>dotnet</c>.</param>
/// <param name="time">The clock.</param>
public sealed class SolutionLoader(ProcessLauncher launcher, DotnetLocator locator, TimeProvider time)
{
    private readonly MetadataReferenceCache _metadata = new();
    private readonly AnalyzerAssemblyLoader _assemblies = new();

    /// <summary>Loads it.</summary>
    /// <param name="path">A <c>.slnx</c>, <c>.sln</c> or <c>.csproj</c> file.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Hears what is being done; may be null.</param>
    /// <param name="cancellationToken">Ends the load and its process.</param>
    public async Task<LoadedSolution> LoadAsync(
        AbsolutePath path, LoadOptions options, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        if (!options.Trusted)
        {
            return Nothing(path, LoadFailure.NotTrusted());
        }

        var solution = SolutionFile.Read(path);
        if (solution.Failure is { } unreadable)
        {
            return Nothing(path, unreadable);
        }

        if (solution.Projects.IsEmpty)
        {
            return Nothing(path, LoadFailure.NoProjects(path));
        }

        return locator.Find(options.Dotnet) switch
        {
            DotnetLocation.Found dotnet => await LoadAsync(solution, dotnet, options, progress, cancellationToken),
            DotnetLocation.Missing missing => Nothing(path, LoadFailure.DotnetMissing(missing.Message)),
            _ => throw new InvalidOperationException("It is found or missing."),
        };
    }

    private async Task<LoadedSolution> LoadAsync(
        SolutionFile solution, DotnetLocation.Found dotnet, LoadOptions options, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        var path = solution.Path;
        var cache = options.CacheFolder is { } folder ? new SolutionCache(folder) : null;
        var known = cache is null ? null : await ReadCacheAsync(cache, solution, dotnet, options, cancellationToken);
        if (known is { } hit)
        {
            return Build(solution, hit.Projects, [], hit.Inputs, options, fromCache: true, cancellationToken);
        }

        var startedAt = time.GetUtcNow();
        progress?.Report(new($"Asking MSBuild about {solution.Projects.Length} projects of {path.Name}"));
        var answer = await new DesignTimeBuild(launcher).RunAsync(solution, dotnet, options, cancellationToken);
        if (answer.Failure is { } failure)
        {
            return Nothing(path, failure) with { Inputs = ProjectInputs.Of(solution, [], cancellationToken) };
        }

        progress?.Report(new($"Loading {path.Name}"));
        var projects = CompilerInvocation.ParseAll(answer.Projects);
        var inputs = ProjectInputs.Of(solution, answer.Projects, cancellationToken);
        if (cache is not null && inputs.IsBounded && answer.Errors.IsEmpty && !ChangedSince(startedAt, inputs))
        {
            var fingerprint = InputFingerprint.Of(inputs, projects, dotnet, options, cancellationToken);
            await cache.WriteAsync(new(path.Value, fingerprint, answer.Projects), cancellationToken);
        }

        return Build(solution, projects, answer.Errors, inputs, options, fromCache: false, cancellationToken);
    }

    private static async Task<(ImmutableArray<CompilerInvocation> Projects, ProjectInputs Inputs)?> ReadCacheAsync(
        SolutionCache cache, SolutionFile solution, DotnetLocation.Found dotnet, LoadOptions options, CancellationToken cancellationToken)
    {
        if (await cache.ReadAsync(solution.Path, cancellationToken) is not { } answer)
        {
            return null;
        }

        var inputs = ProjectInputs.Of(solution, answer.Projects, cancellationToken);
        var projects = CompilerInvocation.ParseAll(answer.Projects);
        return InputFingerprint.Of(inputs, projects, dotnet, options, cancellationToken) == answer.Fingerprint ? (projects, inputs) : null;
    }

    /// <summary>Whether MSBuild may have seen another state of the disk than the one the fingerprint would be taken of.</summary>
    private static bool ChangedSince(DateTimeOffset start, ProjectInputs inputs) =>
        inputs.Files.Concat(inputs.Sources).Any(f => File.Exists(f.Value) && File.GetLastWriteTimeUtc(f.Value) >= start.UtcDateTime);

    private LoadedSolution Build(
        SolutionFile file,
        ImmutableArray<CompilerInvocation> invocations,
        ImmutableArray<BuildError> errors,
        ProjectInputs inputs,
        LoadOptions options,
        bool fromCache,
        CancellationToken cancellationToken)
    {
        var notes = new AnalyzerNotes();
        var builder = new SolutionBuilder(_metadata, new AnalyzerReferences(_assemblies, notes), options.Analyzers);
        var (solution, projects) = builder.Build(file, invocations, errors, cancellationToken);
        return new(file.Path, solution, projects, [], inputs, notes, fromCache);
    }

    private static LoadedSolution Nothing(AbsolutePath path, Failure failure) =>
        new(path, new AdhocWorkspace().CurrentSolution, [], [failure], ProjectInputs.Nothing, new(), FromCache: false);
}
