using CodexLsp.Engine.Documents;
using CodexLsp.Engine.FileGraph;
using CodexLsp.Engine.FileGraph.TypeScript;
using FsCheck;
using FsCheck.Fluent;

namespace CodexLsp.Engine.Tests.FileGraph;

public sealed class TypeScriptReaderTests
{
    private static readonly string[] Pieces =
    [
        "class ", "A", "b", "function ", "const ", "=", "=>", "(", ")", "{", "}", "[", "]", "<", ">", "</", "/>", "`", "${", "'", "\"", "/", "/*", "*/", "//", "\n", "\\",
        ";", ",", ":", "?", ".", "...", "@", "#x", "import ", "export ", "default ", "from ", "'./a'", "type ", "interface ", "enum ", "namespace ", "describe(", "as ",
        "async ", "get ", "static ", "extends ", "require(", "*", "|", "&", "0", "é", "\uD800", "\0", " ", "return ", "if (", "typeof ", "is ", "module.exports = ",
    ];

    [Fact]
    public async Task What_a_file_declares_is_its_outline()
    {
        using var workspace = new SourceWorkspace("""
            //- shop.ts
            import { a } from './a';
            /** A line of an order. */
            export interface Line<T = string> {
              readonly sku: T;
              quantity: number,
              price?(at: Date): Promise<{ cents: number }>
              [key: string]: unknown;
            }
            export type Id = string | { raw: string }
            export type Total = {
              cents: number;
              currency: 'EUR' | 'USD'
            };
            type Mapper<T> = (x: T) => x is T
            export const enum Status { Open, Paid = 'paid', Gone = 1 << 2 }
            export abstract class Order<T extends { id: string }> extends Base<T> implements Line<string>, Other {
              static #count = 0;
              private readonly lines: Map<string, Line[]> = new Map<string, Line[]>();
              declare x
              y = 1
              handler = async (e: Event): Promise<void> => { this.y++ };
              static { Order.#count = 1 }
              constructor(private readonly clock: () => Date, public name = 'a, b', plain: number) { super() }
              get total(): number { return 1 / 2 / 3 }
              @log({ level: 'x' }) @memo
              public async *add<K extends keyof T>(line: Line, { deep: [z] }: any = {}): AsyncGenerator<K> {
                const inner = () => { class Hidden {} };
              }
              abstract sum(a: number): string
              abstract sum(a: string): number;
              'quoted-name'() {}
              [Symbol.iterator]() {}
            }
            export default async function run(...args: string[]): Promise<void> {}
            export const tax = (cents: number, rate = 0.2): number => cents * rate, limit = 10;
            export const longValue = [1, 2, 3, 4].map(x => x * 2).filter(Boolean)
            let { first, second: renamed, ...others } = tax, [third] = [1]
            export function overload(a: string): void
            export function overload(a: number): void
            export function overload(a: unknown) {}
            declare module 'ext' { export function typed(): void }
            namespace Outer.Inner { export const deep = 1; namespace More { function most() {} } }
            var regex = /[/'"`]{/g, after = 2
            const text = `a ${ { b: `}` } } function no() {}`;
            export { limit as most, regex };
            export * from './b';
            """);

        Expect.Text(await workspace.OutlineAsync("shop.ts"), """
            3-8 interface Line │ export interface Line<T = string>
            4-4 property Line › sku │ readonly sku: T
            5-5 property Line › quantity │ quantity: number
            6-6 method Line › price │ price?(at: Date): Promise<{ cents: number }>
            7-7 property Line › [key: string] │ [key: string]: unknown
            9-9 type Id │ export type Id = string | { raw: string }
            10-13 type Total │ export type Total
            11-11 property Total › cents │ cents: number
            12-12 property Total › currency │ currency: 'EUR' | 'USD'
            14-14 type Mapper │ type Mapper<T> = (x: T) => x is T
            15-15 enum Status │ export const enum Status { Open, Paid = 'paid', Gone = 1 << 2 }
            15-15 value Status › Open │ Open
            15-15 value Status › Paid │ Paid = 'paid'
            15-15 value Status › Gone │ Gone = 1 << 2
            16-33 class Order │ export abstract class Order<T extends { id: string }> extends Base<T> implements Line<string>, Other
            17-17 property Order › #count │ static #count
            18-18 property Order › lines │ private readonly lines: Map<string, Line[]>
            19-19 property Order › x │ declare x
            20-20 property Order › y │ y
            21-21 method Order › handler │ handler = async (e: Event): Promise<void>
            23-23 constructor Order › constructor │ constructor(private readonly clock: () => Date, public name = 'a, b', plain: number)
            23-23 property Order › clock │ private readonly clock: () => Date
            23-23 property Order › name │ public name
            24-24 method Order › total │ get total(): number
            25-28 method Order › add │ public async *add<K extends keyof T>(line: Line, { deep: [z] }: any = {}): AsyncGenerator<K>
            29-29 method Order › sum │ abstract sum(a: number): string
            30-30 method Order › sum │ abstract sum(a: string): number
            31-31 method Order › quoted-name │ 'quoted-name'()
            32-32 method Order › [Symbol.iterator] │ [Symbol.iterator]()
            34-34 function run │ export default async function run(...args: string[]): Promise<void>
            35-35 function tax │ export const tax = (cents: number, rate = 0.2): number
            35-35 const limit │ export const tax = (cents: number, rate = 0.2): number => cents * rate, limit = 10
            36-36 const longValue │ export const longValue
            37-37 let first │ let { first, second: renamed, ...others }
            37-37 let renamed │ let { first, second: renamed, ...others }
            37-37 let others │ let { first, second: renamed, ...others }
            37-37 let third │ let { first, second: renamed, ...others } = tax, [third]
            38-38 function overload │ export function overload(a: string): void
            39-39 function overload │ export function overload(a: number): void
            40-40 function overload │ export function overload(a: unknown)
            41-41 namespace ext │ declare module 'ext'
            41-41 function ext › typed │ export function typed(): void
            42-42 namespace Outer.Inner │ namespace Outer.Inner
            42-42 const Outer.Inner › deep │ export const deep = 1
            42-42 namespace Outer.Inner › More │ namespace More
            42-42 function Outer.Inner.More › most │ function most()
            43-43 var regex │ var regex = /[/'"`]{/g
            43-43 var after │ var regex = /[/'"`]{/g, after = 2
            44-44 const text │ const text
            """);
    }

