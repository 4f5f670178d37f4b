using System.Text.Json.Nodes;
using CodexLsp.ModelServer;
using Xunit.Abstractions;
using static CodexLsp.Host.Tests.Serving.Wire;

namespace CodexLsp.Host.Tests.Serving;

[Collection(SampleSolution.Name)]
public sealed class BadSurroundingsOverLspTests(SampleSolution sample, ITestOutputHelper output)
{
    private const string OldLine = "    int One() => 1;\n";
    private const string NewLine = "    int One() => 2;\n";

    [Fact]
    public async Task A_file_that_does_not_exist_is_named()
    {
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Trusted = false });

        var error = await session.Client.SendAndWaitForError("codex/edit/propose", $$"""
            {"textDocument":{"uri":"{{session.UriOf("Nowhere.cs")}}"},"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0} },"instruction":"x"}
            """);

        Assert.Equal((-32803, "document.unknown"), Codes(error));
        Assert.Contains("Nowhere.cs", Text(error, "message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_solution_there_is_still_a_proposal()
    {
        using var folder = new TemporaryFolder();
        var proposal = await ProposeIn(folder);
        Assert.Equal(("ready", "unverified", "no solution"), (Text(proposal, "status"), Verdict(proposal), Text(proposal["verification"], "reason")));
    }

    [Fact]
    public async Task Between_two_solutions_nobody_guesses()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Loose.csproj", """<Project Sdk="Microsoft.NET.Sdk" />""");
        folder.Write("First.slnx", """<Solution><Project Path="Loose.csproj" /></Solution>""");
        folder.Write("Second.slnx", """<Solution><Project Path="Loose.csproj" /></Solution>""");
        var proposal = await ProposeIn(folder, async session =>
        {
            var message = Text(await session.Status("degraded"), "message");
            Assert.Contains("First.slnx", message, StringComparison.Ordinal);
            Assert.Contains("Second.slnx", message, StringComparison.Ordinal);
        });
        Assert.Contains("Second.slnx", Unverified(proposal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_that_is_not_restored_says_so()
    {
        using var folder = new TemporaryFolder();
        SampleSolution.WriteTo(folder.Path);
        folder.Write("Lib/Loose.cs", $"class Loose\n{{\n{OldLine}}}\n");
        var proposal = await ProposeIn(folder, path: "Lib/Loose.cs");
        Assert.Contains("dotnet restore", Unverified(proposal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_SDK_that_is_absent_is_named()
    {
        using var folder = new TemporaryFolder();
        SampleSolution.WriteTo(folder.Path);
        folder.Write("global.json", """{ "sdk": { "version": "99.0.100", "rollForward": "disable" } }""");
        folder.Write("Lib/Loose.cs", $"class Loose\n{{\n{OldLine}}}\n");
        var proposal = await ProposeIn(folder, path: "Lib/Loose.cs");
        Assert.Contains("99.0.100", Unverified(proposal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_the_edit_fails_with_what_to_do()
    {
        await using var session = await CodexSession.StartAsync(
            sample, output, new SessionOptions { Trusted = false, Settings = """{"provider":"openai","model":"some"}""" });
        await session.Open(Calculator);

        var proposal = await session.Propose(Calculator, Name, "call it abacus");

        Assert.Equal(("failed", "model.missing-key"), (Text(proposal, "status"), Text(proposal["error"], "code")));
        Assert.Contains("OPENAI_API_KEY", Text(proposal["error"], "next"), StringComparison.Ordinal);
        Assert.Equal(["https://api.openai.com/v1"], session.KeysAsked);
        var turn = (await session.Client.WaitForNotification("codex/turn/completed"))!["turn"];
        Assert.Equal(("failed", "model.missing-key"), (Text(turn, "status"), Text(turn!["error"], "code")));
        var read = await session.Ask("codex/proposal/read", $$"""{"proposalId":"{{proposal["id"]}}"}""");
        Assert.Equal("model.missing-key", Text(read["error"], "code"));
    }

    [Fact]
    public async Task An_endpoint_that_is_down_fails_the_turn_and_says_so()
    {
        // Nothing listens on a port that was just given back.
        var gone = await ScriptedModel.StartAsync(new Scenario([]));
        await gone.DisposeAsync();
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Trusted = false, Model = gone });
        await session.Open(Calculator);

        var proposal = await session.Propose(Calculator, Name, "call it abacus");

        Assert.Equal("failed", Text(proposal, "status"));
        Assert.Contains(gone.BaseUrl.Authority, Text(proposal, "message"), StringComparison.Ordinal);
        var completed = await session.Client.WaitForNotification("codex/turn/completed");
        Assert.Equal("failed", Text(completed!["turn"], "status"));
        Assert.False(string.IsNullOrEmpty(Text(completed["turn"]!["error"], "next")));
    }

    [Fact]
    public async Task Offline_model_says_why_it_cannot_look_at_the_code()
    {
        using var folder = new TemporaryFolder();
        SampleSolution.WriteTo(folder.Path);
        folder.Write("global.json", """{ "sdk": { "version": "99.0.100", "rollForward": "disable" } }""");
        await using var trusted = await CodexSession.StartAsync(sample, output, new SessionOptions { Root = folder.Path });
        await using var untrusted = await CodexSession.StartAsync(sample, output, new SessionOptions { Trusted = false });
        await trusted.Open(Calculator);
        await untrusted.Open(Calculator);

        var broken = await trusted.Propose(Calculator, Name, "rename Calculator to Abacus");
        var closed = await untrusted.Propose(Calculator, Name, "rename Calculator to Abacus");

        Assert.Equal(("refused", "refused"), (Text(broken, "status"), Text(closed, "status")));
        Assert.Contains("99.0.100", Text(broken, "message"), StringComparison.Ordinal);
        Assert.Contains("not trusted", Text(closed, "message"), StringComparison.Ordinal);
        Assert.Contains("Trust the workspace", Text(closed, "message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_folder_that_cannot_be_written_is_named_at_the_start_and_with_each_edit()
    {
        using var home = new TemporaryFolder();
        await using var session = CodexSession.Connect(sample, output, new SessionOptions { Trusted = false, Home = home });
        Directory.Delete(home["state"], recursive: true);
        home.Write("state", "a file");
        await session.Initialize();
        Assert.Contains("XDG_STATE_HOME", Text(await session.Client.WaitForNotification("window/showMessage"), "message"), StringComparison.Ordinal);

        await session.Open(Calculator);
        var error = (await session.Client.WaitForAnswer(await session.StartProposing(Calculator, Name, "sing")))["error"]!;

        Assert.Equal((-32803, "state.folder"), Codes(error));
        Assert.Contains("XDG_STATE_HOME", Text(error["data"], "next"), StringComparison.Ordinal);
    }

    private async Task<JsonNode> ProposeIn(TemporaryFolder folder, Func<CodexSession, Task>? first = null, string path = "Loose.cs")
    {
        if (!File.Exists(folder[path]))
        {
            folder.Write(path, $"class Loose\n{{\n{OldLine}}}\n");
        }

        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(NewLine).Value));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Root = folder.Path, Model = model });
        if (first is not null)
        {
            await first(session);
        }

        await session.Open(path);
        return await session.Propose(path, OldLine, "return two");
    }

    private static string? Unverified(JsonNode proposal)
    {
        Assert.Equal(("ready", "unverified"), (Text(proposal, "status"), Verdict(proposal)));
        return Text(proposal["verification"], "reason");
    }
}
