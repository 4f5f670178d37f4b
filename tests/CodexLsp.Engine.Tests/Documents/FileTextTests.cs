using System.Text;
using CodexLsp.Engine.Documents;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Tests.Documents;

public sealed class FileTextTests
{
    private static readonly byte[][] Marks = [[], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF]];

    [Fact]
    public void Every_file_is_written_back_byte_for_byte() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(Bytes.ToArbitrary(), (byte[] bytes) => Assert.Equal(bytes, FileText.Encode(FileText.Decode(bytes)))));

    [Theory]
    [InlineData("EFBBBF 61C3A4", "aä")]
    [InlineData("61C3A4", "aä")]
    [InlineData("FFFE 6100 E400", "aä")]
    [InlineData("FEFF 0061 00E4", "aä")]
    [InlineData("61E4", "aä")]
    [InlineData("EFBBBF", "")]
    [InlineData("", "")]
    public void A_file_is_read_in_its_own_encoding(string bytes, string text) => Assert.Equal(text, Decode(bytes).ToString());

    [Theory]
    [InlineData("FFFE 6100 62")]
    [InlineData("FEFF 0061 62")]
    [InlineData("FFFE 00D8")]
    [InlineData("EFBBBF 61E4")]
    [InlineData("FFFE0000 61000000")]
    [InlineData("EFBBBF EFBBBF 61")]
    [InlineData("EFBB")]
    [InlineData("FF")]
    public void A_file_that_breaks_its_encodings_rules_loses_nothing(string bytes) =>
        Assert.Equal(Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal)), FileText.Encode(Decode(bytes)));

    [Theory]
    [InlineData("EFBBBF 610D0A 62", "EFBBBF 7A0D0A 62")]
    [InlineData("FFFE 6100 0A00 6200", "FFFE 7A00 0A00 6200")]
    [InlineData("FEFF 0061 000A", "FEFF 007A 000A")]
    public void The_first_line_of_a_marked_file_changes_behind_its_mark(string before, string after)
    {
        var text = Decode(before);
        var first = text.Lines[0];

        Assert.Equal("a", first.ToString());
        Assert.Equal(after.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(FileText.Encode(text.Replace(first.Span, "z"))));
    }

    [Fact]
    public void A_character_that_the_file_cannot_hold_is_an_error_and_never_a_question_mark()
    {
        var legacy = Decode("61E4");

        Assert.Throws<EncoderFallbackException>(() => FileText.Encode(legacy.Replace(0, 0, "→")));
        Assert.Throws<EncoderFallbackException>(() => FileText.Encode(SourceText.From("→", Encoding.Latin1)));
        Assert.Throws<EncoderFallbackException>(() => FileText.Encode(SourceText.From("\uD800")));
    }

    [Fact]
    public void A_new_text_becomes_utf8_without_a_mark() =>
        Assert.Equal("61C3A4", Convert.ToHexString(FileText.Encode(SourceText.From("aä"))));

    /// <summary>Text in every encoding, cut, mixed and spoilt.</summary>
    private static Gen<byte[]> Bytes { get; } =
        from mark in Gen.Elements(Marks)
        from parts in Gen.OneOf(
            ArbMap.Default.GeneratorFor<byte[]>(),
            ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => Encoding.UTF8.GetBytes(s.Get)),
            ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => Encoding.Unicode.GetBytes(s.Get)),
            Gen.Elements(Marks)).ListOf()
        from cut in Gen.Choose(0, 3)
        select mark.Concat(parts.SelectMany(p => p)).SkipLast(cut).ToArray();

    private static SourceText Decode(string bytes) => FileText.Decode(Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal)));
}
