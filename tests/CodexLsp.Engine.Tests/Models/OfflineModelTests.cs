using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Policy;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Tests.Models;

public sealed class OfflineModelTests
{
    [Fact]
    public async Task Rule_that_understands_answers_in_the_patch_envelope()
    {
        using var folder = new TemporaryFolder();
        folder.Write("A.cs", "one\ntwo\nthree\n");

        var events = await Ask(folder, new Replacing("two", "TWO"));

        Expect.Text(Assert.IsType<ModelEvent.TextDelta>(events[0]).Text, """
            *** Begin Patch
            *** Update File: A.cs
            @@
             one
            -two
            +TWO
             three
            *** End of File
            *** End Patch
            """);
        var usage = Assert.IsType<ModelEvent.Completed>(events[1]).Usage;
        Assert.Equal((0, 0m, true), (usage.Requests, usage.CostUsd, usage.Estimated));
    }

    [Fact]
    public async Task What_no_rule_understands_is_declined_in_one_sentence_that_says_how_to_go_on()
    {
        using var folder = new TemporaryFolder();
        folder.Write("A.cs", "one\n");

        var events = await Ask(folder, new Replacing("absent", ""), new Replacing("missing", ""));

        Expect.Text(Assert.IsType<ModelEvent.Refusal>(events[0]).Text, """
            The built-in offline model can only replace absent or replace missing; for anything else set a model: a key in OPENAI_API_KEY or an address in CODEX_LSP_BASE_URL ('codex-lsp config' shows what is set).
            """);
        Assert.IsType<ModelEvent.Completed>(events[1]);
    }

    [Fact]
    public async Task Cancelled_question_is_not_answered()
    {
        using var folder = new TemporaryFolder();
        folder.Write("A.cs", "one\n");
        var answer = Model(folder, new Replacing("one", "two")).AskAsync(Asking.Request, new CancellationToken(canceled: true)).GetAsyncEnumerator();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await answer.MoveNextAsync());
    }

    [Fact]
    public void Lines_that_occur_often_get_the_context_that_tells_them_apart()
    {
        var text = string.Concat(Enumerable.Range(0, 40).Select(i => i == 20 ? "here\n" : "same\n"));

        Assert.Equal(text.Remove(70, 4).Insert(70, "SAME"), Apply(text, new FileEdit.Replace("A.cs", new TextSpan(70, 4), "SAME")));
    }

    [Fact]
    public void Replacements_become_hunks_that_the_resolver_places_where_they_were() => Prop.ForAll(
        Gen.Choose(0, 3).ArrayOf().ToArbitrary(),
        Gen.Choose(0, 60).Two().ToArbitrary(),
        Gen.Elements("", "x", "x\ny", "\n", "new\n").ToArbitrary(),
        (lines, at, replacement) =>
        {
            // Few different lines, so that many are alike.
            var text = string.Concat(lines.Select(l => $"line {l}\n")) + "end\n";
            var start = at.Item1 % text.Length;
            var span = new TextSpan(start, at.Item2 % (text.Length - start));
            var after = text[..span.Start] + replacement + text[span.End..];
            return after == text || !after.EndsWith('\n') || Apply(text, new FileEdit.Replace("A.cs", span, replacement)) == after;
        }).QuickCheckThrowOnFailure();

    private static string Apply(string text, params FileEdit.Replace[] replacements)
    {
        using var folder = new TemporaryFolder();
        var path = new AbsolutePath(folder.Write("A.cs", text));
        var root = new AbsolutePath(folder.Path);
        var envelope = PatchEnvelope.Write(new EditScript([new FileEdit.Update("A.cs", null, SpanHunks.Of(SourceText.From(text), replacements))]));
        var script = Assert.IsType<EditParse.Parsed>(PatchEnvelope.Parse(envelope)).Script;
        var resolution = EditResolver.Resolve(script, Snapshot.Empty with { Folders = [root] }, new PathPolicy([root]), root);
        var placed = resolution as Resolution.Placed ?? throw new InvalidOperationException($"{resolution}\n{envelope}");
        return placed.Changes.Files.Single().After?.ToString() ?? throw new InvalidOperationException($"{path} is gone.");
    }

    private static OfflineModel Model(TemporaryFolder folder, params IOfflineTransform[] transforms) =>
        new([.. transforms], Snapshot.Empty, new AbsolutePath(folder["A.cs"]), default, "change it", new AbsolutePath(folder.Path));

    private static async Task<List<ModelEvent>> Ask(TemporaryFolder folder, params IOfflineTransform[] transforms)
    {
        var events = new List<ModelEvent>();
        await foreach (var e in Model(folder, transforms).AskAsync(Asking.Request, Deadline.Token()))
        {
            events.Add(e);
        }

        return events;
    }

    private sealed class Replacing(string old, string replacement) : IOfflineTransform
    {
        public string Ability => $"replace {old}";

        public Task<Outcome<EditScript>?> TryAsync(Snapshot snapshot, AbsolutePath path, TextSpan selection, string words, CancellationToken cancellationToken)
        {
            var at = snapshot.Read(path)!.Text.ToString().IndexOf(old, StringComparison.Ordinal);
            return Task.FromResult<Outcome<EditScript>?>(at < 0
                ? null
                : (Outcome<EditScript>)new EditScript([new FileEdit.Replace(path.Name, new TextSpan(at, old.Length), replacement)]));
        }
    }
}