    [Fact]
    public async Task Types_end_where_the_compiler_says_they_do()
    {
        using var workspace = new SourceWorkspace("""
            //- types.ts
            declare global { interface Window { shop: Shop } }
            declare module 'node:shop' { global { var shop: Shop } }
            interface Callback {
              <T extends string, U>(value: T, other: U): Promise<T>
              new (value: string): Callback
              readonly append: (name: string) => void
              readonly delete: () => void
            }
            type Route<S extends string> = S extends `/${infer Head}/${infer Rest}`
              ? Head extends keyof Routes ? Routes[Head] : never
              : unknown
            declare const rule: import('./rules').Rule<'a', []> & {
              name: string;
            };
            const counts = {} as Record<string, number>, limit = 3;
            export const lazily = <T extends Array<any>, U>(
              from: (...all: T) => Promise<U>,
            ): Map<T, U> => {
              return new Map<T, U>();
            }
            class Screen {
              constructor(@Service() private readonly service: Service, @Other other: Other) {}
              static create = <T extends string>(name: T): Shape<T, "strip"> => {
                return make(name)
              }
              after = 1
            }
            """);

        Expect.Text(await workspace.OutlineAsync("types.ts"), """
            1-1 namespace global │ declare global
            1-1 interface global › Window │ interface Window
            1-1 property global.Window › shop │ shop: Shop
            2-2 namespace node:shop │ declare module 'node:shop'
            2-2 namespace node:shop › global │ global
            2-2 var node:shop.global › shop │ var shop: Shop
            3-8 interface Callback │ interface Callback
            5-5 method Callback › new │ new (value: string): Callback
            6-6 property Callback › append │ readonly append: (name: string) => void
            7-7 property Callback › delete │ readonly delete: () => void
            9-11 type Route │ type Route<S extends string> = S extends `/${infer Head}/${infer Rest}` ? Head extends keyof Routes ? Routes[Head] : never : unknown
            12-14 const rule │ declare const rule: import('./rules').Rule<'a', []> & { name: string; }
            15-15 const counts │ const counts
            15-15 const limit │ const counts = {} as Record<string, number>, limit = 3
            16-20 function lazily │ export const lazily = <T extends Array<any>, U>(from: (...all: T) => Promise<U>,): Map<T, U>
            21-27 class Screen │ class Screen
            22-22 constructor Screen › constructor │ constructor(@Service() private readonly service: Service, @Other other: Other)
            22-22 property Screen › service │ private readonly service: Service
            23-25 method Screen › create │ static create = <T extends string>(name: T): Shape<T, "strip">
            26-26 property Screen › after │ after
            """);
    }

    [Fact]
    public async Task Markup_is_read_as_markup()
    {
        using var workspace = new SourceWorkspace("""
            //- view.tsx
            export const Cart = ({ lines }: Props) => <section title='a > b' onClick={() => { go() }}>
              Don't stop: src/** {lines.map(l => <Row key={l.id} {...l}>{`${l.name} {`}</Row>)} <br/> // no comment
              <></>
            </section>;
            const pick = <T,>(all: T[]): T => all[0]!;
            const less = (a: number, b: number) => a < b && b > a;
            export function Next(): JSX.Element { return (<Cart lines={[]} />); }
            class Last {}
            """);

        Expect.Text(await workspace.OutlineAsync("view.tsx"), """
            1-4 function Cart │ export const Cart = ({ lines }: Props)
            5-5 function pick │ const pick = <T,>(all: T[]): T
            6-6 function less │ const less = (a: number, b: number)
            7-7 function Next │ export function Next(): JSX.Element
            8-8 class Last │ class Last
            """);
    }

