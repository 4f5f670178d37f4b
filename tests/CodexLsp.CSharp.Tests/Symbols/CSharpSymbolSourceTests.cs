using System.Collections.Immutable;
using CodexLsp.CSharp.Loading;
using CodexLsp.CSharp.Symbols;
using CodexLsp.CSharp.Tests.Context;
using CodexLsp.CSharp.Tests.Loading;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.FileGraph;
using CodexLsp.Engine.Tools;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Tests.Symbols;

/// <summary>Symbols of the sample, loaded as a user's solution is.</summary>
public sealed class CSharpSymbolSourceTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly CSharpWorkspace _workspace;
    private readonly CSharpSymbolSource _symbols;

    public CSharpSymbolSourceTests()
    {
        _workspace = new CSharpWorkspace(Dotnet.NewLoader(), DotnetLocator.OfThisMachine, () => new WorkspaceOptions(), _ => { });
        _symbols = new CSharpSymbolSource(_workspace, new WorkspaceFiles());
    }

    private Overlay Tree => Overlay.Over(Snapshot.Empty with { Folders = [new AbsolutePath(_folder.Path)], Trusted = true });

    public async Task InitializeAsync()
    {
        _folder.CopySources(Path.Combine(LoadedRepository.Root(), "samples", "Shop"));
        await Dotnet.Run(_folder.Path, "restore", "Shop.sln");
    }

    public async Task DisposeAsync()
    {
        await _workspace.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Declarations_definitions_uses_and_findings_are_those_of_the_solution_with_the_turns_edits()
    {
        Expect.Text(await FindAsync(Tree, "money"), """
            Shop.Core/Money.cs:7 record struct Money │ public readonly record struct Money(decimal Amount, string Currency) : IComparable<Money>
            Shop.Tests/MoneyTests.cs:5 class MoneyTests │ public sealed class MoneyTests
            """);
        Expect.Text(await FindAsync(Tree, "Basket.Add"), """
            Shop.Core/Orders/Basket.cs:15 method Basket › Add │ public void Add(Product product);
            Shop.Core/Orders/Basket.cs:17 method Basket › Add │ public void Add(Product product, int quantity);
            """);

        // From the use of a member to its declaration, and from there to all its uses.
        Expect.Text(await DefinitionAsync("Shop.Core/Orders/Basket.cs", "_lines.Add(new OrderLine", "OrderLine"), """
            Shop.Core/Orders/OrderLine.cs:4 record OrderLine │ public sealed record OrderLine(Product Product, int Quantity)
            """);
        Expect.Text(await DefinitionAsync("Shop.Core/Orders/Basket.cs", "=> _lines.Count", "_lines"), """
            Shop.Core/Orders/Basket.cs:9 field Basket › _lines │ private readonly List<OrderLine> _lines;
            """);
        Expect.Text(await DefinitionAsync("Shop.Core/Orders/Basket.cs", "if (index < 0)", "index"), """
            Shop.Core/Orders/Basket.cs:24 local Basket.Add › index │ var index = IndexOf(product.Sku);
            """);
        Assert.Equal("", await DefinitionAsync("Shop.Core/Orders/Basket.cs", "nameof(quantity)", "ArgumentOutOfRangeException"));
        Assert.Equal("", await DefinitionAsync("Shop.Core/Orders/Basket.cs", "nameof(quantity)", "Absent"));
        Expect.Text(await ReferencesAsync(Tree, "Shop.Core/Money.cs", "Money Percent", "Percent"), """
            Shop.Core/Pricing/Discount.cs:18 reference Discount.DiscountFor › Percent │ discount += line.Total.Percent(PercentFor(line));
            """);
        Assert.Equal("", Show((await _symbols.DiagnosticsAsync(Tree, null, Deadline.Token()))!.Value));

        var money = At("Shop.Core/Money.cs");
        var before = SourceText.From(await File.ReadAllTextAsync(money.Value));
        var edited = Tree.With(new ChangeSet(
        [
            FileChange.Modify(money, before, SourceText.From(before.ToString().Replace("public Money Percent(", "public Money Share(", StringComparison.Ordinal))),
            FileChange.Create(At("Shop.Core/Fresh.cs"), SourceText.From("namespace Shop.Core;\npublic sealed class Fresh { public Money Tenth(Money m) => m.Share(10m); }\n")),
        ]));

        Expect.Text(await FindAsync(edited, "Fresh"), """
            Shop.Core/Fresh.cs:2 class Fresh │ public sealed class Fresh
            """);
        Expect.Text(await ReferencesAsync(edited, "Shop.Core/Money.cs", "Money Percent", "Share"), """
            Shop.Core/Fresh.cs:2 reference Fresh.Tenth › Share │ public sealed class Fresh { public Money Tenth(Money m) => m.Share(10m); }
            """);
        Expect.Text(Show((await _symbols.DiagnosticsAsync(edited, null, Deadline.Token()))!.Value), """
            Shop.Core/Pricing/Discount.cs:18 Error CS1061 Shop.Core(net10.0), Shop.Core(netstandard2.0)
            """);
        Assert.Equal("", Show((await _symbols.DiagnosticsAsync(edited, money, Deadline.Token()))!.Value));
        Assert.Null(await _symbols.DiagnosticsAsync(edited, At("README.md"), Deadline.Token()));
    }

    [Fact]
    public async Task Without_trust_files_are_known_by_their_syntax_and_by_each_other()
    {
        var tree = Overlay.Over(Tree.Base with { Trusted = false });

        Assert.StartsWith("Shop.Core/Orders/Basket.cs", await FindAsync(tree, "Basket.Add"), StringComparison.Ordinal);
        Assert.Contains("Shop.Core/Product.cs", await ReferencesAsync(tree, "Shop.Core/Money.cs", "record struct Money", "Money"), StringComparison.Ordinal);
        Assert.Null(await _symbols.DiagnosticsAsync(tree, At("Shop.Core/Money.cs"), Deadline.Token()));
    }

    [Fact]
    public async Task An_outline_has_every_kind_of_member()
    {
        _folder.Write("Shop.Core/All.cs", """
            namespace A.B
            {
                [Obsolete]
                public record Line(string Sku, int Count = 1) : IDisposable
                {
                    private const int Most = 3, Least = 1;
                    public event EventHandler? Changed;
                    public Line() : this("") { }
                    ~Line() { }
                    public int this[int i] => i;
                    public static Line operator +(Line a, Line b) => a;
                    public static implicit operator int(Line l) => 1;
                    public T Get<T>(T value) where T : class { void Local() { } return value; }
                    public string? Name { get; private set; } = "";
                    private protected struct Inner { enum Kind { One, Two } }
                }
                delegate void Done(int code);
                public interface IThing { void Do(); }
            }
            """);

        Expect.Text(Show(await _symbols.OutlineAsync(Tree, At("Shop.Core/All.cs"), Deadline.Token())), """
            Shop.Core/All.cs:3 record Line │ public record Line(string Sku, int Count = 1) : IDisposable
            Shop.Core/All.cs:4 property Line › Sku │ string Sku
            Shop.Core/All.cs:4 property Line › Count │ int Count = 1
            Shop.Core/All.cs:6 field Line › Most │ private const int Most = 3;
            Shop.Core/All.cs:6 field Line › Least │ private const int Least = 1;
            Shop.Core/All.cs:7 event Line › Changed │ public event EventHandler? Changed;
            Shop.Core/All.cs:8 constructor Line › Line │ public Line();
            Shop.Core/All.cs:9 destructor Line › ~Line │ ~Line();
            Shop.Core/All.cs:10 indexer Line › this[] │ public int this[int i] { get; }
            Shop.Core/All.cs:11 operator Line › operator + │ public static Line operator +(Line a, Line b);
            Shop.Core/All.cs:12 operator Line › operator int │ public static implicit operator int(Line l);
            Shop.Core/All.cs:13 method Line › Get │ public T Get<T>(T value) where T : class;
            Shop.Core/All.cs:14 property Line › Name │ public string? Name { get; private set; }
            Shop.Core/All.cs:15 struct Line › Inner │ private protected struct Inner
            Shop.Core/All.cs:15 enum Line.Inner › Kind │ enum Kind { One, Two }
            Shop.Core/All.cs:15 value Line.Inner.Kind › One │ One,
            Shop.Core/All.cs:15 value Line.Inner.Kind › Two │ Two,
            Shop.Core/All.cs:17 delegate Done │ delegate void Done(int code);
            Shop.Core/All.cs:18 interface IThing │ public interface IThing
            Shop.Core/All.cs:18 method IThing › Do │ void Do();
            """);
        Assert.Empty(await _symbols.OutlineAsync(Tree, At("Shop.Core/None.cs"), Deadline.Token()));
    }

    private async Task<string> FindAsync(Overlay tree, string query) => Show(await _symbols.FindAsync(tree, query, 8, Deadline.Token()));

    private async Task<string> DefinitionAsync(string path, string line, string name) =>
        Show(await _symbols.DefinitionAsync(Tree, At(path), LineOf(path, line), name, Deadline.Token()));

    private async Task<string> ReferencesAsync(Overlay tree, string path, string line, string name) =>
        Show(await _symbols.ReferencesAsync(tree, At(path), LineOf(path, line), name, 100, Deadline.Token()));

    private int LineOf(string path, string text) => Array.FindIndex(File.ReadAllLines(_folder[path]), l => l.Contains(text, StringComparison.Ordinal));

    private AbsolutePath At(string relative) => new(_folder[relative]);

    private string Show(ImmutableArray<SymbolPlace> places) => string.Join('\n', places.Select(p =>
        $"{p.Path.RelativeTo(new AbsolutePath(_folder.Path))}:{p.Range.Start.Line + 1} {p.Kind} {(p.Container is null ? "" : p.Container + " › ")}{p.Name} │ {p.Signature}"));

    private string Show(ImmutableArray<Engine.Verification.Finding> findings) => string.Join('\n', findings.Select(f =>
        $"{f.Path.RelativeTo(new AbsolutePath(_folder.Path))}:{f.Range.Start.Line + 1} {f.Severity} {f.Code} {f.Project}"));
}
