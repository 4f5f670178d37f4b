using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Tests.FileGraph;

public sealed class FileGraphSymbolsTests
{
    private const string Shop = """
        //- src/money.ts
        export function format(cents: number): string { return String(cents); }
        export class Money {
          constructor(readonly cents: number) {}
          plus(other: Money): Money { return new Money(this.cents + other.cents); }
        }
        export default Money;
        //- src/index.ts
        export * from './money.js';
        export { total as sum } from './basket';
        //- src/basket.ts
        import Cash, { format as show } from './money';
        import * as money from './money';
        export function total(lines: Cash[]): Cash { return lines.reduce((a, b) => a.plus(b), new Cash(0)); }
        export const text = (m: Cash) => show(m.cents) + money.format(1);
        //- src/app/main.ts
        import { sum, format } from '@shop/index';
        import { Money } from 'src/index';
        console.log(sum([new Money(1)]), format(2));
        const local = { total: 1 };
        //- src/other.ts
        function total() { return 'another'; }
        total();
        //- tsconfig.json
        {
          // comments are fine
          "compilerOptions": { "baseUrl": ".", "paths": { "@shop/*": ["src/*"], } },
        }
        """;

    private const string Python = """
        //- shop/__init__.py
        from .basket import Basket
        from . import money
        //- shop/money.py
        def fmt(cents: int) -> str:
            return str(cents)
        class Money:
            def plus(self, other): return self.copy(other)
            def copy(self, other): return other
        //- shop/basket.py
        from shop.money import Money as Cash, fmt
        import shop.money
        class Basket:
            def total(self) -> Cash:
                return Cash().plus(Cash())
            def show(self):
                return fmt(1) + shop.money.fmt(2)
        //- tests/test_basket.py
        from shop import Basket, money
        def test_total():
            assert Basket().total() and money.fmt(1)
        """;

    [Fact]
    public async Task Declarations_are_found_by_a_part_of_their_name_the_best_first()
    {
        using var workspace = new SourceWorkspace(Shop);

        Expect.Text(await workspace.FindAsync("total"), """
            src/basket.ts:3-3 function total │ export function total(lines: Cash[]): Cash
            src/other.ts:1-1 function total │ function total()
            """);
        Expect.Text(await workspace.FindAsync("MON"), """
            src/money.ts:2-5 class Money │ export class Money
            """);
        Expect.Text(await workspace.FindAsync("Money.plus"), """
            src/money.ts:4-4 method Money › plus │ plus(other: Money): Money
            """);
        Assert.Equal("", await workspace.FindAsync(""));
        Assert.Single((await workspace.FindAsync("o", most: 1)).Split('\n'));
    }

    [Theory]
    [InlineData("src/app/main.ts", "console.log(sum(", 12, "src/basket.ts:3-3 function total")]
    [InlineData("src/app/main.ts", "format(2)", 0, "src/money.ts:1-1 function format")]
    [InlineData("src/app/main.ts", "new Money(1)", 4, "src/money.ts:2-5 class Money")]
    [InlineData("src/basket.ts", "a.plus(b)", 2, "src/money.ts:4-4 method Money › plus")]
    [InlineData("src/basket.ts", "show(m.cents)", 0, "src/money.ts:1-1 function format")]
    [InlineData("src/basket.ts", "money.format(1)", 6, "src/money.ts:1-1 function format")]
    [InlineData("src/basket.ts", "Cash[]", 0, "src/money.ts:2-5 class Money")]
    [InlineData("src/money.ts", "this.cents", 5, "src/money.ts:3-3 property Money › cents")]
    [InlineData("src/other.ts", "total();", 0, "src/other.ts:1-1 function total")]
    [InlineData("src/other.ts", "function total", 9, "src/other.ts:1-1 function total")]
    [InlineData("src/app/main.ts", "console", 0, "")]
    public Task A_definition_is_found_through_imports(string file, string place, int offset, string expected) =>
        DefinitionIs(Shop, file, place, offset, expected);

    [Theory]
    [InlineData("tests/test_basket.py", "Basket().", 0, "shop/basket.py:3-7 class Basket")]
    [InlineData("tests/test_basket.py", "money.fmt", 6, "shop/money.py:1-2 function fmt")]
    [InlineData("tests/test_basket.py", ".total()", 1, "shop/basket.py:4-5 method Basket › total")]
    [InlineData("tests/test_basket.py", "money.fmt", 0, "shop/money.py:1-1 module")]
    [InlineData("shop/basket.py", "shop.money.fmt(2)", 11, "shop/money.py:1-2 function fmt")]
    [InlineData("shop/basket.py", "Cash().plus", 0, "shop/money.py:3-5 class Money")]
    [InlineData("shop/money.py", "self.copy", 5, "shop/money.py:5-5 method Money › copy")]
    public Task A_definition_is_found_through_packages(string file, string place, int offset, string expected) =>
        DefinitionIs(Python, file, place, offset, expected);

