using Xunit.Abstractions;
using static CodexLsp.Host.Tests.Serving.Wire;

namespace CodexLsp.Host.Tests.Serving;

[Collection(SampleSolution.Name)]
public sealed class TraceTests(SampleSolution sample, ITestOutputHelper output)
{
    [Theory]
    [InlineData("messages", false)]
    [InlineData("verbose", true)]
    public async Task Each_answer_is_told_of_with_its_time_whoever_gave_it(string value, bool withSize)
    {
        await using var session = await TracedAsync(value);

        await session.Ask("codex/model/list", "{}");

        var client = await session.Client.WaitForNotification("$/logTrace");
        var host = await session.Client.WaitForNotification("$/logTrace");
        Assert.Matches(@"^the client answered codex/secret/read \(\d+\) after \d+ ms$", Text(client, "message"));
        Assert.Matches(@"^the host answered codex/model/list \(\d+\) after \d+ ms$", Text(host, "message"));
        Assert.Equal(withSize, Text(host, "verbose")?.EndsWith(" bytes", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public async Task Nothing_is_told_once_it_is_off_again()
    {
        await using var session = await TracedAsync("messages");
        await session.Ask("codex/thread/list", "{}");
        await session.Client.WaitForNotification("$/logTrace");
        await session.Client.Notify("$/setTrace", """{"value":"off"}""");
        await session.Ask("codex/proposal/list", "{}");
        await session.Ask("codex/thread/list", "{}");

        Assert.Single(session.Client.Session.Split('\n'), line => line.Contains("$/logTrace", StringComparison.Ordinal));
    }

    private async Task<CodexSession> TracedAsync(string value)
    {
        var session = await CodexSession.StartAsync(sample, output, new SessionOptions
        {
            Trusted = false,
        });
        await session.Client.Notify("$/setTrace", $$"""{"value":"{{value}}"}""");
        return session;
    }
}
