using CodexLsp.Engine.Context;
using CodexLsp.Engine.FileGraph;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Tests.FileGraph;

public sealed class FileGraphContextTests
{
    private const string Shop = """
        //- src/money.ts
        /** Cents, never fractions of them. */
        export class Money {
          constructor(readonly cents: number) {}
          plus(other: Money): Money { return new Money(this.cents + other.cents); }
        }
        export const zero = new Money(0);
        export function unrelated() {}
        //- src/basket.ts
        import { Money, zero } from './money';
        import type { Line } from './line';
        const limit = 10;
        export class Basket {
          private readonly lines: Line[] = [];
          add(line: Line): void {
            this.lines.push(line);
          }
          /**
           * The sum.
           */
          total(): Money {
            $$return this.lines.slice(0, limit).reduce((sum, line) => sum.plus(line.price), zero);
          }
          other() {}
        }
        //- src/line.ts
        import { Money } from './money';
        export interface Line { sku: string; price: Money }
        export class Stock { find(sku: string): Line | undefined { return undefined; } }
        //- src/checkout.ts
        import { Basket } from './basket';
        export function checkout(basket: Basket): string {
          const total = basket.total();
          return `${total.cents}`;
        }
        //- test/basket.test.ts
        import test from 'node:test';
        import { Basket } from '../src/basket';
        test('sums its lines', () => {
          assert.equal(new Basket().total().cents, 0);
        });
        """;

    private const string Python = """
        //- shop/money.py
        class Money:
            def __init__(self, cents: int):
                self.cents = cents
            def plus(self, other: "Money") -> "Money":
                return Money(self.cents + other.cents)
        ZERO = Money(0)
        //- shop/basket.py
        from .money import Money, ZERO
        class Basket:
            def __init__(self):
                self.lines = []
            def add(self, line):
                self.lines.append(line)
            @cached
            def total(self) -> Money:
                $$result = ZERO
                for line in self.lines:
                    result = result.plus(line)
                return result
        def helper():
            return Basket().total()
        //- tests/test_basket.py
        from shop.basket import Basket
        class BasketTest:
            def test_total(self):
                self.assertEqual(Basket().total().cents, 0)
        """;

    [Fact]
    public async Task A_method_comes_with_its_type_what_it_uses_and_who_uses_it()
    {
        Expect.Text(await ShowAsync(Shop, "Give it a discount; see Stock.find"), """
            ── Selection basket.ts:9-14 src/basket.ts (to be changed)
              /**
               * The sum.
               */
              total(): Money {
                return this.lines.slice(0, limit).reduce((sum, line) => sum.plus(line.price), zero);
              }
            ── Outline Basket src/basket.ts (encloses the selection)
            const limit = 10
            export class Basket
                private readonly lines: Line[]
                add(line: Line): void
                other()
            ── Definition Stock.find src/line.ts (named in the request)
            export class Stock
                find(sku: string): Line | undefined
            ── Definition Money src/money.ts (used by the selection)
            export class Money
                constructor(readonly cents: number)
                readonly cents: number
                plus(other: Money): Money
            ── Definition Line.price src/line.ts (used by the selection)
            export interface Line
                price: Money
            ── Definition zero src/money.ts (used by the selection)
            export const zero = new Money(0)
            ── Caller checkout src/checkout.ts (uses total)
            export function checkout(basket: Basket): string
                const total = basket.total();
            ── Test sums its lines test/basket.test.ts (tests total)
            assert.equal(new Basket().total().cents, 0);
            """);
        Expect.Text(await ShowAsync(Python, null), """
            ── Selection basket.py:7-12 shop/basket.py (to be changed)
                @cached
                def total(self) -> Money:
                    result = ZERO
                    for line in self.lines:
                        result = result.plus(line)
                    return result
            ── Outline Basket shop/basket.py (encloses the selection)
            class Basket
                def __init__(self)
                self.lines = []
                def add(self, line)
            ── Definition Money shop/money.py (used by the selection)
            class Money
                def __init__(self, cents: int)
                self.cents = cents
                def plus(self, other: "Money") -> "Money"
            ── Definition ZERO shop/money.py (used by the selection)
            ZERO = Money(0)
            ── Caller helper shop/basket.py (uses total)
            def helper()
                return Basket().total()
            ── Test BasketTest.test_total tests/test_basket.py (tests total)
            def test_total(self)
                self.assertEqual(Basket().total().cents, 0)
            """);
    }

