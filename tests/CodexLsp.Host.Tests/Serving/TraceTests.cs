using Xunit.Abstractions;
using static CodexLsp.Host.Tests.Serving.Wire;

namespace CodexLsp.Host.Tests.Serving;

[Collection(SampleSolution.Name)]
public sealed class TraceTests(SampleSolution sample, ITestOutputHelper output)
{
    [Theory]
    [InlineData("messages", false)]
    [InlineData("verbose", true)]
    public async Task Every_message_is_told_of_with_its_body_if_that_is_wanted(string value, bool withBody)
    {
        await using var session = await TracedAsync(value);

        await session.Ask("codex/thread/list", """{"search":"needle"}""");

        var received = await Told(session, "Received codex/thread/list (");
        var sent = await Told(session, "Sent codex/thread/list (");
        Assert.Equal(withBody, Text(received, "verbose")?.Contains("needle", StringComparison.Ordinal) ?? false);
        Assert.Equal(withBody, Text(sent, "verbose")?.Contains("threads", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public async Task Answer_with_a_key_is_told_of_without_it()
    {
        await using var session = await TracedAsync("verbose");

        await session.Ask("codex/model/list", "{}");

        Assert.Null((await Told(session, "Sent codex/secret/read ("))["verbose"]);
        Assert.Null((await Told(session, "Received codex/secret/read ("))["verbose"]);
        await session.Ask("codex/model/list", "{}");
        Assert.Single(session.Client.Session.Split('\n'), line => line.Contains("sk-canary-0123456789", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_told_once_it_is_off_again()
    {
        await using var session = await TracedAsync("messages");
        await session.Ask("codex/thread/list", "{}");
        await session.Client.Notify("$/setTrace", """{"value":"off"}""");
        await session.Ask("codex/proposal/list", "{}");

        Assert.DoesNotContain("codex/proposal/list (", session.Client.Session, StringComparison.Ordinal);
    }

    private static async Task<System.Text.Json.Nodes.JsonNode> Told(CodexSession session, string start) =>
        (await session.Client.WaitForNotification("$/logTrace", p => Text(p, "message")!.StartsWith(start, StringComparison.Ordinal)))!;

    private async Task<CodexSession> TracedAsync(string value)
    {
        var session = await CodexSession.StartAsync(sample, output, new SessionOptions
        {
            Trusted = false,
            Keys = new Dictionary<string, string> { ["https://api.openai.com/v1"] = "sk-canary-0123456789" },
        });
        await session.Client.Notify("$/setTrace", $$"""{"value":"{{value}}"}""");
        return session;
    }
}
