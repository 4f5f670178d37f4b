using CodexLsp.Engine.Policy;
using FsCheck;
using FsCheck.Fluent;

namespace CodexLsp.Engine.Tests.Policy;

public sealed class RedactorTests
{
    private const string Canary = "canary-7f3a/9b+\"1c";

    [Theory]
    [InlineData("key sk-proj-abcDEF0123456789_-xyz ends", "key [redacted] ends")]
    [InlineData("Authorization: Bearer abcdefghijklmnop.qrst", "Authorization: [redacted]")]
    [InlineData("ghp_abcdefghijklmnopqrstuvwxyz0123456789", "[redacted]")]
    [InlineData("github_pat_11ABCDEFG0abcdefghij_klmnop", "[redacted]")]
    [InlineData("id AKIAIOSFODNN7EXAMPLE.", "id [redacted].")]
    [InlineData("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "[redacted]")]
    [InlineData("AccountKey=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH==;x", "[redacted];x")]
    [InlineData("xoxb-123456789012-abcdef", "[redacted]")]
    [InlineData("t=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-DEF_1 ", "t=[redacted] ")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIEow+/=\n-----END RSA PRIVATE KEY-----", "[redacted]")]
    [InlineData("{\"k\":\"-----BEGIN PRIVATE KEY-----\\nMIIEow\\n-----END PRIVATE KEY-----\\n\"}", "{\"k\":\"[redacted]\"}")]
    public void Key_of_a_well_known_shape_is_taken_out(string text, string expected) => Assert.Equal(expected, new Redactor().Redact(text));

    [Theory]
    [InlineData("the task-management-of-the-whole-company")]
    [InlineData("var sk = new SkipList();")]
    [InlineData("the bearer of this note")]
    [InlineData("-----BEGIN CERTIFICATE-----")]
    public void Ordinary_text_stays_as_it_is(string text) => Assert.Same(text, new Redactor().Redact(text));

    [Fact]
    public void Value_held_by_the_process_is_taken_out_in_every_spelling()
    {
        var redactor = new Redactor();
        redactor.Add(Canary);

        var text = $"plain {Canary} json {System.Text.Json.JsonEncodedText.Encode(Canary)} url {Uri.EscapeDataString(Canary)}";

        Assert.Equal("plain [redacted] json [redacted] url [redacted]", redactor.Redact(text));
    }

    [Fact]
    public void Longer_secret_is_taken_out_whole_though_a_shorter_one_is_part_of_it()
    {
        var redactor = new Redactor();
        redactor.Add("secret-one");
        redactor.Add("secret-one-and-two");

        Assert.Equal("[redacted]!", redactor.Redact("secret-one-and-two!"));
    }

    [Fact]
    public void Value_too_short_to_be_a_secret_does_not_riddle_the_text()
    {
        var redactor = new Redactor();
        redactor.Add("");
        redactor.Add("a");

        Assert.Equal("a banana", redactor.Redact("a banana"));
    }

    [Fact]
    public void Secret_is_found_wherever_it_stands() => Prop.ForAll<string, string>((before, after) =>
    {
        var redactor = new Redactor();
        redactor.Add(Canary);
        return !redactor.Redact(before + Canary + after).Contains(Canary, StringComparison.Ordinal);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Megabytes_that_almost_match_take_linear_time()
    {
        var redactor = new Redactor();
        redactor.Add(Canary);
        var text = string.Concat(Enumerable.Repeat("-----BEGIN PRIVATE KEY----- sk-sk-sk- eyJ Bearer ", 200_000));

        // A pattern that backtracks would need hours: the deadline of the test run is the assertion.
        Assert.DoesNotContain("BEGIN", redactor.Redact(text), StringComparison.Ordinal);
    }
}
