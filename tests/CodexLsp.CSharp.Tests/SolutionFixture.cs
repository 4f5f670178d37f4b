using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Tests;

/// <summary>A solution of fixture files: the first folder of a path is its project, and each project refers to those before it.</summary>
internal sealed record SolutionFixture(Solution Solution, Document Document, TextSpan Selection)
{
    /// <summary>What comes before a fixture's path in the solution.</summary>
    public const string Root = "/fixture/";

    private const string GlobalUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Threading; global using System.Threading.Tasks;";

    /// <summary>Loads a fixture; the marked file is the document, its span or position the selection.</summary>
    /// <param name="markup">Files with marks.</param>
    /// <param name="older">Every project is also built for the older framework.</param>
    /// <param name="usings">Whether the usual namespaces are imported everywhere.</param>
    /// <param name="nullable">The nullable context.</param>
    public static SolutionFixture Load(
        string markup, bool older = false, bool usings = true, NullableContextOptions nullable = NullableContextOptions.Enable)
    {
        var parsed = Markup.Parse(markup);
        var solution = new AdhocWorkspace().CurrentSolution;
        string[] frameworks = older ? ["net10.0", "netstandard2.0"] : ["net10.0"];
        List<(string Framework, ProjectId Id)> projects = [];
        foreach (var folder in parsed.Files.GroupBy(f => f.Path.Contains('/', StringComparison.Ordinal) ? f.Path[..f.Path.IndexOf('/', StringComparison.Ordinal)] : "Project"))
        {
            foreach (var framework in frameworks)
            {
                var id = ProjectId.CreateNewId();
                IEnumerable<MetadataReference> references = framework == "net10.0" ? Net80.References.All : NetStandard20.References.All;
                solution = solution.AddProject(ProjectInfo.Create(
                    id, VersionStamp.Default, $"{folder.Key}({framework})", folder.Key, LanguageNames.CSharp,
                    compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: nullable),
                    parseOptions: new CSharpParseOptions(
                        LanguageVersion.CSharp14, DocumentationMode.Diagnose, preprocessorSymbols: framework == "net10.0" ? ["NET"] : ["NETSTANDARD2_0"]),
                    projectReferences: projects.Where(p => p.Framework == framework).Select(p => new ProjectReference(p.Id)),
                    metadataReferences: references));
                projects.Add((framework, id));
                if (usings)
                {
                    solution = solution.AddDocument(DocumentId.CreateNewId(id), "Usings.cs", GlobalUsings, filePath: $"{Root}{folder.Key}/obj/Usings.cs");
                }

                foreach (var file in folder)
                {
                    solution = solution.AddDocument(DocumentId.CreateNewId(id), Path.GetFileName(file.Path), file.Source, filePath: Root + file.Path);
                }
            }
        }

        var marked = parsed.Marked;
        var span = marked.Spans.IsEmpty ? new TextSpan(marked.Position ?? 0, 0) : marked.Span;
        var document = solution.GetDocument(solution.GetDocumentIdsWithFilePath(Root + marked.Path)[0])!;
        return new SolutionFixture(solution, document, span);
    }

    /// <summary>The errors of every project, and the warnings that tell of wrong nullability or documentation.</summary>
    public static async Task<ImmutableArray<string>> ProblemsAsync(Solution solution)
    {
        List<string> problems = [];
        foreach (var project in solution.Projects)
        {
            var compilation = (await project.GetCompilationAsync(Deadline.Token()))!;
            problems.AddRange(compilation.GetDiagnostics(Deadline.Token())
                .Where(d => d.Severity == DiagnosticSeverity.Error
                    || d.Id.StartsWith("CS86", StringComparison.Ordinal) || d.Id is "CS1572" or "CS1573" or "CS1574" or "CS1587" or "CS1570" or "CS0168")
                .Select(d => $"{project.Name}: {d}"));
        }

        return [.. problems];
    }
}
