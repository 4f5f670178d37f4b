using CodexLsp.CSharp.Loading;
using CodexLsp.CSharp.Verification;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Tests.Verification;

/// <summary>A new file is only called broken when the project will compile it. Each new file here does not compile.</summary>
public sealed class DefaultCompileItemsTests : IDisposable
{
    private const string Plain = "";
    private const string Off = "<PropertyGroup><EnableDefaultCompileItems>false</EnableDefaultCompileItems></PropertyGroup>";
    private const string Excluded = "<ItemGroup><Compile Remove=\"Excluded\\**\" /></ItemGroup>";
    private const string ByName = "<ItemGroup><Compile Remove=\"**/*.old.cs;Gone.cs\" /></ItemGroup>";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Plain, "New.cs")]
    [InlineData(Plain, "Deep/Er/New.cs")]
    [InlineData(Excluded, "New.cs")]
    [InlineData(Excluded, "Other/New.cs")]
    [InlineData(ByName, "New.cs")]
    public async Task A_new_file_the_default_globs_take_is_compiled(string project, string path)
    {
        var verdict = await JudgeAsync(project, path, compiled: ["A.cs"]);

        Assert.Equal(VerificationStatus.Broken, verdict.Status);
    }

    [Theory]
    [InlineData(Off, "New.cs", "App.csproj has no default items: it names what it compiles")]
    [InlineData(Excluded, "Excluded/New.cs", "App.csproj removes files from what is compiled, and no file beside it is compiled")]
    [InlineData(ByName, "Other/New.cs", "App.csproj removes files from what is compiled, and no file beside it is compiled")]
    public async Task A_new_file_the_project_file_may_leave_out_is_unverified(string project, string path, string why)
    {
        var verdict = await JudgeAsync(project, path, compiled: ["A.cs"]);

        Assert.Equal($"Unverified: {Unknown(why)}", TestSolution.Show(verdict));
    }

    [Theory]
    [InlineData("Left/New.cs")]
    [InlineData("Left/Below/New.cs")]
    public async Task A_new_file_in_a_folder_of_which_nothing_is_compiled_is_unverified(string path)
    {
        _folder.Write("App/Left/Old.cs", "class Old;");

        var verdict = await JudgeAsync(Plain, path, compiled: ["A.cs"]);

        Assert.Equal($"Unverified: {Unknown("App.csproj compiles no file of Left, though there are some")}", TestSolution.Show(verdict));
    }

    [Fact]
    public async Task A_new_file_beside_one_that_is_compiled_is_compiled_though_others_are_left_out()
    {
        _folder.Write("App/Mixed/Left.cs", "class Left;");

        var verdict = await JudgeAsync(ByName, "Mixed/New.cs", compiled: ["A.cs", "Mixed/B.cs"]);

        Assert.Equal(VerificationStatus.Broken, verdict.Status);
    }

    [Fact]
    public async Task What_is_switched_off_above_the_project_counts()
    {
        _folder.Write("Directory.Build.props", $"<Project>{Off}</Project>");

        var verdict = await JudgeAsync(Plain, "New.cs", compiled: ["A.cs"]);

        Assert.Equal(VerificationStatus.Unverified, verdict.Status);
    }

    private static string Unknown(string why) =>
        $"it is not known whether New.cs is compiled: {why}. The change can only be compiled once it is accepted and the solution is loaded again";

    private Task<Verdict> JudgeAsync(string project, string path, string[] compiled)
    {
        var file = _folder.Write("App/App.csproj", $"<Project Sdk=\"Microsoft.NET.Sdk\">{project}</Project>");
        var id = ProjectId.CreateNewId();
        var documents = compiled.Select(c => (Path: _folder.Write($"App/{c}", $"class {Path.GetFileNameWithoutExtension(c)};"), Name: c));
        var solution = new AdhocWorkspace().CurrentSolution.AddProject(ProjectInfo.Create(
            id,
            VersionStamp.Create(),
            "App",
            "App",
            LanguageNames.CSharp,
            filePath: file,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary),
            metadataReferences: FrameworkReferences.Find(DotnetLocator.OfThisMachine.Find(null)),
            documents: documents.Select(d => DocumentInfo.Create(
                DocumentId.CreateNewId(id), d.Name, loader: new FileTextLoader(d.Path, null), filePath: d.Path))));
        const string Text = "class New { Missing M; }";
        var create = new FileChange(
            new AbsolutePath(_folder[$"App/{path}"]), FileChangeKind.Create, null, SourceText.From(Text), [new Hunk("1", default, "", Text, MatchLevel.Exact)]);
        return CSharpJudge.JudgeAsync(solution, new ChangeSet([create]), new JudgeOptions(), Deadline.Token());
    }
}