    [Fact]
    public async Task JavaScript_with_requires_and_tests_has_an_outline()
    {
        using var workspace = new SourceWorkspace("""
            //- basket.test.js
            #!/usr/bin/env node
            const { Basket, total: sum } = require('./basket'), fs = require('node:fs')
            exports.helper = function helper(a) { return a }
            module.exports.other = (a, b) => a
            module.exports = { Basket, made: sum }
            describe('Basket', () => {
              const setUp = () => new Basket()
              it('adds a line', async () => { assert(1) })
              it.skip(`is empty`, function () {})
            })
            test('alone', () => {})
            """);

        Expect.Text(await workspace.OutlineAsync("basket.test.js"), """
            2-2 const Basket │ const { Basket, total: sum }
            2-2 const sum │ const { Basket, total: sum }
            2-2 const fs │ const { Basket, total: sum } = require('./basket'), fs = require('node:fs')
            3-3 function helper │ exports.helper = function helper(a)
            4-4 function other │ module.exports.other = (a, b)
            6-10 test Basket │ describe('Basket'
            7-7 function Basket › setUp │ const setUp = ()
            8-8 test Basket › adds a line │ it('adds a line'
            9-9 test Basket › is empty │ it.skip(`is empty`
            11-11 test alone │ test('alone'
            """);
    }

    [Fact]
    public void Imports_and_exports_are_read_in_every_form()
    {
        var file = TypeScriptReader.Read(
            """
            import './side';
            import type { A, B as C } from "./types";
            import D, { type E, default as F } from './d'
            import * as G from './g';
            import H, * as I from './h' with { type: 'json' };
            import J = require('./j');
            import type K from './k'
            export { L, M as N } from './l'
            export * as O from './o'
            export * from './p';
            export { G as Q, D as default };
            const R = require("./r"), { S, T: U } = require('./s');
            const lazy = () => import('./lazy');
            function later() { return tslib.__importDefault(require('./later')).default; }
            module.exports = { lazy, 'later': later, part: require('./part') };
            module.exports = require('./whole');
            export default Z
            """,
            markup: false);

        Expect.Text(
            string.Join('\n', file.Imports.Select(i => $"{i.Name ?? "-"} as {i.Local ?? "-"} from {i.Module}").Concat(file.Exports.Select(e => $"export {e.Name} = {e.Local} of {e.Module ?? "-"}"))),
            """
            - as - from ./side
            A as A from ./types
            B as C from ./types
            default as D from ./d
            E as E from ./d
            default as F from ./d
            * as G from ./g
            default as H from ./h
            * as I from ./h
            * as J from ./j
            default as K from ./k
            - as - from ./l
            - as - from ./o
            - as - from ./p
            * as R from ./r
            S as S from ./s
            T as U from ./s
            - as - from ./lazy
            - as - from ./later
            - as - from ./part
            - as - from ./whole
            export L = L of ./l
            export N = M of ./l
            export O = * of ./o
            export * = * of ./p
            export Q = G of -
            export default = D of -
            export lazy = lazy of -
            export later = later of -
            export part = * of ./part
            export * = * of ./whole
            export default = Z of -
            """);
    }

    [Fact]
    public void No_text_is_too_odd_to_be_read() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(3000),
        Prop.ForAll(Gen.Elements(Pieces).ListOf().Select(string.Concat).ToArbitrary(), (string text) =>
        {
            foreach (var name in (string[])["/a.ts", "/a.tsx"])
            {
                Holds(text, name);
            }
        }));

    [Theory]
    [InlineData("(")]
    [InlineData("{")]
    [InlineData("<")]
    [InlineData("a<")]
    [InlineData("/[")]
    [InlineData("class A{")]
    [InlineData("class ")]
    [InlineData("import a ")]
    [InlineData("const a = function ")]
    [InlineData("const a:(")]
    [InlineData("const a=():")]
    [InlineData("namespace a{")]
    [InlineData("describe('a',()=>{")]
    [InlineData("<a b={")]
    [InlineData("return<a>")]
    [InlineData("`${")]
    [InlineData("@")]
    [InlineData("export ")]
    [InlineData("x?.")]
    [InlineData("/*")]
    [InlineData("\n")]
    [InlineData("type A = {a:")]
    [InlineData("type A = a | ")]
    [InlineData("f(a,b):c=>")]
    public async Task Time_grows_with_the_length_only(string piece)
    {
        // A quadratic reader would take hours.
        var text = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));
        await Deadline.Within(Task.Run(() => TypeScriptReader.Read(text, markup: true)), "the reader");
    }

    private static void Holds(string text, string name)
    {
        var language = SourceIndex.LanguageOf(new AbsolutePath(name))!;
        var file = language.Read(new AbsolutePath(name), text);
        Assert.All(file.Declarations, d =>
        {
            Assert.InRange(d.Span.Start, 0, text.Length);
            Assert.InRange(d.Span.End, d.Span.Start, text.Length);
            Assert.InRange(d.NameStart, 0, text.Length);
        });
        Assert.All(language.Identifiers(new AbsolutePath(name), text), i => Assert.Contains(text.Substring(i.Start, i.Length), file.Names));
    }
}
