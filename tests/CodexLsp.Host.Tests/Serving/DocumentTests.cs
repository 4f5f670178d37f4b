using System.Text;
using CodexLsp.ModelServer;
using Xunit.Abstractions;
using static CodexLsp.Host.Tests.Serving.Wire;

namespace CodexLsp.Host.Tests.Serving;

/// <summary>Which documents are worked on: of which text, in which spelling, and in whose encoding they are written back.</summary>
[Collection(SampleSolution.Name)]
public sealed class DocumentTests(SampleSolution sample, ITestOutputHelper output)
{
    private const string Whole = """ "range":{"start":{"line":0,"character":0},"end":{"line":1,"character":0}} """;

    [Fact]
    public async Task A_file_outside_the_workspace_is_read_only_when_the_user_has_it_open()
    {
        using var elsewhere = new TemporaryFolder();
        var file = elsewhere.Write("notes.txt", "private\n");
        await using var model = await ScriptedModel.StartAsync(new Scenario([]));
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Model = model, Trusted = false });
        var place = $$""" {"textDocument":{"uri":"{{session.UriOf(file)}}"},{{Whole}},"instruction":"x"} """;

        foreach (var method in new[] { "codex/edit/propose", "codex/context" })
        {
            Assert.Equal((-32803, "policy.outside"), Codes(await session.Client.SendAndWaitForError(method, place)));
        }

        Assert.Empty(model.Requests);
        await session.Open(file);
        Assert.Equal("private\n", Text((await session.Ask("codex/context", place))["items"]![0], "text"));
    }

    [Theory]
    [InlineData("""{"start":{"line":-1,"character":0},"end":{"line":0,"character":0}}""")]
    [InlineData("""{"start":{"line":0,"character":-3},"end":{"line":0,"character":0}}""")]
    [InlineData("""{"start":{"line":2,"character":0},"end":{"line":1,"character":5}}""")]
    public async Task A_change_of_no_range_puts_the_document_out_of_step(string range)
    {
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Trusted = false });
        await session.Open(Calculator);

        await Change(session, range);

        Assert.Contains("no longer knows", Text(await session.Client.WaitForNotification("window/showMessage"), "message"), StringComparison.Ordinal);
        var error = await session.Client.SendAndWaitForError("codex/context", $$"""{"textDocument":{"uri":"{{session.UriOf(Calculator)}}"},{{Whole}} }""");
        Assert.Equal((-32803, "document.outOfStep"), Codes(error));
    }

    [Fact]
    public async Task A_change_past_the_end_is_made_at_the_end()
    {
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Trusted = false });
        await session.Open("notes.txt", "one\n");

        await Change(session, """{"start":{"line":70,"character":7},"end":{"line":70,"character":9}}""", "notes.txt");

        const string All = """ "range":{"start":{"line":0,"character":0},"end":{"line":9,"character":0}} """;
        var context = await session.Ask("codex/context", $$"""{"textDocument":{"uri":"{{session.UriOf("notes.txt")}}"},{{All}} }""");
        Assert.Equal("one\ntyped", Text(context["items"]![0], "text"));
    }

    [Fact]
    public async Task The_host_writes_past_no_unsaved_text_and_keeps_the_byte_order_mark()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("Lib/Calculator.cs", WithMark(SampleSolution.Calculator));
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(NewName).Value));
        await using var session = await CodexSession.StartAsync(
            sample, output, new SessionOptions { Model = model, AppliesEdits = false, Trusted = false, Root = folder.Path });
        await session.Open(Calculator);
        var proposal = await session.Propose(Calculator, Name, "call it abacus");
        await session.Change(Calculator, "namespace Lib;", "namespace Lib; // typed");

        var error = await session.Client.SendAndWaitForError("codex/edit/accept", $$"""{"proposalId":"{{proposal["id"]}}"}""");
        Assert.Equal((-32803, "document.unsaved"), Codes(error));
        Assert.Equal(WithMark(SampleSolution.Calculator), await File.ReadAllBytesAsync(file));

        await File.WriteAllBytesAsync(file, WithMark(session.TextOf(Calculator)));
        Assert.True((await session.Accept(proposal))["applied"]!.GetValue<bool>());
        Assert.Equal(
            WithMark(session.TextOf(Calculator).Replace(Name, NewName, StringComparison.Ordinal)), await File.ReadAllBytesAsync(file));
    }

    [Fact]
    public async Task A_file_that_is_not_open_is_answered_in_the_spelling_of_the_request()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("caf\u00e9.txt", "one\n");
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying("```\ntwo\n```\n"));
        await using var session = await CodexSession.StartAsync(
            sample, output, new SessionOptions { Model = model, Trusted = false, Root = folder.Path });
        var uri = "file://" + file;

        var proposal = await session.Ask("codex/edit/propose", $$"""{"textDocument":{"uri":"{{uri}}"},{{Whole}},"instruction":"two"}""");

        Assert.Equal(uri, Text(proposal["files"]![0], "uri"));
    }

    private static Task Change(CodexSession session, string range, string path = Calculator) => session.Client.Notify("textDocument/didChange", $$"""
        {"textDocument":{"uri":"{{session.UriOf(path)}}","version":2},"contentChanges":[{"range":{{range}},"text":"typed"}]}
        """);

    private static byte[] WithMark(string text) => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)];
}
