using System.Collections.Immutable;
using CodexLsp.Engine;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CodexLsp.CSharp.Loading;

/// <summary>Makes the immutable solution of what MSBuild said. Sources are read from disk when they are first needed.</summary>
internal sealed class SolutionBuilder(MetadataReferenceCache metadata, AnalyzerReferences analyzers, AnalyzerMode mode)
{
    /// <summary>Builds it.</summary>
    /// <param name="solution">The file that names the projects.</param>
    /// <param name="all">What MSBuild said of them.</param>
    /// <param name="errors">What MSBuild complained of.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public (Solution Solution, ImmutableArray<ProjectState> Projects) Build(
        SolutionFile solution, ImmutableArray<CompilerInvocation> all, ImmutableArray<BuildError> errors, CancellationToken cancellationToken)
    {
        var states = ImmutableArray.CreateBuilder<ProjectState>();
        var invocations = new List<CompilerInvocation>();
        foreach (var invocation in all)
        {
            if (WhyNot(invocation.Dump, errors) is { } failure)
            {
                states.Add(new(invocation.Dump.Path, invocation.Name, Framework(invocation.Dump), null, failure, []));
            }
            else
            {
                invocations.Add(invocation);
            }
        }

        states.AddRange(solution.Projects.Except(all.Select(i => i.Dump.Path)).Select(p => Unanswered(p, errors)));
        var graph = new ProjectGraph(invocations);
        var infos = new List<ProjectInfo>();
        foreach (var invocation in invocations)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var notes = ImmutableArray.CreateBuilder<string>();
            infos.Add(InfoOf(invocation, graph, notes));
            states.Add(new(invocation.Dump.Path, invocation.Name, Framework(invocation.Dump), invocation.Id, null, notes.ToImmutable()));
        }

        var id = SolutionId.CreateNewId(solution.Path.Name);
        var info = SolutionInfo.Create(id, VersionStamp.Create(), solution.Path.Value, infos);
        return (
            new AdhocWorkspace().AddSolution(info),
            [.. states.OrderBy(s => s.Path).ThenBy(s => s.Framework, StringComparer.Ordinal)]);
    }

    private static string? Framework(ProjectDump dump) => dump.Framework.Length == 0 ? null : dump.Framework;

    private static Failure? WhyNot(ProjectDump dump, ImmutableArray<BuildError> errors) =>
        !dump.IsSdkStyle ? LoadFailure.OldStyle(dump.Path)
        : RestoreFailure(dump) is { } notRestored ? notRestored
        : dump.Arguments.IsEmpty ? FirstError(dump.Path, errors) ?? LoadFailure.NoArguments(dump.Path)
        : null;

    private static ProjectState Unanswered(AbsolutePath project, ImmutableArray<BuildError> errors)
    {
        var failure = !File.Exists(project.Value) ? LoadFailure.ProjectMissing(project)
            : FirstError(project, errors) ?? LoadFailure.NoArguments(project);
        return new(project, Path.GetFileNameWithoutExtension(project.Name), null, null, failure, []);
    }

    private static Failure? FirstError(AbsolutePath project, ImmutableArray<BuildError> errors) =>
        errors.FirstOrDefault(e => e.Concerns(project)) is { } error
            ? error.IsOfRestore ? LoadFailure.NotRestored(project) : LoadFailure.BuildFailed(project, $"{error.Code} {error.Message}".Trim())
            : null;

    /// <summary>A design-time build takes an absent restore for no packages at all: false errors by the thousand.</summary>
    private static Failure? RestoreFailure(ProjectDump dump)
    {
        if (dump.AssetsFile.Length == 0)
        {
            return null;
        }

        if (!File.Exists(dump.AssetsFile))
        {
            return LoadFailure.NotRestored(dump.Path);
        }

        var restored = RestoredPackages.Read(dump.AssetsFile, dump.Framework);
        return restored is null ? null
            : dump.Packages.FirstOrDefault(p => !restored.Contains(p)) is { } package ? LoadFailure.RestoreIsStale(dump.Path, package)
            : null;
    }

    private ProjectInfo InfoOf(CompilerInvocation project, ProjectGraph graph, ImmutableArray<string>.Builder notes)
    {
        var arguments = project.Arguments;
        var projectReferences = new List<ProjectReference>();
        var metadataReferences = new List<MetadataReference>();
        foreach (var reference in arguments.MetadataReferences)
        {
            var path = project.Resolve(reference.Reference);
            if (graph.Reference(project.Id, path, reference.Properties) is { } projectReference)
            {
                projectReferences.Add(projectReference);
            }
            else if (metadata.Get(path, reference.Properties) is { } file)
            {
                metadataReferences.Add(file);
            }
            else
            {
                notes.Add($"{project.Name}: the reference {path} does not exist; restore or build what makes it.");
            }
        }

        notes.AddRange(project.Notes());
        notes.AddRange(project.MissingSources().Select(s => $"{project.Name}: the source {s} does not exist."));
        var folder = project.Folder.Value;
        return ProjectInfo.Create(
                project.Id,
                VersionStamp.Create(),
                project.Name,
                arguments.CompilationName ?? project.Name,
                LanguageNames.CSharp,
                project.Dump.Path.Value,
                arguments.OutputFileName is { } output ? Path.Combine(arguments.OutputDirectory, output) : null,
                arguments.CompilationOptions
                    .WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default)
                    .WithXmlReferenceResolver(new XmlFileResolver(folder))
                    .WithSourceReferenceResolver(new SourceFileResolver([], folder))
                    .WithStrongNameProvider(new DesktopStrongNameProvider(arguments.KeyFileSearchPaths)),
                // Without it comments are not parsed at all, and symbols have no documentation to show a model.
                arguments.ParseOptions.DocumentationMode == DocumentationMode.None
                    ? arguments.ParseOptions.WithDocumentationMode(DocumentationMode.Parse)
                    : arguments.ParseOptions,
                Documents(project, project.Sources),
                projectReferences,
                metadataReferences,
                mode == AnalyzerMode.All ? Analyzers(project) : [],
                Documents(project, arguments.AdditionalFiles.Select(f => project.Resolve(f.Path))))
            .WithAnalyzerConfigDocuments(Documents(project, arguments.AnalyzerConfigPaths.Select(project.Resolve)))
            .WithDefaultNamespace(project.Dump.RootNamespace);
    }

    private IEnumerable<AnalyzerReference> Analyzers(CompilerInvocation project) => project.Arguments.AnalyzerReferences
        .Select(a => project.Resolve(a.FilePath))
        .Distinct()
        .Select(path => analyzers.Get(path, project.Dump.Compiler))
        .OfType<AnalyzerReference>();

    private static IEnumerable<DocumentInfo> Documents(CompilerInvocation project, IEnumerable<AbsolutePath> paths) =>
        paths.Distinct().Select(path => DocumentInfo.Create(
            DocumentId.CreateNewId(project.Id, path.Name),
            path.Name,
            path.IsWithin(project.Folder) ? path.RelativeTo(project.Folder).Split('/')[..^1] : [],
            SourceCodeKind.Regular,
            new FileTextLoader(path.Value, project.Arguments.Encoding),
            path.Value));
}
