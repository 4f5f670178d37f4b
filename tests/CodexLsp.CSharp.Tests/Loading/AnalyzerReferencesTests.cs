using CodexLsp.CSharp.Loading;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CodexLsp.CSharp.Tests.Loading;

public sealed class AnalyzerReferencesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AnalyzerNotes _notes = new();
    private readonly AnalyzerAssemblyLoader _loader = new();

    [Fact]
    public void A_generator_runs_and_a_newer_build_of_it_is_taken_up()
    {
        Assert.Contains("class One", Generated(Generator("One")), StringComparison.Ordinal);

        var again = Generator("Two");
        File.SetLastWriteTimeUtc(again.Value, File.GetLastWriteTimeUtc(again.Value).AddSeconds(1));

        Assert.Contains("class Two", Generated(again), StringComparison.Ordinal);
        Assert.Empty(_notes.Snapshot());
    }

    [Fact]
    public void A_generator_for_a_newer_compiler_than_the_sdks_is_refused_as_the_sdk_does()
    {
        Emit("sdk/bincore/Microsoft.CodeAnalysis.dll", "Microsoft.CodeAnalysis", "[assembly: System.Reflection.AssemblyVersion(\"4.8.0.0\")]");

        Assert.Null(References().Get(Generator("One"), _folder["sdk"]));

        Assert.Matches("^Generator.dll wants compiler 5.*; the SDK has 4.8.0.0 and does not run it, nor do we.$", Assert.Single(_notes.Snapshot()));
    }

    [Fact]
    public void What_is_absent_or_no_assembly_is_noted()
    {
        Assert.Null(References().Get(new AbsolutePath(_folder["Absent.dll"]), ""));
        Assert.Null(References().Get(new AbsolutePath(_folder.Write("Text.dll", "text")), ""));

        Assert.Equal(["Absent.dll was not", "Text.dll was not"], _notes.Snapshot().Select(n => string.Join(' ', n.Split(' ').Take(3))));
    }

    [Fact]
    public void A_generator_that_cannot_be_created_is_noted_and_not_thrown()
    {
        var path = Generator("One", "static G() => throw new System.InvalidOperationException();");

        Assert.Empty(References().Get(path, "")!.GetGenerators(LanguageNames.CSharp));

        Assert.StartsWith("Generator.dll was not loaded:", Assert.Single(_notes.Snapshot()), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private AnalyzerReferences References() => new(_loader, _notes);

    private AbsolutePath Generator(string generatedClass, string member = "") => Emit("analyzers/Generator.dll", "Generator", $$"""
        using Microsoft.CodeAnalysis;
        [Generator]
        public sealed class G : IIncrementalGenerator
        {
            {{member}}
            public void Initialize(IncrementalGeneratorInitializationContext context) =>
                context.RegisterPostInitializationOutput(c => c.AddSource("g", "class {{generatedClass}};"));
        }
        """);

    private AbsolutePath Emit(string path, string name, string source)
    {
        var references = FrameworkReferences.Find(DotnetLocator.OfThisMachine.Find(null)).Add(MetadataReference.CreateFromFile(typeof(ISourceGenerator).Assembly.Location));
        var result = new MemoryStream();
        var emit = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(source)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(result);
        Assert.True(emit.Success, string.Join('\n', emit.Diagnostics));
        return new AbsolutePath(_folder.Write(path, result.ToArray()));
    }

    private string Generated(AbsolutePath path)
    {
        var driver = CSharpGeneratorDriver.Create(References().Get(path, "")!.GetGenerators(LanguageNames.CSharp));
        return string.Join('\n', driver.RunGenerators(CSharpCompilation.Create("C")).GetRunResult().GeneratedTrees);
    }
}
