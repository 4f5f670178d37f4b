using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace CodexLsp.Host.Tests.Serving;

[Collection(SampleSolution.Name)]
public sealed class LifeCycleTests(SampleSolution sample, ITestOutputHelper output)
{
    [Fact]
    public async Task Before_initialize_requests_are_refused_and_exit_ends_with_1()
    {
        await using var session = CodexSession.Connect(sample, output);

        var error = await session.Client.SendAndWaitForError("codex/proposal/list", "{}");
        Assert.Equal(-32002, Code(error));

        await session.Client.Notify("exit");
        Assert.Equal(1, await session.End());
    }

    [Theory]
    [InlineData("{}", "initialize needs an object with capabilities")]
    [InlineData("""{"capabilities":null}""", "initialize needs an object with capabilities")]
    [InlineData("""{"capabilities":[]}""", "$.capabilities: Object is wanted, Array came")]
    [InlineData("""{"capabilities":{"workspace":{"applyEdit":"yes"}}}""", "$.workspace.applyEdit: true or false is wanted")]
    [InlineData("""{"capabilities":{},"processId":1.5}""", "$.processId: a whole number is wanted")]
    [InlineData("""{"capabilities":{},"workspaceFolders":[{"name":"x"}]}""", "each folder needs a uri")]
    [InlineData("""{"capabilities":{},"initializationOptions":{"codex":{"trusted":true}}}""", "a version is missing")]
    public async Task What_cannot_be_read_in_initialize_is_said_and_the_next_try_counts(string parameters, string why)
    {
        await using var session = CodexSession.Connect(sample, output);

        var error = await session.Client.SendAndWaitForError("initialize", parameters);
        Assert.Equal(-32602, Code(error));
        Assert.Contains(why, error!["message"]!.GetValue<string>(), StringComparison.Ordinal);

        await session.Initialize();
        Assert.Empty((await session.Ask("codex/proposal/list", "{}"))["proposals"]!.AsArray());
    }

    [Fact]
    public async Task Initialize_comes_once_and_after_shutdown_only_exit()
    {
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Trusted = false });
        Assert.Equal(-32600, Code(await session.Client.SendAndWaitForError("initialize", session.InitializeParams())));

        Assert.Null(await session.Client.SendAndWait("shutdown"));
        Assert.Equal(-32600, Code(await session.Client.SendAndWaitForError("codex/proposal/list", "{}")));

        await session.Client.Notify("exit");
        Assert.Equal(0, await session.End());
    }

    [Fact]
    public async Task Exit_without_shutdown_and_a_closed_input_end_with_1()
    {
        await using var left = await CodexSession.StartAsync(sample, output, new SessionOptions { Trusted = false });
        await left.Client.Notify("exit");
        Assert.Equal(1, await left.End());

        await using var died = await CodexSession.StartAsync(sample, output, new SessionOptions { Trusted = false });
        await died.Client.CloseInput();
        Assert.Equal(1, await died.End());
    }

    [Fact]
    public async Task Unknown_requests_are_answered_unknown_notifications_are_not_and_broken_JSON_does_not_end_the_session()
    {
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Trusted = false });
        await session.Client.Notify("$/nobodyKnows", "{}");
        await session.Client.Notify("nobody/knows", "[1]");
        Assert.Equal(-32601, Code(await session.Client.SendAndWaitForError("nobody/knows", "{}")));

        await session.Client.SendRaw("{ \"jsonrpc\": ");
        Assert.Equal(-32700, Code(await session.Client.WaitForErrorWithoutId()));
        await session.Client.SendRaw("[]");
        Assert.Equal(-32600, Code(await session.Client.WaitForErrorWithoutId()));

        Assert.Equal(-32602, Code(await session.Client.SendAndWaitForError("codex/edit/propose", """{"textDocument":{},"instruction":"x"}""")));
        Assert.Empty((await session.Ask("codex/proposal/list", "{}"))["proposals"]!.AsArray());
    }

    [Fact]
    public async Task The_methods_it_tells_are_those_that_answer()
    {
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Trusted = false });
        var told = session.Initialized!["capabilities"]!["experimental"]!["codex"]!["methods"]!.AsArray().Select(m => m!.GetValue<string>()).ToList();

        Assert.Equal(
            [
                "codex/context", "codex/doctor", "codex/edit/accept", "codex/edit/propose", "codex/edit/refine", "codex/edit/reject",
                "codex/edit/undo", "codex/model/list", "codex/proposal/list", "codex/proposal/read", "codex/secret/changed",
                "codex/thread/archive", "codex/thread/delete", "codex/thread/list", "codex/thread/read", "codex/thread/rename", "codex/thread/resume",
                "codex/thread/start", "codex/turn/interrupt", "codex/turn/start", "codex/turn/steer", "codex/verify", "codex/workspace/trust",
            ],
            told.Order(StringComparer.Ordinal));
        foreach (var method in told.Except(["codex/workspace/trust", "codex/secret/changed", "codex/doctor", "codex/model/list"]))
        {
            var answer = await session.Client.SendAndWaitForAnswer(method, """{"proposalId":1,"undoToken":1,"threadId":1,"title":1,"uri":1,"edit":1,"cursor":1}""");
            Assert.Equal(-32602, Code(answer["error"]!));
        }
    }

    [Fact]
    public async Task Log_it_tells_of_is_the_one_it_writes()
    {
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Trusted = false });
        await session.Status("degraded");

        var told = session.Initialized!["capabilities"]!["experimental"]!["codex"]!["log"]!.GetValue<string>();
        Assert.Equal(Assert.Single(Directory.GetFiles(session.Home["state/logs"])), new Uri(told).LocalPath);
    }

    [Fact]
    public async Task What_is_always_approved_is_kept_where_it_says()
    {
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Trusted = false });

        var told = session.Initialized!["capabilities"]!["experimental"]!["codex"]!["approvals"]!.GetValue<string>();
        Assert.Equal(session.Home["config/approvals.json"], new Uri(told).LocalPath);
    }

    [Fact]
    public async Task Commands_are_told_to_clients_that_are_not_ours()
    {
        await using var ours = await CodexSession.StartAsync(sample, output, new SessionOptions { Trusted = false });
        await using var plain = await CodexSession.StartAsync(sample, output, new SessionOptions { Ours = false });

        Assert.Null(ours.Initialized!["capabilities"]!["executeCommandProvider"]);
        Assert.Equal(
            """["codex.edit","codex.fix","codex.explain","codex.task"]""", plain.Initialized!["capabilities"]!["executeCommandProvider"]!["commands"]!.ToJsonString());
        Assert.Equal("codex-lsp", plain.Initialized["serverInfo"]!["name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(2, "Update codex-lsp")]
    [InlineData(0, "Update the editor's codex-lsp extension")]
    public async Task A_client_of_another_version_is_told_what_to_update(int version, string advice)
    {
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Trusted = false, Version = version });

        var message = await session.Client.WaitForNotification("window/showMessage");

        Assert.Contains(advice, message!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static int Code(JsonNode error) => error["code"]!.GetValue<int>();
}
