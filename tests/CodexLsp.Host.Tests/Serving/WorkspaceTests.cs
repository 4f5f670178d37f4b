using CodexLsp.ModelServer;
using Xunit.Abstractions;
using static CodexLsp.Host.Tests.Serving.Wire;

namespace CodexLsp.Host.Tests.Serving;

[Collection(SampleSolution.Name)]
public sealed class WorkspaceTests(SampleSolution sample, ITestOutputHelper output)
{
    [Fact]
    public async Task An_untrusted_workspace_is_not_built_until_the_user_trusts_it()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(NewName).Value));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model, Trusted = false });
        Assert.Equal("not trusted", Text(await session.Status("degraded"), "message"));
        await session.Open(Calculator);

        var proposal = await session.Propose(Calculator, Name, "call it abacus");
        Assert.Equal(("ready", "unverified", "not trusted"), (Text(proposal, "status"), Verdict(proposal), Text(proposal["verification"], "reason")));
        Assert.DoesNotContain("\"loading\"", session.Client.Session, StringComparison.Ordinal);

        await session.Client.Notify("codex/workspace/trust", """{"trusted":true}""");
        await session.Ready();
        Assert.Equal("verified", Verdict(await session.Propose(Calculator, Name, "call it abacus")));

        await session.Client.Notify("codex/workspace/trust", """{"trusted":false}""");
        Assert.Equal("unverified", Verdict(await session.Propose(Calculator, Name, "call it abacus")));
    }

    [Fact]
    public async Task A_plain_client_is_untrusted_unless_the_users_own_configuration_says_otherwise()
    {
        await using var silent = await CodexSession.StartAsync(sample, output, new SessionOptions { Ours = false });
        Assert.Equal("not trusted", Text(await silent.Status("degraded"), "message"));

        await using var listed = await CodexSession.StartAsync(
            sample, output, new SessionOptions { Ours = false, UserConfiguration = $$"""{ "trust": {{CodexSession.Json(sample.Root)}} }""" });
        await listed.Ready();
    }

    [Fact]
    public async Task Settings_a_client_sends_hold_from_the_next_request_on()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(NewName).Value));
        await using var session = await CodexSession.StartAsync(sample, output);
        await session.Open(Calculator);
        Assert.Equal("refused", Text(await session.Propose(Calculator, Name, "sing a song"), "status"));

        await session.Client.Notify("workspace/didChangeConfiguration", $$"""{"settings":{"codexLsp":{{SettingsFor(model)}} } }""");

        Assert.Equal("verified", Verdict(await session.Propose(Calculator, Name, "sing a song")));
    }

    [Fact]
    public async Task A_client_that_sends_no_values_is_asked_at_the_start_and_after_every_change()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(NewName).Value));
        await using var session = await CodexSession.StartAsync(
            sample, output, new SessionOptions { Ours = false, HasConfiguration = true, UserConfiguration = """{ "trust": "all" }""" });
        var (first, question) = await session.Client.WaitForRequest("workspace/configuration");
        Assert.Equal("codexLsp", Text(question!["items"]![0], "section"));
        await session.Client.RespondWithError(first, -32603, "no settings here");
        await session.Ready();
        await session.Open(Calculator);

        await session.Client.Notify("workspace/didChangeConfiguration", """{"settings":null}""");
        var (second, _) = await session.Client.WaitForRequest("workspace/configuration");
        await session.Client.Respond(second, $"[{SettingsFor(model)}]");

        // The first request after the answer may still come before the settings are in force; the model's own record says when they are.
        var proposal = await session.Propose(Calculator, Name, "call it abacus");
        while (model.Requests.IsEmpty)
        {
            proposal = await session.Propose(Calculator, Name, "call it abacus");
        }

        Assert.Equal("verified", Verdict(proposal));
    }

    [Fact]
    public async Task A_workspaces_own_file_cannot_choose_where_code_is_sent()
    {
        using var folder = new TemporaryFolder();
        await using var model = await ScriptedModel.StartAsync(new Scenario([]));
        folder.Write(".codex-lsp.json", SettingsFor(model));
        folder.Write("Loose.cs", "class Loose\n{\n    int One() => 1;\n}\n");
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Root = folder.Path });

        var warning = await session.Client.WaitForNotification("window/showMessage");
        Assert.Contains(".codex-lsp.json", Text(warning, "message"), StringComparison.Ordinal);
        await session.Open("Loose.cs");
        Assert.Equal("refused", Text(await session.Propose("Loose.cs", "    int One() => 1;\n", "sing a song"), "status"));
        Assert.Empty(model.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_changed_on_disk_is_seen_by_the_next_verdict(bool clientWatches)
    {
        using var folder = new TemporaryFolder();
        SampleSolution.WriteTo(folder.Path);
        await SampleSolution.RestoreAsync(folder.Path);
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced("System.Console.WriteLine(Calculator.Plus(1, 2));\n").Value));
        await using var session = await CodexSession.StartAsync(
            sample, output, new SessionOptions { Model = model, Root = folder.Path, WatchesFiles = clientWatches });
        if (clientWatches)
        {
            var (id, registration) = await session.Client.WaitForRequest("client/registerCapability");
            Assert.Equal("workspace/didChangeWatchedFiles", Text(registration!["registrations"]![0], "method"));
            await session.Client.Respond(id, "null");
        }

        await session.Ready();
        await session.Open("App/Program.cs");
        const string Call = "System.Console.WriteLine(Calculator.Add(1, 2));\n";
        Assert.Equal("broken", Verdict(await session.Propose("App/Program.cs", Call, "call Plus")));

        folder.Write(Calculator, SampleSolution.Calculator.Replace(" Add(int", " Plus(int", StringComparison.Ordinal));
        await session.Client.Notify(
            clientWatches ? "workspace/didChangeWatchedFiles" : "textDocument/didSave",
            clientWatches
                ? $$"""{"changes":[{"uri":"{{session.UriOf(Calculator)}}","type":2}]}"""
                : $$"""{"textDocument":{"uri":"{{session.UriOf(Calculator)}}"} }""");

        var proposal = await session.Propose("App/Program.cs", Call, "call Plus");
        Assert.DoesNotContain(proposal["verification"]!["introduced"]!.AsArray(), f => Text(f, "code") == "CS0117");
    }

    [Fact]
    public async Task A_change_that_cannot_be_read_puts_its_document_out_of_step_until_it_is_opened_again()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(NewName).Value));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Open(Calculator);
        var proposal = await session.Propose(Calculator, Name, "call it abacus");

        await session.Client.Notify("textDocument/didChange", $$"""
            {"textDocument":{"uri":"{{session.UriOf(Calculator)}}","version":2},"contentChanges":[{"range":"somewhere","text":"x"}]}
            """);

        Assert.Equal(1, (await session.Client.WaitForNotification("window/showMessage"))!["type"]!.GetValue<int>());
        var place = $$""" "textDocument":{"uri":"{{session.UriOf(Calculator)}}"},"range":{{session.RangeOf(Calculator, Name)}} """;
        (string, string)[] requests =
        [
            ("codex/edit/propose", $$"""{"instruction":"x",{{place}}}"""),
            ("codex/context", $$"""{{{place}}}"""),
            ("textDocument/codeAction", $$"""{"context":{"diagnostics":[]},{{place}}}"""),
            ("codex/edit/accept", $$"""{"proposalId":"{{proposal["id"]}}"}"""),
            ("codex/verify", "{}"),
        ];
        foreach (var (method, parameters) in requests)
        {
            Assert.Equal((-32803, "document.outOfStep"), Codes(await session.Client.SendAndWaitForError(method, parameters)));
        }

        await session.Client.Notify("textDocument/didClose", $$"""{"textDocument":{"uri":"{{session.UriOf(Calculator)}}"} }""");
        await session.Open(Calculator);
        Assert.True((await session.Accept(proposal))["applied"]!.GetValue<bool>());
    }

    private static string SettingsFor(ScriptedModel model) => $$"""{"provider":"openai","baseUrl":"{{model.BaseUrl}}","model":"scripted"}""";
}
