using CodexLsp.CSharp.Context;
using CodexLsp.Engine.Context;

namespace CodexLsp.CSharp.Tests.Context;

public sealed class CSharpContextBuilderTests
{
    [Fact]
    public async Task What_is_missing_is_said_by_the_compiler_and_by_the_callers()
    {
        var fixture = SolutionFixture.Load(
            """
            //- Core/Basket.cs
            namespace Core;

            public class Basket
            {
            [|    public int Count() => lines.Count;
            |]}
            //- Core.Tests/BasketTests.cs
            using Core;

            class BasketTests
            {
                int Counts(Basket basket) => basket.Count() + basket.Sum();
            }
            """);

        Expect.Text(
            await ContextPackText.ShowAsync((fixture.Document, fixture.Selection)),
            """
            ── Selection Basket.cs:5 (to be changed)
            ── Diagnostic diagnostics (what the compiler says of the selection)
            line 5: error CS0103: The name 'lines' does not exist in the current context
            line 5: warning CS1591: Missing XML comment for publicly visible type or member 'Basket.Count()'
            ── Outline Basket (encloses the selection)
            public class Basket
            ── Diagnostic members expected of Basket (callers use them, nobody wrote them)
            Basket.Sum is not there, but: int Counts(Basket basket) => basket.Count() + basket.Sum();
            ── Test BasketTests.Counts (tests Count)
            int Counts(Basket basket) => basket.Count() + basket.Sum();
            ── Instructions style (what the project asks of new code)
            C# 14.0, nullable enabled.
            """);
    }

    [Fact]
    public async Task A_call_through_an_interface_is_a_call()
    {
        var fixture = SolutionFixture.Load(
            """
            interface IJob { void Run(int count); }

            class Job : IJob
            {
                private const int Most = 3;

            [|    [Obsolete]
                public void Run(int count)
                {
                    foreach (var part in new Parts()) { }
                    var (first, second) = new Pair(1, 2);
                    Level level = (Level)count;
                }
            |]}

            class Parts { public IEnumerator<int> GetEnumerator() => null!; }

            class Pair(int first, int second) { public void Deconstruct(out int one, out int two) => (one, two) = (first, second); }

            enum Level { Low, High }

            class Program
            {
                [STAThread]
                static void Start(
                    IJob job,
                    [System.ComponentModel.Description("a")] int count) // as long as this
                {
                    job.Run(count);
                }
            }
            """);

        Expect.Text(
            await ContextPackText.ShowAsync((fixture.Document, fixture.Selection)),
            """
            ── Selection File.cs:7-13 (to be changed)
            ── Outline Job (encloses the selection)
            class Job : IJob
                private const int Most = 3;
            ── Definition Parts.GetEnumerator (used by the selection, 2 times)
            class Parts
                public IEnumerator<int> GetEnumerator();
            ── Definition Pair.Deconstruct (used by the selection, 2 times)
            class Pair(int first, int second)
                public void Deconstruct(out int one, out int two);
            ── Definition Level (used by the selection, 2 times)
            enum Level { Low, High }
            ── Caller Program.Start (uses Run)
            static void Start(IJob job, [System.ComponentModel.Description("a")] int count);
                job.Run(count);
            ── Definition ObsoleteAttribute.ObsoleteAttribute (used by the selection)
            class ObsoleteAttribute
                ObsoleteAttribute();
            ── Instructions style (what the project asks of new code)
            C# 14.0, nullable enabled.
            """);
    }

    [Fact]
    public async Task A_small_budget_keeps_what_is_used()
    {
        var members = string.Concat(Enumerable.Range(0, 200).Select(i => $"    public int Member{i}(string first, string second) => {i};\n"));
        var fixture = SolutionFixture.Load($"class Large\n{{\n[|    int Sum() => Member150(\"\", \"\");\n|]{members}}}\n");

        var pack = await CSharpContextBuilder.BuildAsync(fixture.Document, fixture.Selection, null, 100, isBound: true, Deadline.Token());

        Assert.True(pack.Tokens <= 100);
        var outline = Assert.Single(pack.Items, i => i.Kind == ContextKind.Outline);
        Assert.Contains("    public int Member150(string first, string second);", outline.Text, StringComparison.Ordinal);
    }
}
