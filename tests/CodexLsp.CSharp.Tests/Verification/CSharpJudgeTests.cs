using CodexLsp.CSharp.Verification;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Tests.Verification;

public sealed class CSharpJudgeTests
{
    private const string Shop = """
        //- Core/Money.cs
        namespace Core;
        public class Money
        {
            private int _amount = 1;
            public int Amount() { return _amount; }
            public int Old() { return missing; }
        }
        //- App/Till.cs
        namespace App;
        public class Till { public int Sum(Core.Money m) => m.Amount(); }
        """;

    [Fact]
    public async Task A_body_that_compiles_is_verified_by_looking_at_its_document_alone()
    {
        var verdict = await Judge(Shop, "Core/Money.cs", "return _amount;", "return _amount + 1;");

        Expect.Text(TestSolution.Show(verdict), """
            Verified
            """);
        Assert.Equal(1, verdict.Scope.Documents);
        Assert.Equal<string>(["Core"], verdict.Scope.Projects);
        Assert.True(verdict.Scope.Analyzers);
    }

    [Fact]
    public async Task A_type_error_in_a_body_is_broken()
    {
        var verdict = await Judge(Shop, "Core/Money.cs", "return _amount;", "\n\n        return \"one\";");

        Expect.Text(TestSolution.Show(verdict), """
            Broken
            + Core/Money.cs(7) Error CS0029: Cannot implicitly convert type 'string' to 'int'
            + Core/Money.cs(4) Warning CS0414: The field 'Money._amount' is assigned but its value is never used
            """);
    }

    [Fact]
    public async Task A_project_is_named_once_however_many_of_its_documents_are_compiled()
    {
        var verdict = await Judge(Shop + """

            //- App/Drawer.cs
            namespace App;
            public class Drawer { public int Sum(Core.Money m) => m.Amount(); }
            """, "Core/Money.cs", "Amount()", "Amount(int times = 1)");

        Assert.Equal(3, verdict.Scope.Documents);
        Assert.Equal<string>(["App", "Core"], verdict.Scope.Projects);
    }

    [Fact]
    public async Task A_caller_in_another_project_is_found()
    {
        var verdict = await Judge(Shop, "Core/Money.cs", "Amount()", "Value()");

        Expect.Text(TestSolution.Show(verdict), """
            Broken
            + App/Till.cs(2) Error CS1061: 'Money' does not contain a definition for 'Amount' and no accessible extension method 'Amount' accepting a first argument of type 'Money' could be found (are you missing a using directive or an assembly reference?)
            """);
        Assert.Equal<string>(["App", "Core"], verdict.Scope.Projects);
    }

    [Fact]
    public async Task Errors_that_were_there_are_not_new_and_those_that_go_are_resolved()
    {
        var moved = await Judge(Shop, "Core/Money.cs", "public int Amount()", "\n\npublic int Amount()");
        var mended = await Judge(Shop, "Core/Money.cs", "return missing;", "return 2;");
        var rewritten = await Judge(Shop, "Core/Money.cs", "{ return missing; }", "{ var x = 1; return x + missing; }");

        Expect.Text(string.Join('\n', new[] { moved, mended, rewritten }.Select(TestSolution.Show)), """
            Verified
            Verified
            - Core/Money.cs(6) Error CS0103: The name 'missing' does not exist in the current context
            Verified
            """);
    }

    [Fact]
    public async Task Files_come_go_and_move()
    {
        var solution = TestSolution.Parse(Shop);

        var added = await solution.JudgeAsync(TestSolution.Create("App/Deep/New.cs", "class New { Core.Money Money = new(1); }"));
        var deleted = await solution.JudgeAsync(solution.Delete("Core/Money.cs"));
        var renamed = await solution.JudgeAsync(solution.Rename("Core/Money.cs", "Core/Cash.cs"));
        var moved = await solution.JudgeAsync(solution.Rename("Core/Money.cs", "App/Money.cs"));
        var output = await solution.JudgeAsync(TestSolution.Create("App/obj/New.cs", "class New {"));

        Expect.Text(string.Join('\n', new[] { added, deleted, renamed, moved, output }.Select(TestSolution.Show)), """
            Broken
            + App/Deep/New.cs(1) Error CS1729: 'Money' does not contain a constructor that takes 1 arguments
            Broken
            + App/Till.cs(2) Error CS0246: The type or namespace name 'Core' could not be found (are you missing a using directive or an assembly reference?)
            - Core/Money.cs(6) Error CS0103: The name 'missing' does not exist in the current context
            Verified
            Broken
            + App/Money.cs(6) Error CS0103: The name 'missing' does not exist in the current context
            - Core/Money.cs(6) Error CS0103: The name 'missing' does not exist in the current context
            Unverified: New.cs is in no project that is loaded
            """);
    }

    [Fact]
    public async Task What_cannot_be_compiled_is_said()
    {
        var solution = TestSolution.Parse(Shop);
        var body = solution.Replace("Core/Money.cs", "return _amount;", "return 1 + _amount;");
        var readme = TestSolution.Create("README.md", "words");

        var project = await solution.JudgeAsync(body, TestSolution.Create("Core/Core.csproj", "<Project/>"));
        var text = await solution.JudgeAsync(readme);
        var both = await solution.JudgeAsync(body, readme);
        var nothing = await solution.JudgeAsync();

        Expect.Text(string.Join('\n', new[] { project, text, both, nothing }.Select(TestSolution.Show)), """
            Unverified: Core.csproj says how to build, so the change can only be compiled once it is accepted and the solution is loaded again
            Unverified: no checker for .md
            Verified
            Verified
            """);
        Assert.Equal<string>(["1 file not checked: not C#"], both.Notes);
    }

