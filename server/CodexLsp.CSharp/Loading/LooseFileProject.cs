using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

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
    public static Solution Create(ImmutableArray<AbsolutePath> files, ImmutableArray<MetadataReference> references)
    {
        var id = ProjectId.CreateNewId("Loose files");
        var usings = DocumentInfo.Create(
            DocumentId.CreateNewId(id),
            "GlobalUsings.g.cs",
            loader: TextLoader.From(TextAndVersion.Create(SourceText.From(ImplicitUsings), VersionStamp.Create())));
        var documents = files.Distinct().Select(f => DocumentInfo.Create(
            DocumentId.CreateNewId(id, f.Name), f.Name, loader: new FileTextLoader(f.Value, defaultEncoding: null), filePath: f.Value));
        var project = ProjectInfo.Create(
            id,
            VersionStamp.Create(),
            "Loose files",
            "LooseFiles",
            LanguageNames.CSharp,
            // A library may not have top-level statements, and a program may not lack an entry point.
            compilationOptions: new CSharpCompilationOptions(
                files.Any(HasTopLevelStatements) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: new CSharpParseOptions(documentationMode: DocumentationMode.Parse),
            documents: [usings, .. documents],
            metadataReferences: references);
        return new AdhocWorkspace().AddSolution(SolutionInfo.Create(SolutionId.CreateNewId(), VersionStamp.Create(), projects: [project]));
    }

    private static bool HasTopLevelStatements(AbsolutePath file)
    {
        if (!File.Exists(file.Value))
        {
            return false;
        }

        using var stream = File.OpenRead(file.Value);
        return CSharpSyntaxTree.ParseText(SourceText.From(stream)).GetCompilationUnitRoot().Members.Any(SyntaxKind.GlobalStatement);
    }
}
