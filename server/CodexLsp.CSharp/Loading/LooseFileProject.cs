using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CodexLsp.CSharp.Loading;

/// <summary>An implicit project for C# files no project contains: new errors in them are real, but their absence proves little.</summary>
public static class LooseFileProject
{
    // What the SDK's implicit usings give a console project.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>A solution of one project. The files are read when they are first needed.</summary>
    /// <param name="files">The C# files.</param>
    /// <param name="references">The framework, as <see cref="FrameworkReferences"/> finds it.</param>
    public static Solution Create(IEnumerable<AbsolutePath> files, ImmutableArray<MetadataReference> references)
    {
        var id = ProjectId.CreateNewId("Loose files");
        var usings = DocumentInfo.Create(
            DocumentId.CreateNewId(id),
            "GlobalUsings.g.cs",
            loader: TextLoader.From(TextAndVersion.Create(Microsoft.CodeAnalysis.Text.SourceText.From(ImplicitUsings), VersionStamp.Create())));
        var documents = files.Distinct().Select(f => DocumentInfo.Create(
            DocumentId.CreateNewId(id, f.Name), f.Name, loader: new FileTextLoader(f.Value, defaultEncoding: null), filePath: f.Value));
        var project = ProjectInfo.Create(
            id,
            VersionStamp.Create(),
            "Loose files",
            "LooseFiles",
            LanguageNames.CSharp,
            // Top-level statements are fine in a file that stands alone, and so is a file without them: a library has no entry point to miss.
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
                .WithSpecificDiagnosticOptions([KeyValuePair.Create("CS8805", ReportDiagnostic.Suppress)]),
            parseOptions: new CSharpParseOptions(documentationMode: DocumentationMode.Parse),
            documents: [usings, .. documents],
            metadataReferences: references);
        return new AdhocWorkspace().AddSolution(SolutionInfo.Create(SolutionId.CreateNewId(), VersionStamp.Create(), projects: [project]));
    }
}
