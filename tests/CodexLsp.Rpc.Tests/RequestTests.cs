namespace CodexLsp.Rpc.Tests;

public sealed class RequestTests
{
    [Fact]
    public async Task A_request_is_answered_with_its_result()
    {
        await using var server = new TestServer();
        await server.Peer.Notify("say", """{"word":"hello"}""");

        var result = await server.Peer.SendAndWait("text");

        Expect.Text(result!.ToJsonString(), """
            {"text":"hello"}
            """);
    }
}
