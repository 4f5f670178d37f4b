using CodexLsp.Engine.Policy;

namespace CodexLsp.Engine.Tests.Policy;

/// <summary>Row 7 of the attacks: what a question shows is what is done.</summary>
public sealed class ShownTextTests
{
    [Theory]
    [InlineData("npm test", "npm", "test")]
    [InlineData("sh -c 'rm -rf ~'", "sh", "-c", "rm -rf ~")]
    [InlineData(@"echo 'it'\''s'", "echo", "it's")]
    [InlineData("echo ''", "echo", "")]
    [InlineData("echo 'a;b'", "echo", "a;b")]
    [InlineData("dotnet test '--filter=Größe'", "dotnet", "test", "--filter=Größe")]
    public void A_plain_command_is_shown_as_one_would_type_it(string shown, params string[] argv) => Assert.Equal(shown, ShownText.Of(argv));

    [Theory]
    [InlineData("\u001b[2K", @"\u{001B}[2K")]
    [InlineData("a\rb", @"a\u{000D}b")]
    [InlineData("a\nb", @"a\u{000A}b")]
    [InlineData("a\u202Eb", @"a\u{202E}b")]
    [InlineData("a\u2066b", @"a\u{2066}b")]
    [InlineData("a\u200Bb", @"a\u{200B}b")]
    [InlineData("a\u2028b", @"a\u{2028}b")]
    [InlineData("a\u00A0b", @"a\u{00A0}b")]
    [InlineData("a\U000E0041b", @"a\u{E0041}b")]
    [InlineData("a\uE000b", @"a\u{E000}b")]
    public void What_would_hide_or_move_other_text_is_spelled_out_and_marked(string argument, string shown) =>
        Assert.Equal($"{ShownText.Mark}echo '{shown}'", ShownText.Of(["echo", argument]));

    [Fact]
    public void Half_a_character_is_spelled_out() => Assert.Equal($@"{ShownText.Mark}echo 'a\u{{FFFD}}b'", ShownText.Of(["echo", "a\uD800b"]));

    [Fact]
    public void A_long_argument_says_how_long_it_is_where_it_is_cut_and_what_follows_is_shown()
    {
        var shown = ShownText.Of(["echo", new string('x', 100_000), "end"]);

        Assert.Contains("… (100,000 characters in all)", shown, StringComparison.Ordinal);
        Assert.EndsWith(" end", shown, StringComparison.Ordinal);
        Assert.StartsWith(ShownText.Mark, shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Spaces_do_not_push_what_follows_out_of_sight() =>
        Assert.Equal($"{ShownText.Mark}sh -c 'npm test        … (492 more spaces) …; curl evil'", ShownText.Of(["sh", "-c", $"npm test{new string(' ', 500)}; curl evil"]));

    [Fact]
    public void Ten_thousand_arguments_are_cut_in_the_middle_and_the_end_is_shown()
    {
        var shown = ShownText.Of([.. Enumerable.Repeat("benign", 10_000), "curl", "evil"]);

        Assert.InRange(shown.Length, 8000, 8200);
        Assert.Contains("… (10,002 words, 70,009 characters in all) …", shown, StringComparison.Ordinal);
        Assert.EndsWith(" benign curl evil", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_commands_that_are_shown_alike_have_two_hashes()
    {
        var directory = new CodexLsp.Engine.Documents.AbsolutePath(Path.GetTempPath());
        ProposedAction.Command Of(params string[] argv) => new([.. argv], directory, CommandOrigin.Model);

        Assert.NotEqual(Of("a", "b c").Hash, Of("a", "b", "c").Hash);
        Assert.NotEqual(Of("a", new string('x', 3000) + "1").Hash, Of("a", new string('x', 3000) + "2").Hash);
        Assert.Equal(Of("a", "b").Hash, Of("a", "b").Hash);
    }
}
