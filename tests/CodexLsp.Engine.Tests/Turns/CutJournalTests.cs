using CodexLsp.Engine.Turns;
using CodexLsp.ModelServer;

namespace CodexLsp.Engine.Tests.Turns;

/// <summary>A kill in any moment: what the journal had by then is what the thread goes on with.</summary>
public sealed class CutJournalTests
{
    private static readonly Answer Plan = Answer.Calling("update_plan", """{"steps":[{"text":"Both","status":"running"}]}""");
    private static readonly Answer List = Answer.Calling("list_files", "{}");
    private static readonly Answer Patch = Answer.Calling("apply_patch", """{"patch":"*** Begin Patch\n*** Update File: a.txt\n-one\n+two\n*** End Patch"}""");

    [Theory]
    [InlineData(TurnMode.Task, false)]
    [InlineData(TurnMode.Task, true)]
    [InlineData(TurnMode.Chat, false)]
    public async Task A_thread_whose_journal_ends_after_any_record_goes_on(TurnMode mode, bool torn)
    {
        await using var test = await TurnTest.StartAsync("""
            //- a.txt
            one
            """, new Scenario(
        [
            new Exchange { Times = 1, Then = new Answer { Output = [.. Plan.Output, .. List.Output, .. Patch.Output, .. List.Output] } },
            new Exchange { Times = 1, Then = Answer.Calling("verify", "{}") },
            new Exchange { Then = new Answer { Text = new("Done.") } },
        ]));
        await test.AskAsync("Do it.", mode);
        var journal = test.Journal.JournalOf(test.ThreadId!);
        var lines = (await File.ReadAllTextAsync(journal, Deadline.Token())).Split('\n')[..^1];
        var changed = Array.FindIndex(lines, line => line.Contains("\"kind\":\"proposal\"", StringComparison.Ordinal));

        // The first three open the thread.
        for (var kept = 3; kept <= lines.Length; kept++)
        {
            var rest = torn && kept < lines.Length ? lines[kept][..(lines[kept].Length / 2)] : "";
            await File.WriteAllTextAsync(journal, string.Join('\n', lines[..kept]) + "\n" + rest, Deadline.Token());

            var next = await test.AskAsync("Go on.", mode);

            Assert.True(next.Turn.Status == TurnStatus.Completed, $"After {kept} records: {next.Turn.Error}");
            if (mode == TurnMode.Task)
            {
                await using var writer = await test.Journal.OpenAsync(test.ThreadId!);
                Assert.Equal(kept > changed ? "two" : null, writer.History.LastTask?.Changes.Files[0].After?.ToString());
            }
        }
    }
}
