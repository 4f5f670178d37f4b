using System.Text.Json.Nodes;
using CodexLsp.ModelServer;
using Xunit.Abstractions;
using static CodexLsp.Host.Tests.Serving.Wire;

namespace CodexLsp.Host.Tests.Serving;

[Collection(SampleSolution.Name)]
public sealed class CodeActionTests(SampleSolution sample, ITestOutputHelper output)
{
    private const string Everyone = """{ "trust": "all" }""";

    private static readonly string WithoutUsing = SampleSolution.Calculator.Replace(
        "return \"calculator\"", "return new StringBuilder(\"calculator\").ToString()", StringComparison.Ordinal);

    [Fact]
    public async Task Our_client_gets_the_ready_fix_and_commands_and_no_model_is_asked()
    {
        await using var model = await ScriptedModel.StartAsync(new Scenario([]));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model });
        await session.Ready();
        await session.Open(Calculator, WithoutUsing);

        var actions = await ActionsAt(session, "StringBuilder", "CS0246");

        Assert.Equal(["Add using System.Text;", "Fix with Codex: CS0246", "Explain with Codex", "Change with Codex…", "Document"], actions.Select(a => Text(a, "title")));
        Assert.True(actions[0]!["isPreferred"]!.GetValue<bool>());
        var change = actions[0]!["edit"]!["documentChanges"]![0]!;
        Assert.Equal((1, "using System.Text;\n\n"), (change["textDocument"]!["version"]!.GetValue<int>(), Text(change["edits"]![0], "newText")));
        Assert.Equal(["codexLsp.fix", "codexLsp.explain", "codexLsp.edit", "codexLsp.edit"], actions.Skip(1).Select(a => Text(a!["command"], "command")));
        var fix = actions[1]!["command"]!["arguments"]![0]!;
        Assert.Equal(("CS0246", "Fix CS0246: the compiler's words", "the compiler's words"), (Text(fix, "code"), Text(fix, "instruction"), Text(fix["diagnostics"]![0], "message")));
        var explain = actions[2]!["command"]!["arguments"]![0]!;
        Assert.Equal(("Explain CS0246: what causes it, and what would mend it.", "the compiler's words"), (Text(explain, "instruction"), Text(explain["diagnostics"]![0], "message")));
        Assert.Equal((9, 13), (explain["range"]!["start"]!["line"]!.GetValue<int>(), explain["range"]!["end"]!["line"]!.GetValue<int>()));
        Assert.Null(Text(actions[3]!["command"]!["arguments"]![0], "instruction"));
        Assert.Empty(model.Requests);

        var quickFixes = await ActionsAt(session, "StringBuilder", "CS0246", ""","only":["quickfix"]""");
        Assert.DoesNotContain("Document", quickFixes.Select(a => Text(a, "title")));
    }

    [Fact]
    public async Task What_the_compiler_says_is_offered_to_be_fixed_whoever_shows_it()
    {
        await using var session = await CodexSession.StartAsync(sample, output);
        await session.Ready();
        await session.Open(Calculator, SampleSolution.Calculator.Replace("\"calculator\"", "42", StringComparison.Ordinal));

        foreach (var shown in new[] { null, "CS0029" })
        {
            var fixes = (await ActionsAt(session, "return 42;", shown)).Where(a => Text(a, "kind") == "quickfix").ToList();
            Assert.Equal(["Fix with Codex: CS0029", "Explain with Codex"], fixes.Select(a => Text(a, "title")));
            var fix = fixes[0]!;
            var arguments = fix["command"]!["arguments"]![0]!;
            Assert.Equal(session.UriOf(Calculator), Text(arguments["textDocument"], "uri"));
            Assert.Equal(shown is null ? "codex" : null, Text(arguments["diagnostics"]![0], "source"));
            Assert.Equal(11, arguments["range"]!["start"]!["line"]!.GetValue<int>());
        }

        Assert.DoesNotContain(await ActionsAt(session, "return left + right;"), a => Text(a, "kind") == "quickfix");
    }

    [Fact]
    public async Task A_plain_client_resolves_an_action_to_a_versioned_edit_with_the_verdict()
    {
        await using var session = await CodexSession.StartAsync(
            sample, output, new SessionOptions { Ours = false, UserConfiguration = Everyone });
        await session.Ready();
        await session.Open(Calculator);
        var document = (await ActionsAt(session, Name)).Single(a => Text(a, "title") == "Document")!;
        Assert.Null(document["command"]);
        Assert.Null(document["edit"]);

        var resolved = await session.Ask("codeAction/resolve", document.ToJsonString());

        var change = resolved["edit"]!["documentChanges"]![0]!;
        Assert.Equal(1, change["textDocument"]!["version"]!.GetValue<int>());
        Assert.Contains("/// <summary>", Text(change["edits"]![0], "newText"), StringComparison.Ordinal);
        var annotation = resolved["edit"]!["changeAnnotations"]![Text(change["edits"]![0], "annotationId")!]!;
        Assert.False(annotation["needsConfirmation"]!.GetValue<bool>());

        Assert.Empty((await session.Ask("codex/proposal/list", "{}"))["proposals"]!.AsArray());

        await session.Change(Calculator, "namespace Lib;", "namespace Lib; // typed");
        var error = await session.Client.SendAndWaitForError("codeAction/resolve", document.ToJsonString());
        Assert.Equal((-32803, "document.stale"), Codes(error));
    }

    [Fact]
    public async Task What_does_not_compile_needs_the_users_confirmation()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced("        return 42;\n").Value));
        await using var session = await CodexSession.StartAsync(
            sample, output, new SessionOptions { Ours = false, UserConfiguration = Everyone, Model = model });
        await session.Ready();
        await session.Open(Calculator);
        var fix = (await ActionsAt(session, Name, "CS9999")).Single(a => Text(a, "title") == "Fix with Codex: CS9999")!;

        var resolved = await session.Ask("codeAction/resolve", fix.ToJsonString());

        Assert.True(resolved["edit"]!["changeAnnotations"]!["verdict"]!["needsConfirmation"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("*** Update File: Lib/Lib.csproj\n@@\n-    <Nullable>enable</Nullable>\n+    <Nullable>disable</Nullable>", "policy.protected", "Lib.csproj")]
    [InlineData("*** Add File: .env\n+A=1", "policy.protected", ".env")]
    [InlineData("*** Add File: Lib/Fresh.cs\n+namespace Lib;", "edit.resourceOperation", "Fresh.cs")]
    public async Task What_the_editor_would_write_unseen_is_an_error_that_names_the_file(string patch, string code, string file)
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying($"*** Begin Patch\n{patch}\n*** End Patch\n"));
        await using var session = await CodexSession.StartAsync(
            sample, output, new SessionOptions { Ours = false, UserConfiguration = Everyone, Model = model });
        await session.Open(Calculator);

        var error = await session.Client.SendAndWaitForError("codeAction/resolve", await FixAt(session));

        Assert.Equal((-32803, code), Codes(error));
        Assert.Contains(file, Text(error, "message"), StringComparison.Ordinal);
        Assert.Contains("codex-lsp edit", Text(error["data"], "next"), StringComparison.Ordinal);
        Assert.Empty((await session.Ask("codex/proposal/list", "{}"))["proposals"]!.AsArray());
    }

    [Fact]
    public async Task A_client_that_creates_files_gets_an_edit_that_creates_one()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying("*** Begin Patch\n*** Add File: Lib/Fresh.cs\n+namespace Lib;\n*** End Patch\n"));
        await using var session = await CodexSession.StartAsync(
            sample, output, new SessionOptions { Ours = false, UserConfiguration = Everyone, Model = model, ResourceOperations = """["create"]""" });
        await session.Open(Calculator);

        var resolved = await session.Ask("codeAction/resolve", await FixAt(session));

        Assert.Equal(("create", session.UriOf("Lib/Fresh.cs")), (Text(resolved["edit"]!["documentChanges"]![0], "kind"), Text(resolved["edit"]!["documentChanges"]![0], "uri")));
    }

    [Fact]
    public async Task An_editor_that_cannot_ask_for_confirmation_is_sent_to_the_command_that_can()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced("        return 42;\n").Value));
        await using var session = await CodexSession.StartAsync(
            sample, output, new SessionOptions { Ours = false, UserConfiguration = Everyone, Model = model, AnnotatesChanges = false });
        await session.Open(Calculator);

        var error = await session.Client.SendAndWaitForError("codeAction/resolve", await FixAt(session));

        Assert.Equal((-32803, "edit.needsConfirmation"), Codes(error));
        Assert.Contains("codex.edit", Text(error, "message"), StringComparison.Ordinal);
        Assert.Empty((await session.Ask("codex/proposal/list", "{}"))["proposals"]!.AsArray());
    }

    [Fact]
    public async Task An_action_on_a_file_that_is_not_open_is_resolved_to_an_edit_of_the_file_on_disk()
    {
        await using var session = await CodexSession.StartAsync(
            sample, output, new SessionOptions { Ours = false, UserConfiguration = Everyone });
        var document = (await session.Ask("textDocument/codeAction", $$"""
            {"textDocument":{"uri":"{{session.UriOf(Calculator)}}"},"range":{"start":{"line":11,"character":0},"end":{"line":12,"character":0} },"context":{"diagnostics":[]} }
            """)).AsArray().Single(a => Text(a, "title") == "Document")!;

        var resolved = await session.Ask("codeAction/resolve", document.ToJsonString());

        var change = resolved["edit"]!["documentChanges"]![0]!;
        Assert.Null(change["textDocument"]!["version"]);
        Assert.Contains("/// <summary>", Text(change["edits"]![0], "newText"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_does_not_wait_for_a_solution_to_load()
    {
        await using var session = CodexSession.Connect(sample, output);
        await session.Client.SendAndWait("initialize", session.InitializeParams());
        await session.Open(Calculator, WithoutUsing);

        var actions = await ActionsAt(session, "StringBuilder", "CS0246");

        Assert.Equal(["Fix with Codex: CS0246", "Explain with Codex", "Change with Codex…", "Document"], actions.Select(a => Text(a, "title")));
    }

    private static async Task<string> FixAt(CodexSession session) =>
        (await ActionsAt(session, Name, "CS9999")).Single(a => Text(a, "title") == "Fix with Codex: CS9999")!.ToJsonString();

    private static async Task<JsonArray> ActionsAt(CodexSession session, string part, string? code = null, string more = "")
    {
        var range = session.RangeOf(Calculator, part);
        var diagnostics = code is null ? "" : $$"""{"range":{{range}},"message":"the compiler's words","code":"{{code}}","severity":1}""";
        var actions = await session.Ask("textDocument/codeAction", $$"""
            {"textDocument":{"uri":"{{session.UriOf(Calculator)}}"},"range":{{range}},"context":{"diagnostics":[{{diagnostics}}]{{more}} } }
            """);
        return actions.AsArray();
    }
}