    [Fact]
    public async Task Severities_are_those_of_the_build()
    {
        const string Code = """
            //- Core/A.cs
            class A { void M() { } }
            //- Core/Tests/B.cs
            class B { void M() { } }
            //- Core/Quiet/C.cs
            class C { void M() { } }
            //- Core/.editorconfig
            [Tests/**.cs]
            dotnet_diagnostic.CS0219.severity = error
            [Quiet/**.cs]
            dotnet_diagnostic.CS0219.severity = none
            """;
        const string Unused = "{ int unused = 1; }";
        const string Suppressed = "{\n#pragma warning disable CS0219\nint unused = 1; }";

        var plain = await Judge(Code, "Core/A.cs", "{ }", Unused);
        var configured = await Judge(Code, "Core/Tests/B.cs", "{ }", Unused);
        var quiet = await Judge(Code, "Core/Quiet/C.cs", "{ }", Unused);
        var pragma = await Judge(Code, "Core/Tests/B.cs", "{ }", Suppressed);
        var strict = TestSolution.Parse(Code, o => o.WithGeneralDiagnosticOption(ReportDiagnostic.Error));
        var asError = await strict.JudgeAsync(strict.Replace("Core/A.cs", "{ }", Unused));
        var noWarn = TestSolution.Parse(Code, o => o.WithSpecificDiagnosticOptions([KeyValuePair.Create("CS0219", ReportDiagnostic.Suppress)]));
        var unheard = await noWarn.JudgeAsync(noWarn.Replace("Core/A.cs", "{ }", Unused));

        Expect.Text(string.Join('\n', new[] { plain, configured, quiet, pragma, asError, unheard }.Select(TestSolution.Show)), """
            Verified
            + Core/A.cs(1) Warning CS0219: The variable 'unused' is assigned but its value is never used
            Broken
            + Core/Tests/B.cs(1) Error CS0219: The variable 'unused' is assigned but its value is never used
            Verified
            Verified
            Broken
            + Core/A.cs(1) Error CS0219: The variable 'unused' is assigned but its value is never used
            Verified
            """);
    }

    [Fact]
    public async Task A_program_that_loses_its_entry_point_is_broken()
    {
        var solution = TestSolution.Parse("""
            //- App/Program.cs
            System.Console.WriteLine(1);
            //- App/Other.cs
            class Other;
            """, o => o.WithOutputKind(OutputKind.ConsoleApplication));

        var verdict = await solution.JudgeAsync(solution.Delete("App/Program.cs"));

        Expect.Text(TestSolution.Show(verdict), """
            Broken
            + App/App.csproj(1) Error CS5001: Program does not contain a static 'Main' method suitable for an entry point
            """);
    }

    [Fact]
    public async Task A_document_of_two_projects_is_judged_in_both_and_said_once()
    {
        var solution = TestSolution.Parse("""
            //- One/A.cs
            class A { int M() => 1; }
            //- Two/B.cs
            class B;
            """);
        var shared = solution.With(s =>
            s.AddDocument(DocumentId.CreateNewId(s.Projects.Last().Id), "A.cs", solution.TextOf("One/A.cs"), filePath: TestSolution.PathOf("One/A.cs").Value));

        var verdict = await shared.JudgeAsync(shared.Replace("One/A.cs", "=> 1", "=> true"));

        var finding = Assert.Single(verdict.Errors);
        Assert.Equal("One, Two", finding.Project);
    }

    [Fact]
    public async Task Time_that_runs_out_makes_it_unverified()
    {
        var solution = TestSolution.Parse(Shop);

        var verdict = await solution.JudgeAsync(
            new JudgeOptions { Timeout = TimeSpan.Zero }, solution.Replace("Core/Money.cs", "return _amount;", "return 3;"));

        Assert.Equal(VerificationStatus.Unverified, verdict.Status);
        Assert.StartsWith("timed out", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_is_no_verdict()
    {
        var solution = TestSolution.Parse(Shop);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CSharpJudge.JudgeAsync(
            solution.Solution, new ChangeSet([solution.Replace("Core/Money.cs", "1", "2")]), new JudgeOptions(), cancelled.Token));
    }

    [Fact]
    public async Task The_workspace_as_it_is_has_every_error()
    {
        var verdict = await CSharpJudge.JudgeAsItIsAsync(TestSolution.Parse(Shop).Solution, new JudgeOptions(), Deadline.Token());

        Expect.Text(TestSolution.Show(verdict), """
            Broken
            + Core/Money.cs(6) Error CS0103: The name 'missing' does not exist in the current context
            """);
    }

    [Fact]
    public async Task A_text_the_change_was_made_for_counts_even_when_the_solution_has_another()
    {
        var solution = TestSolution.Parse(Shop);
        var typed = SourceText.From(solution.TextOf("Core/Money.cs").ToString().Replace("missing", "4", StringComparison.Ordinal));
        var change = new FileChange(TestSolution.PathOf("Core/Money.cs"), FileChangeKind.Modify, typed, typed.Replace(0, 0, "// words\n"), []);

        var verdict = await solution.JudgeAsync(change);

        Assert.Equal("Verified", TestSolution.Show(verdict));
    }

    private static Task<Verdict> Judge(string code, string path, string old, string @new)
    {
        var solution = TestSolution.Parse(code);
        return solution.JudgeAsync(solution.Replace(path, old, @new));
    }
}
