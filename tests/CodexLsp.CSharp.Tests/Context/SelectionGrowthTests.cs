using CodexLsp.CSharp.Context;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Tests.Context;

public sealed class SelectionGrowthTests
{
    private const string Code = """
        using System;

        /// <summary>One.</summary>
        class Order
        {
            private int _lines;

            /// <summary>Two.</summary>
            [Obsolete]
            public int Total()
            {
                var sum = 1;

                return sum;
            }
        }

        enum Status
        {
            Open,
        }
        """;

    [Theory]
    [InlineData("sum;", "14-14")]
    [InlineData("var sum = 1;\n\n        ret", "12-14")]
    [InlineData("        var sum = 1;\n", "12-12")]
    public void A_selection_becomes_whole_lines(string selected, string lines) =>
        Assert.Equal(lines, Grow(new TextSpan(Code.IndexOf(selected, StringComparison.Ordinal), selected.Length)));

    [Theory]
    [InlineData(1, "1-1")]
    [InlineData(2, "2-2")]
    [InlineData(3, "3-16")]
    [InlineData(4, "3-16")]
    [InlineData(6, "6-6")]
    [InlineData(7, "3-16")]
    [InlineData(8, "8-15")]
    [InlineData(9, "8-15")]
    [InlineData(10, "8-15")]
    [InlineData(13, "8-15")]
    [InlineData(20, "18-21")]
    public void A_line_stands_for_the_member_around_it(int line, string lines) =>
        Assert.Equal(lines, Grow(new TextSpan(SourceText.From(Code).Lines[line - 1].Start, 0)));

    [Fact]
    public void A_position_behind_the_text_is_its_end() => Assert.Equal("18-21", Grow(new TextSpan(Code.Length + 9, 0)));

    private static string Grow(TextSpan selection)
    {
        var text = SourceText.From(Code);
        var grown = text.Lines.GetLinePositionSpan(SelectionGrowth.Grow(text, selection));
        return $"{grown.Start.Line + 1}-{(grown.End.Character == 0 ? grown.End.Line : grown.End.Line + 1)}";
    }
}