    [Fact]
    public async Task References_come_from_the_files_that_import_the_declaration_whatever_they_call_it()
    {
        using var format = new SourceWorkspace(Mark(Shop, "src/money.ts", "format(cents", 0));
        Expect.Text(await format.ReferencesAsync(), """
            src/app/main.ts:1-1 reference format │ import { sum, format } from '@shop/index';
            src/app/main.ts:3-3 reference format │ console.log(sum([new Money(1)]), format(2));
            src/basket.ts:1-1 reference format │ import Cash, { format as show } from './money';
            src/basket.ts:1-1 reference show │ import Cash, { format as show } from './money';
            src/basket.ts:4-4 reference text › show │ export const text = (m: Cash) => show(m.cents) + money.format(1);
            src/basket.ts:4-4 reference text › format │ export const text = (m: Cash) => show(m.cents) + money.format(1);
            """);
        using var total = new SourceWorkspace(Mark(Shop, "src/basket.ts", "total(lines", 0));
        Expect.Text(await total.ReferencesAsync(), """
            src/app/main.ts:1-1 reference sum │ import { sum, format } from '@shop/index';
            src/app/main.ts:3-3 reference sum │ console.log(sum([new Money(1)]), format(2));
            src/index.ts:2-2 reference total │ export { total as sum } from './basket';
            """);
        using var plus = new SourceWorkspace(Mark(Python, "shop/money.py", "plus", 0));
        Expect.Text(await plus.ReferencesAsync(), """
            shop/basket.py:5-5 reference Basket.total › plus │ return Cash().plus(Cash())
            """);
        using var fmt = new SourceWorkspace(Mark(Python, "shop/money.py", "fmt", 0));
        Expect.Text(await fmt.ReferencesAsync(), """
            shop/basket.py:1-1 reference fmt │ from shop.money import Money as Cash, fmt
            shop/basket.py:7-7 reference Basket.show › fmt │ return fmt(1) + shop.money.fmt(2)
            shop/basket.py:7-7 reference Basket.show › fmt │ return fmt(1) + shop.money.fmt(2)
            tests/test_basket.py:3-3 reference test_total › fmt │ assert Basket().total() and money.fmt(1)
            """);
    }

    [Fact]
    public async Task Names_in_strings_and_comments_are_no_uses()
    {
        using var workspace = new SourceWorkspace("""
            //- a.ts
            export const $$value = 1;
            // value
            const text = 'value' + `value ${value}` + /value/;
            """);

        Expect.Text(await workspace.ReferencesAsync(), """
            a.ts:3-3 reference text › value │ const text = 'value' + `value ${value}` + /value/;
            """);
    }

    [Fact]
    public async Task Modules_that_export_each_other_in_a_ring_are_left_again()
    {
        using var workspace = new SourceWorkspace("""
            //- a.ts
            import { missing } from './b';
            $$missing();
            //- b.ts
            export * from './c';
            export * from './b';
            //- c.ts
            export * from './b';
            export { missing } from './c';
            """);

        Assert.Equal("", await workspace.DefinitionAsync());
    }

    [Fact]
    public async Task Only_files_that_changed_are_read_again_and_unsaved_text_counts()
    {
        using var workspace = new SourceWorkspace(Shop);
        var before = workspace.Index.Read(workspace.Snapshot, Deadline.Token());
        workspace.Write("src/added.ts", "export function added() {}");
        workspace.Delete("src/other.ts");
        workspace.Open("src/basket.ts", "export function unsaved() {}");
        workspace.Open("src/never-saved.ts", "export function neverSaved() {}");
        var after = workspace.Index.Read(workspace.Snapshot, Deadline.Token());

        Assert.Same(before.Of(workspace.At("src/money.ts")), after.Of(workspace.At("src/money.ts")));
        Assert.Equal("added", Assert.Single(after.Of(workspace.At("src/added.ts")).Declarations).Name);
        Assert.Equal("unsaved", Assert.Single(after.Of(workspace.At("src/basket.ts")).Declarations).Name);
        Assert.Equal("neverSaved", Assert.Single(after.Of(workspace.At("src/never-saved.ts")).Declarations).Name);
        Assert.DoesNotContain(workspace.At("src/other.ts"), after.Files.Keys);
    }

    [Fact]
    public async Task A_turn_sees_its_own_edits()
    {
        using var workspace = new SourceWorkspace(Shop);
        var before = SourceText.From(await File.ReadAllTextAsync(workspace.At("src/other.ts").Value));
        var tree = Overlay.Over(workspace.Snapshot).With(new ChangeSet(
        [
            FileChange.Delete(workspace.At("src/other.ts"), before),
            FileChange.Create(workspace.At("src/mine.ts"), SourceText.From("export function totalOfMine() {}")),
        ]));

        var found = await workspace.Symbols.FindAsync(tree, "total", 9, Deadline.Token());
        Assert.Equal(["basket.ts", "mine.ts"], found.Select(f => f.Path.Name));
        Assert.Empty(await workspace.Symbols.OutlineAsync(tree, workspace.At("src/other.ts"), Deadline.Token()));
        Assert.Null(await workspace.Symbols.DiagnosticsAsync(tree, null, Deadline.Token()));
    }

    private static async Task DefinitionIs(string markup, string file, string place, int offset, string expected)
    {
        using var workspace = new SourceWorkspace(Mark(markup, file, place, offset));
        Assert.StartsWith(expected, await workspace.DefinitionAsync(), StringComparison.Ordinal);
        Assert.Equal(expected.Length == 0, (await workspace.DefinitionAsync()).Length == 0);
    }

    private static string Mark(string markup, string file, string place, int offset)
    {
        var header = markup.IndexOf($"//- {file}", StringComparison.Ordinal);
        var at = markup.IndexOf(place, header, StringComparison.Ordinal) + offset;
        return markup.Insert(at, "$$");
    }
}
