using CodexLsp.CSharp.Repair;
using CodexLsp.CSharp.Tests.Verification;
using CodexLsp.CSharp.Verification;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Verification;
using VerifiedRepair = CodexLsp.Engine.Verification.Repair;

namespace CodexLsp.CSharp.Tests.Repair;

public sealed class UsingRepairTests
{
    private const string Code = """
        //- App/C.cs
        using System.Text;

        class C
        {
            bool M(string s) => false;
        }
        """;

    [Fact]
    public async Task Missing_usings_are_added_as_hunks_of_their_own_until_it_compiles()
    {
        var solution = TestSolution.Parse(Code);
        var change = solution.Replace("App/C.cs", "false", "Regex.IsMatch(s, \"x\") && s.Any(c => c == 'x')");

        var repair = await RepairAsync(solution, change);

        Assert.NotNull(repair);
        Assert.Equal(VerificationStatus.Verified, repair.Verdict.Status);
        Assert.Equal<string>(["added using System.Text.RegularExpressions", "added using System.Linq"], repair.Verdict.Repaired);
        var file = Assert.Single(repair.Changes.Files);
        Expect.Text(file.After!.ToString(), """
            using System.Linq;
            using System.Text;
            using System.Text.RegularExpressions;

            class C
            {
                bool M(string s) => Regex.IsMatch(s, "x") && s.Any(c => c == 'x');
            }
            """);
        Assert.Equal(file.After.ToString(), file.Before!.WithChanges(file.Hunks.Select(h => h.Change)).ToString());
        Assert.Equal(3, file.Hunks.Length);
    }

    [Fact]
    public async Task In_a_new_file_the_using_becomes_part_of_its_one_hunk()
    {
        var solution = TestSolution.Parse(Code);
        var change = TestSolution.Create("App/D.cs", "class D { StringBuilder M() => new(); }\n");

        var repair = await RepairAsync(solution, change);

        var file = Assert.Single(repair!.Changes.Files);
        Assert.Equal("using System.Text;\n\nclass D { StringBuilder M() => new(); }\n", file.After!.ToString());
        Assert.Equal(file.After.ToString(), Assert.Single(file.Hunks).NewText);
    }

    [Theory]
    [InlineData("Timer.Equals(null, null)")]
    [InlineData("Unheard.Of()")]
    [InlineData("1")]
    public async Task Where_no_single_answer_is_right_nothing_is_done(string body)
    {
        var solution = TestSolution.Parse(Code);

        Assert.Null(await RepairAsync(solution, solution.Replace("App/C.cs", "false", body)));
    }

    [Fact]
    public async Task A_using_that_would_break_something_else_is_not_added()
    {
        var solution = TestSolution.Parse("""
            //- Lib/N.cs
            namespace One { public class Same; }
            namespace Two { public class Same; public class Wanted; }
            //- App/C.cs
            using One;
            class C { Same S = new(); object M() => null!; }
            """);

        Assert.Null(await RepairAsync(solution, solution.Replace("App/C.cs", "null!", "new Wanted()")));
    }

    private static async Task<VerifiedRepair?> RepairAsync(TestSolution solution, FileChange change)
    {
        var changes = new ChangeSet([change]);
        Task<Verdict> Judge(ChangeSet c, CancellationToken token) => CSharpJudge.JudgeAsync(solution.Solution, c, new JudgeOptions(), token);
        return await new UsingRepair(solution.Solution, Judge).RunAsync(changes, await Judge(changes, Deadline.Token()), Deadline.Token());
    }
}