    [Fact]
    public async Task What_does_not_fit_the_budget_is_left_out()
    {
        using var workspace = new SourceWorkspace(Shop);
        var pack = await PackAsync(workspace, null, budget: 60);

        Assert.InRange(pack.Tokens, 1, 60);
        Assert.Equal(ContextKind.Selection, pack.Items[0].Kind);
    }

    [Theory]
    [InlineData("$$class A {\n  a() {}\n}\nconst b = 1;\n", "class A {\n  a() {}\n}\n")]
    [InlineData("class A {\n  /** Doc. */\n  a() {\n$$\n  }\n}\n", "  /** Doc. */\n  a() {\n\n  }\n")]
    [InlineData("/* no doc */\nfunction a() { $$}\n", "function a() { }\n")]
    [InlineData("/**\n * Doc.\n */\n@d\nexport class A { $$}\n", "/**\n * Doc.\n */\n@d\nexport class A { }\n")]
    [InlineData("a();\n$$\nb();\n", "\n")]
    [InlineData("enum A {\n  $$B,\n}\n", "enum A {\n  B,\n}\n")]
    [InlineData("describe('a', () => {\n  it('b', () => {\n    $$one();\n  });\n});\n", "  it('b', () => {\n    one();\n  });\n")]
    [InlineData("[|a();\nb|]();\nc();\n", "a();\nb();\n")]
    public void A_place_grows_to_the_member_around_it(string marked, string expected)
    {
        var file = Markup.Parse(marked).Single;
        using var workspace = new SourceWorkspace("//- a.ts\n");
        var selection = file.Position is { } position ? new TextSpan(position, 0) : file.Span;

        Assert.Equal(expected, file.Source.ToString(new FileGraphContext(workspace.Index).Grow(file.Source, workspace.At("a.ts"), selection)));
    }

    [Fact]
    public void In_Python_decorators_belong_to_the_member()
    {
        var file = Markup.Parse("class A:\n    @one\n    @two(\n        3)\n    def b(self):\n        if x:\n            $$pass\n\n    c = 1\n").Single;
        using var workspace = new SourceWorkspace("//- a.py\n");

        Assert.Equal(
            "    @one\n    @two(\n        3)\n    def b(self):\n        if x:\n            pass\n",
            file.Source.ToString(new FileGraphContext(workspace.Index).Grow(file.Source, workspace.At("a.py"), new TextSpan(file.Position!.Value, 0))));
    }

    [Fact]
    public async Task A_file_that_git_ignores_has_a_context_all_the_same()
    {
        using var workspace = new SourceWorkspace("""
            //- .gitignore
            made/
            //- made/a.ts
            import { known } from '../known';
            $$known();
            const own = 1;
            //- known.ts
            export function known(): void {}
            """);

        Assert.Contains((await PackAsync(workspace, null)).Items, i => i.Text == "export function known(): void");
    }

    private static async Task<string> ShowAsync(string markup, string? instruction)
    {
        using var workspace = new SourceWorkspace(markup);
        var pack = await PackAsync(workspace, instruction);
        return string.Join('\n', pack.Items.Select(i => $"── {i.Kind} {i.Title} {i.Path!.Value.RelativeTo(workspace.Root)} ({i.Why})\n{i.Text.TrimEnd()}"));
    }

    private static Task<ContextPack> PackAsync(SourceWorkspace workspace, string? instruction, int budget = 1500)
    {
        var source = new FileGraphContext(workspace.Index);
        var path = workspace.At(workspace.Marked.Path);
        var selection = source.Grow(workspace.Marked.Source, path, new TextSpan(workspace.Marked.Position!.Value, 0));
        return source.GatherAsync(workspace.Snapshot, path, selection, instruction, budget, Deadline.Token());
    }
}
