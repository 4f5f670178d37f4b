using System.Collections.Immutable;
using CodexLsp.CSharp.Loading;
using CodexLsp.CSharp.Verification;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Tests.Verification;

/// <summary>
/// A solution in memory, written in the fixture language: the first folder of a path is the project, and every project
/// references the ones that came before it.
/// </summary>
internal sealed class TestSolution
{
    private static readonly AbsolutePath Root = new(Path.Combine(Path.GetTempPath(), "codex-lsp-in-memory"));

    private static readonly ImmutableArray<MetadataReference> Framework = FrameworkReferences.Find(DotnetLocator.OfThisMachine.Find(null));

    private readonly ImmutableDictionary<string, SourceText> _texts;

    private TestSolution(Solution solution, ImmutableDictionary<string, SourceText> texts) => (Solution, _texts) = (solution, texts);

    public Solution Solution { get; }

    public static TestSolution Parse(string markup, Func<CSharpCompilationOptions, CSharpCompilationOptions>? options = null)
    {
        var files = Markup.Parse(markup).Files;
        var solution = new AdhocWorkspace().CurrentSolution;
        ImmutableArray<ProjectId> earlier = [];
        foreach (var project in files.GroupBy(f => f.Path.Split('/')[0]))
        {
            var id = ProjectId.CreateNewId(project.Key);
            var compilation = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
            solution = solution
                .AddProject(ProjectInfo.Create(
                    id,
                    VersionStamp.Create(),
                    project.Key,
                    project.Key,
                    LanguageNames.CSharp,
                    filePath: PathOf($"{project.Key}/{project.Key}.csproj").Value,
                    compilationOptions: options?.Invoke(compilation) ?? compilation,
                    parseOptions: new CSharpParseOptions(LanguageVersion.CSharp14),
                    metadataReferences: Framework))
                .AddProjectReferences(id, earlier.Select(e => new ProjectReference(e)));
            foreach (var file in project)
            {
                solution = file.Path.EndsWith(".editorconfig", StringComparison.Ordinal)
                    ? solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(id), file.Path, file.Source, filePath: PathOf(file.Path).Value)
                    : solution.AddDocument(DocumentId.CreateNewId(id), file.Path, file.Source, filePath: PathOf(file.Path).Value);
            }

            earlier = earlier.Add(id);
        }

        return new TestSolution(solution, files.ToImmutableDictionary(f => f.Path, f => f.Source));
    }

    public static AbsolutePath PathOf(string relative) => Root.Append(relative);

    public TestSolution With(Func<Solution, Solution> change) => new(change(Solution), _texts);

    public SourceText TextOf(string path) => _texts[path];

    /// <summary>Replaces the only place where <paramref name="old"/> is found.</summary>
    public FileChange Replace(string path, string old, string @new)
    {
        var before = TextOf(path);
        var at = before.ToString().IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0, $"'{old}' is not in {path}");
        var hunk = new Hunk("1", new TextSpan(at, old.Length), old, @new, MatchLevel.Exact);
        return new FileChange(PathOf(path), FileChangeKind.Modify, before, before.WithChanges(hunk.Change), [hunk]);
    }

    public static FileChange Create(string path, string text) =>
        new(PathOf(path), FileChangeKind.Create, null, SourceText.From(text), [new Hunk("1", default, "", text, MatchLevel.Exact)]);

    public FileChange Delete(string path) => new(PathOf(path), FileChangeKind.Delete, TextOf(path), null, []);

    public FileChange Rename(string path, string to) =>
        new(PathOf(path), FileChangeKind.Rename, TextOf(path), TextOf(path), [], NewPath: PathOf(to));

    public Task<Verdict> JudgeAsync(params FileChange[] changes) => JudgeAsync(new JudgeOptions(), changes);

    public Task<Verdict> JudgeAsync(JudgeOptions options, params FileChange[] changes) =>
        CSharpJudge.JudgeAsync(Solution, new ChangeSet([.. changes]), options, Deadline.Token());

    public Task<Verdict> JudgeEverythingAsync(params FileChange[] changes) =>
        CSharpJudge.JudgeEverythingAsync(Solution, new ChangeSet([.. changes]), new JudgeOptions(), Deadline.Token());

    /// <summary>A verdict as text: status, then a line per finding.</summary>
    public static string Show(Verdict verdict)
    {
        var lines = new List<string> { verdict.Status.ToString() + (verdict.Reason is null ? "" : $": {verdict.Reason}") };
        lines.AddRange(verdict.Introduced.Select(f => "+ " + Show(f)));
        lines.AddRange(verdict.Resolved.Select(f => "- " + Show(f)));
        return string.Join('\n', lines);
    }

    private static string Show(Finding finding) =>
        $"{finding.Path.RelativeTo(Root)}({finding.Range.Start.Line + 1}) {finding.Severity} {finding.Code}: {finding.Message}";
}
