using CodexLsp.Engine.FileGraph.Python;
using FsCheck;
using FsCheck.Fluent;

namespace CodexLsp.Engine.Tests.FileGraph;

public sealed class PythonReaderTests
{
    private static readonly string[] Pieces =
    [
        "class ", "A", "b", "def ", "async def ", "f", "(", ")", "[", "]", "{", "}", ":", ":\n", "\n", "\n    ", "\n\t", "=", "==", ",", ".", "import ", "from ", " as ", "*",
        "'", "\"", "\"\"\"", "'''", "f'", "rb\"", "\\", "\\\n", "#", ";", "@", "self.", "x: int", "lambda: ", "return ", "if a:", "else:", "é", "\uD800", "\0", " ", "0x1", "\r\n",
    ];

    [Fact]
    public async Task What_a_file_declares_is_its_outline()
    {
        using var workspace = new SourceWorkspace(""""
            //- shop.py
            #!/usr/bin/env python3
            """Module: class NotMe: pass"""
            from __future__ import annotations
            import os, sys
            MAX_LINES: int = 100
            first, second = 1, 2
            third = fourth = fifth.sixth = 0
            table = {
                "def": lambda x: x,
            }
            if sys.version_info > (3, 8):
                def compatible(a, /, b, *, c=1) -> "dict[str, int]":
                    inner = 1
                    def nested(): pass
                    return {}
            else:
                compatible = None
            class Line(Base[str], metaclass=Meta):
                """A line.

            class Unindented: pass
                """
                sku: str
                quantity: int = field(default_factory=lambda: [1, 2, 3, 4, 5])
                _cache, other = {}, 1

                def __init__(self, sku: str,
                             quantity=1):
                    self.sku = sku
                    self.total: float = 0.0
                    self.total = 1
                    self.low, self.high = self.range = (0, 1)
                    self.low, self.other
                    self.call()

                @property
                @cached(
                    size=10,
                )
                def price(self) -> float:
                    if self.x == 1: return 1
                    return f"{self.sku!r:>{10}} def no(): pass"

                class Meta:
                    ordering = ("a",)

                async def save(self, *args: int, **kwargs: str) -> None: ...
            @decorated
            def last(value=r"\""):
                pass
            x = 1; y = 2
            type Alias[T] = list[T]
            total = first + \
                second
            print("no")
            a.b = 3
            for i in range(3): pass
            try:
                import fast
            except ImportError:
                fast = None
            """");

        Expect.Text(await workspace.OutlineAsync("shop.py"), """
            5-5 variable MAX_LINES │ MAX_LINES: int = 100
            6-6 variable first │ first, second = 1, 2
            6-6 variable second │ first, second = 1, 2
            7-7 variable third │ third
            7-7 variable fourth │ third = fourth = fifth.sixth = 0
            8-10 variable table │ table
            12-15 function compatible │ def compatible(a, /, b, *, c=1) -> "dict[str, int]"
            17-17 variable compatible │ compatible = None
            18-47 class Line │ class Line(Base[str], metaclass=Meta)
            23-23 attribute Line › sku │ sku: str
            24-24 attribute Line › quantity │ quantity: int
            25-25 attribute Line › _cache │ _cache, other = {}, 1
            25-25 attribute Line › other │ _cache, other = {}, 1
            27-34 method Line › __init__ │ def __init__(self, sku: str, quantity=1)
            29-29 attribute Line › sku │ self.sku = sku
            30-30 attribute Line › total │ self.total: float = 0.0
            32-32 attribute Line › low │ self.low, self.high
            32-32 attribute Line › high │ self.low, self.high
            32-32 attribute Line › range │ self.low, self.high = self.range = (0, 1)
            36-42 method Line › price │ def price(self) -> float
            44-45 class Line › Meta │ class Meta
            45-45 attribute Line.Meta › ordering │ ordering = ("a",)
            47-47 method Line › save │ async def save(self, *args: int, **kwargs: str) -> None
            48-50 function last │ def last(value=r"\"")
            51-51 variable x │ x = 1
            51-51 variable y │ y = 2
            52-52 type Alias │ type Alias[T] = list[T]
            53-54 variable total │ total = first + second
            61-61 variable fast │ fast = None
            """);
    }

    [Fact]
    public void Imports_are_read_in_every_form()
    {
        var file = PythonReader.Read("""
            import a
            import a.b.c, d as e
            from . import f
            from .g import h as i, j
            from ..k.l import (
                m,  # a comment
                n as o,
            )
            from p import *
            def late():
                from q import r
            """);

        Expect.Text(string.Join('\n', file.Imports.Select(i => $"{i.Name ?? "-"} as {i.Local ?? "-"} from {i.Module}")), """
            * as a from a
            * as a.b.c from a.b.c
            * as e from d
            f as f from .
            h as i from .g
            j as j from .g
            m as m from ..k.l
            n as o from ..k.l
            * as - from p
            r as r from q
            """);
    }

    [Fact]
    public void A_bracket_that_is_never_closed_ends_where_a_definition_begins()
    {
        var file = PythonReader.Read("def broken(a, [b:\n    x = (1\ndef whole():\n    pass\nclass A:\n    def m(self): pass\n");

        Assert.Equal(["broken", "whole", "A", "A.m"], file.Declarations.Select(d => d.FullName));
    }

    [Fact]
    public void No_text_is_too_odd_to_be_read() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(3000),
        Prop.ForAll(Gen.Elements(Pieces).ListOf().Select(string.Concat).ToArbitrary(), (string text) => Assert.All(
            PythonReader.Read(text).Declarations,
            d =>
            {
                Assert.InRange(d.Span.Start, 0, text.Length);
                Assert.InRange(d.Span.End, d.Span.Start, text.Length);
                Assert.InRange(d.NameStart, d.Span.Start, d.Span.End);
            })));

    [Theory]
    [InlineData("(")]
    [InlineData("a;")]
    [InlineData("'")]
    [InlineData("\"\"\"")]
    [InlineData("\\\n")]
    [InlineData("@")]
    [InlineData("@a\n")]
    [InlineData("class A:\n ")]
    [InlineData("def f(\n")]
    [InlineData("a,")]
    [InlineData("from ")]
    [InlineData("f'{")]
    [InlineData(" ")]
    [InlineData("x = (\n")]
    public async Task Time_grows_with_the_length_only(string piece)
    {
        // A quadratic reader would take hours.
        var text = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));
        await Deadline.Within(Task.Run(() => PythonReader.Read(text)), "the reader");
    }
}
