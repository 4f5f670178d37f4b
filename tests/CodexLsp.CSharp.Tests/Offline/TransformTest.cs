using CodexLsp.CSharp.Offline;
using CodexLsp.Engine.Edits;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Tests.Offline;

/// <summary>Runs a transform as the offline model does, and checks what holds for every result.</summary>
internal static class TransformTest
{
    /// <summary>
    /// The changed files after the edit, or <c>declined</c>. Checks that the result has no problem the input did not have, and
    /// that the edit script alone leads to it.
    /// </summary>
    public static Task<string> ApplyAsync(string markup, string words) => ApplyAsync(SolutionFixture.Load(markup), words);

    /// <inheritdoc cref="ApplyAsync(string, string)"/>
    public static async Task<string> ApplyAsync(SolutionFixture fixture, string words)
    {
        var request = Wording.Understand(words);
        Assert.NotNull(request);
        Assert.Empty(await SolutionFixture.ProblemsAsync(fixture.Solution));
        var after = await OfflineEdit.ApplyAsync(fixture.Document, fixture.Selection, request, Deadline.Token());
        if (after is null)
        {
            return "declined";
        }

        Assert.Empty(await SolutionFixture.ProblemsAsync(after));
        var script = await DocumentChangesToEditScript.ConvertAsync(fixture.Solution, after, path => path[SolutionFixture.Root.Length..], Deadline.Token());
        Assert.NotNull(script);
        List<(string Path, string Text)> results = [];
        foreach (var update in script.Files.Cast<FileEdit.Update>())
        {
            var id = fixture.Solution.GetDocumentIdsWithFilePath(SolutionFixture.Root + update.Path)[0];
            var text = Place(await fixture.Solution.GetDocument(id)!.GetTextAsync(), update);
            Assert.Equal((await after.GetDocument(id)!.GetTextAsync()).ToString(), text);
            results.Add((update.Path, text));
        }

        return results.Count == 1 ? results[0].Text : string.Concat(results.Select(r => $"//- {r.Path}\n{r.Text.TrimEnd('\n')}\n"));
    }

    // Places each hunk at the only place its old lines have; fails when there are several.
    private static string Place(SourceText original, FileEdit.Update update)
    {
        var newLine = original.ToString().Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var isTerminated = original.ToString().EndsWith(newLine, StringComparison.Ordinal);
        var text = newLine + original + (isTerminated ? "" : newLine);
        var result = SourceText.From(text).WithChanges(update.Hunks.Select(hunk =>
        {
            var old = newLine + Lines(hunk, EditLineKind.Added);
            var at = text.IndexOf(old, StringComparison.Ordinal);
            Assert.True(at >= 0, $"No place for\n{old}");
            Assert.Equal(at, text.LastIndexOf(old, StringComparison.Ordinal));
            return new TextChange(new TextSpan(at, old.Length), newLine + Lines(hunk, EditLineKind.Removed));
        })).ToString();
        return result[newLine.Length..^(isTerminated ? 0 : newLine.Length)];

        string Lines(EditHunk hunk, EditLineKind without) =>
            string.Concat(hunk.Lines.Where(l => l.Kind != without).Select(l => l.Text + newLine));
    }
}
