using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CodexLsp.CSharp.Tests.Loading;
using CodexLsp.CSharp.Verification;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Tests.Verification;

/// <summary>Analyzers whose rules fail the build take part in the verdict, and it says so when one could not.</summary>
public sealed class AnalyzerVerdictTests
{
    private const string Clock = """
        //- Core/Clock.cs
        namespace Core;
        public class Clock { public int Hour() { return 1; } }
        """;

    [Fact]
    public async Task A_rule_made_an_error_in_editorconfig_breaks_the_changed_document()
    {
        using var folder = new TemporaryFolder();
        folder.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.CA2200.severity = error\n");
        folder.Write("Core.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
            </Project>
            """);
        var path = new AbsolutePath(folder.Write("Clock.cs", "class Clock { void Tick() { try { } catch (System.Exception e) { throw; } } }\n"));
        await Dotnet.Run(folder.Path, "restore");
        var loaded = await Dotnet.Load(folder["Core.csproj"]);
        var before = SourceText.From(await File.ReadAllTextAsync(path.Value));
        var after = SourceText.From(before.ToString().Replace("throw;", "throw e;", StringComparison.Ordinal));
        var changes = new ChangeSet([new FileChange(path, FileChangeKind.Modify, before, after, [])]);

        var verdict = await CSharpJudge.JudgeAsync(loaded.Solution, changes, new JudgeOptions(), Deadline.Token());
        var without = await CSharpJudge.JudgeAsync(loaded.Solution, changes, new JudgeOptions { Analyzers = false }, Deadline.Token());

        Assert.Equal("CA2200", Assert.Single(verdict.Errors).Code);
        Assert.True(verdict.Scope.Analyzers);
        Assert.Equal(VerificationStatus.Verified, without.Status);
        Assert.Equal<string>(["analyzers not run"], without.Notes);
        Assert.False(without.Scope.Analyzers);
    }

    [Fact]
    public async Task A_rule_that_reports_at_the_end_of_a_compilation_is_named()
    {
        var verdict = await Judge(new Written(c => c.RegisterSyntaxTreeAction(_ => { }), WellKnownDiagnosticTags.CompilationEnd));

        Assert.Equal(VerificationStatus.Verified, verdict.Status);
        Assert.Equal<string>(["analyzer rules not run, they look at the whole project: T1"], verdict.Notes);
    }

    [Fact]
    public async Task A_crash_becomes_a_note()
    {
        var verdict = await Judge(new Written(c => c.RegisterSyntaxTreeAction(_ => throw new InvalidOperationException("no more"))));

        Assert.Equal(VerificationStatus.Verified, verdict.Status);
        Assert.EndsWith("Written failed: no more", Assert.Single(verdict.Notes), StringComparison.Ordinal);
        Assert.False(verdict.Scope.Analyzers);
    }

    [Fact]
    public async Task A_hang_becomes_a_note_and_is_not_started_again_while_it_lasts()
    {
        using var released = new ManualResetEventSlim();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var starts = 0;
        var analyzer = new Written(c => c.RegisterSyntaxTreeAction(_ =>
        {
            Interlocked.Increment(ref starts);
            started.TrySetResult();
            // As bad as can be: it does not heed the cancellation.
            released.Wait(CancellationToken.None);
        })).Reference;
        var clock = new ManualTime();
        var options = new JudgeOptions { AnalyzerTimeout = TimeSpan.FromSeconds(10), Clock = clock };
        try
        {
            var judging = Judge(analyzer, options);
            await Deadline.Within(started.Task, "the analyzer to start");
            clock.Advance(TimeSpan.FromSeconds(11));
            var verdict = await Deadline.Within(judging, "the verdict");
            var next = await Deadline.Within(Judge(analyzer, options), "the next verdict");

            Assert.Equal(VerificationStatus.Verified, verdict.Status);
            Assert.Equal<string>(["analyzers not run: they took longer than 10 s"], verdict.Notes);
            Assert.False(verdict.Scope.Analyzers);
            Assert.Equal<string>(["analyzers not run: an earlier run of them has not ended"], next.Notes);
            Assert.False(next.Scope.Analyzers);
            Assert.Equal(1, starts);
        }
        finally
        {
            released.Set();
        }
    }

    private static Task<Verdict> Judge(Written analyzer) => Judge(analyzer.Reference, new JudgeOptions { AnalyzerTimeout = Deadline.Limit });

    private static Task<Verdict> Judge(AnalyzerReference analyzer, JudgeOptions options)
    {
        var shop = TestSolution.Parse(Clock).With(s => s.Projects.Aggregate(s, (all, p) => all.AddAnalyzerReference(p.Id, analyzer)));
        return shop.JudgeAsync(options, shop.Replace("Core/Clock.cs", "return 1;", "return 2;"));
    }

    /// <summary>An analyzer with one rule, an error.</summary>
    [SuppressMessage("MicrosoftCodeAnalysisCorrectness", "RS1001:Missing diagnostic analyzer attribute", Justification = "It is not found in an assembly but handed over.")]
    private sealed class Written(Action<AnalysisContext> initialize, params string[] tags) : DiagnosticAnalyzer
    {
        public AnalyzerReference Reference => new AnalyzerImageReference([this]);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
            [new("T1", "Test", "Test", "Test", DiagnosticSeverity.Error, isEnabledByDefault: true, customTags: tags)];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            initialize(context);
        }
    }
}
