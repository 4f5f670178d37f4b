using CodexLsp.CSharp.Repair;
using CodexLsp.CSharp.Tests.Verification;
using CodexLsp.CSharp.Verification;

namespace CodexLsp.CSharp.Tests.Repair;

public sealed class MissingUsingsTests
{
    [Theory]
    [InlineData("class C { bool M() => Regex.IsMatch(\"\", \"\"); }", "System.Text.RegularExpressions")]
    [InlineData("class C { List<int> M() => new(); }", "System.Collections.Generic")]
    [InlineData("class C { int M(int[] a) => a.First(); }", "System.Linq")]
    [InlineData("class C { int? M(int[]? a) => a?.First(); }", "System.Linq")]
    [InlineData("class C { object M(int[] a) => from i in a select i; }", "System.Linq")]
    [InlineData("using System.Collections; class C { IEnumerable<int> M() => null!; }", "System.Collections.Generic")]
    [InlineData("[Description(\"x\")] class C;", "System.ComponentModel")]
    [InlineData("class C { Timer M() => null!; }", "System.Threading, System.Timers")]
    [InlineData("class C { Helpful M() => null!; }", "Shop.Deep")]
    [InlineData("class C { Hidden M() => null!; }", "")]
    [InlineData("class C { Old M() => null!; }", "")]
    [InlineData("class C { int M() => Missing(); }", "")]
    [InlineData("class C { Nowhere M() => null!; }", "")]
    [InlineData("class C { string M(C c) => c.Shout(); }", "")]
    [InlineData("class C { string M(string s) => s.Shout(); }", "Shop.Deep")]
    public async Task The_namespaces_of_an_unknown_name(string code, string namespaces)
    {
        var solution = TestSolution.Parse($$"""
            //- Lib/Deep.cs
            namespace Shop.Deep
            {
                public class Helpful;
                class Hidden;
                [System.Obsolete] public class Old;
                public static class Words { public static string Shout(this string s) => s; }
            }
            //- App/C.cs
            {{code}}
            """).Solution;
        var document = solution.GetDocument(solution.GetDocumentIdsWithFilePath(TestSolution.PathOf("App/C.cs").Value)[0])!;
        var compilation = await document.Project.RequireCompilationAsync(Deadline.Token());
        var said = compilation.GetDiagnostics(Deadline.Token()).Where(d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error);

        var missing = await MissingUsings.FindAsync(document, said.Select(d => (d.Id, d.Location.SourceSpan)), Deadline.Token());

        Assert.Equal(namespaces, string.Join(", ", missing.SelectMany(m => m.Candidates).Select(c => c.Namespace).Distinct()));
    }
}
