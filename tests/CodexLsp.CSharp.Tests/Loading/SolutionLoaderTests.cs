using CodexLsp.CSharp.Loading;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Tests.Loading;

public sealed class SolutionLoaderTests(SmallSolution small) : IClassFixture<SmallSolution>
{
    [Theory]
    [InlineData("Small.sln")]
    [InlineData("Small.slnx")]
    public async Task A_restored_solution_that_was_never_built_compiles(string file)
    {
        var loaded = await Dotnet.Load(small[file]);

        Assert.Empty(loaded.AllFailures);
        Assert.Equal(["App", "Lib(net10.0)", "Lib(netstandard2.0)"], loaded.Projects.Select(p => p.Name));
        Assert.All(loaded.Projects, p => Assert.Empty(p.Notes));
        Assert.Empty(await Errors(loaded.Solution));
        Assert.Empty(loaded.Analyzers.Snapshot());
        Assert.Empty(Directory.GetDirectories(small[""], "bin", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_project_alone_brings_the_projects_it_references()
    {
        var loaded = await Dotnet.Load(small["App/App.csproj"]);

        Assert.Equal(["App", "Lib(net10.0)", "Lib(netstandard2.0)"], loaded.Projects.Select(p => p.Name));
        Assert.Empty(await Errors(loaded.Solution));
    }

    [Fact]
    public async Task A_change_in_memory_breaks_the_project_that_references_it()
    {
        var loaded = await Dotnet.Load(small["Small.slnx"]);
        var app = Project(loaded, "App");
        Assert.Equal(Project(loaded, "Lib(net10.0)").Id, Assert.Single(app.ProjectReferences).ProjectId);

        var changed = loaded.Solution;
        foreach (var id in loaded.Solution.GetDocumentIdsWithFilePath(small["Lib/Price.cs"]))
        {
            var text = await changed.GetDocument(id)!.GetTextAsync();
            changed = changed.WithDocumentText(id, SourceText.From(text.ToString().Replace("Cents", "Pennies", StringComparison.Ordinal), text.Encoding));
        }

        var errors = await Errors(changed);
        Assert.NotEmpty(errors);
        Assert.All(errors, e => Assert.StartsWith("App: CS0117", e, StringComparison.Ordinal));
        Assert.Empty(await Errors(loaded.Solution));
    }

    [Fact]
    public async Task Each_framework_is_a_project_with_its_own_symbols_and_options()
    {
        var loaded = await Dotnet.Load(small["Small.slnx"]);

        var symbols = loaded.Projects.Where(p => p.Path.Name == "Lib.csproj")
            .ToDictionary(p => p.Framework!, p => ((CSharpParseOptions)loaded.Solution.GetProject(p.Id!)!.ParseOptions!).PreprocessorSymbolNames);
        Assert.Contains("NETSTANDARD", symbols["netstandard2.0"]);
        Assert.DoesNotContain("NETSTANDARD", symbols["net10.0"]);
        var lib = Project(loaded, "Lib(net10.0)");
        Assert.Equal(LanguageVersion.CSharp12, ((CSharpParseOptions)lib.ParseOptions!).LanguageVersion);
        Assert.Equal(NullableContextOptions.Enable, lib.CompilationOptions!.NullableContextOptions);
        var price = (await lib.GetCompilationAsync())!.GetTypeByMetadataName("Lib.Price")!;
        Assert.Contains("An amount.", price.GetDocumentationCommentXml(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Editor_config_decides_the_severity_as_in_a_build()
    {
        var loaded = await Dotnet.Load(small["Small.slnx"]);
        var lib = Project(loaded, "Lib(net10.0)");

        var changed = lib.AddDocument("New.cs", "class New { void M() { var unused = 1; } }", filePath: small["Lib/New.cs"]).Project.Solution;

        Assert.StartsWith("Lib(net10.0): CS0219", Assert.Single(await Errors(changed)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frameworks_and_projects_share_the_references_they_have_in_common()
    {
        var loaded = await Dotnet.Load(small["Small.slnx"]);

        var runtimes = new[] { "App", "Lib(net10.0)" }
            .Select(n => Project(loaded, n).MetadataReferences.OfType<PortableExecutableReference>().Single(r => Path.GetFileName(r.FilePath) == "System.Runtime.dll"))
            .Select(r => r.GetMetadataId());
        Assert.Single(runtimes.Distinct());
    }

    [Fact]
    public async Task Without_analyzers_no_foreign_code_is_loaded_and_generated_sources_are_missing()
    {
        var loaded = await Dotnet.Load(small["Small.slnx"], o => o with { Analyzers = AnalyzerMode.None });

        Assert.All(loaded.Solution.Projects, p => Assert.Empty(p.AnalyzerReferences));
        Assert.Contains(await Errors(loaded.Solution), e => e.StartsWith("App: CS8795", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_solution_that_is_up_to_date_still_gives_its_arguments()
    {
        using var folder = new TemporaryFolder();
        SmallSolution.WriteTo(folder);
        await Dotnet.Run(folder.Path, "build", "Small.slnx", "-nodeReuse:false", "-p:UseSharedCompilation=false");

        var loaded = await Dotnet.Load(folder["Small.slnx"]);

        Assert.Empty(loaded.AllFailures);
        Assert.All(loaded.Projects, p => Assert.NotEmpty(loaded.Solution.GetProject(p.Id!)!.Documents));
        Assert.Equal(Project(loaded, "Lib(net10.0)").Id, Assert.Single(Project(loaded, "App").ProjectReferences).ProjectId);
        Assert.Empty(await Errors(loaded.Solution));
    }

    [Fact]
    public async Task An_untrusted_workspace_is_refused_before_anything_runs()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Evil/Evil.csproj", """
            <Project Sdk="Microsoft.NET.Sdk" InitialTargets="Evil">
              <Target Name="Evil"><Touch Files="$(MSBuildProjectDirectory)/ran" AlwaysCreate="true" /></Target>
            </Project>
            """);

        var loaded = await Dotnet.Load(folder["Evil/Evil.csproj"], o => o with { Trusted = false });

        Assert.Equal(LoadFailure.NotTrustedCode, Assert.Single(loaded.Failures).Code);
        Assert.False(File.Exists(folder["Evil/ran"]));
        Assert.Empty(loaded.Solution.Projects);
    }

    [Fact]
    public async Task Progress_is_reported_and_a_cancelled_load_ends()
    {
        using var source = new CancellationTokenSource();
        var progress = new CancelOnFirstReport(source);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Deadline.Within(
            Dotnet.NewLoader().LoadAsync(new AbsolutePath(small["Small.slnx"]), new LoadOptions { Trusted = true }, progress, source.Token), "the load to end"));

        Assert.Equal("Asking MSBuild about 2 projects of Small.slnx", progress.First);
    }

    internal static Project Project(LoadedSolution loaded, string name) => loaded.Solution.Projects.Single(p => p.Name == name);

    /// <summary>Every compile error of every project, as <c>project: code: words</c>.</summary>
    internal static async Task<string[]> Errors(Solution solution)
    {
        var errors = new List<string>();
        foreach (var project in solution.Projects)
        {
            var compilation = (await project.GetCompilationAsync())!;
            errors.AddRange(compilation.GetDiagnostics()
                .Where(d => d.Severity == DiagnosticSeverity.Error && !d.IsSuppressed)
                .Select(d => $"{project.Name}: {d.Id}: {d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)} {d.Location.GetLineSpan()}"));
        }

        return [.. errors];
    }

    private sealed class CancelOnFirstReport(CancellationTokenSource source) : IProgress<LoadProgress>
    {
        public string? First { get; private set; }

        public void Report(LoadProgress value)
        {
            First ??= value.Message;
            source.Cancel();
        }
    }
}
