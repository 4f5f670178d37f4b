using System.Text;
using CodexLsp.Host.Cli;
using CodexLsp.Host.Tests.Cli;

namespace CodexLsp.Host.Tests.Security;

/// <summary>Whatever somebody did to the journal, commands answer in words and write nothing that was not shown.</summary>
public sealed class TamperedJournalTests : IDisposable
{
    private readonly TestCommandLine _cli = new();

    public TamperedJournalTests() => _cli.Workspace.Write("notes.txt", "one\ntwo\n");

    public void Dispose() => _cli.Dispose();

    public static TheoryData<string> Tamperings => ["empty", "garbage", "cut", "deep", "typed", "swapped", "huge number", "no blobs", "flipped"];

    [Theory]
    [MemberData(nameof(Tamperings))]
    public async Task A_tampered_journal_is_answered_in_words(string tampering)
    {
        await using var model = await _cli.StartModelAsync("```\nONE\n```");
        var id = (await _cli.RunAsync("edit", "notes.txt:1-1", "shout", "--json")).Exits(ExitCodes.Done).Text("id")!;
        var journal = Directory.EnumerateFiles(_cli.State, "*.jsonl", SearchOption.AllDirectories).Single();
        Tamper(journal, tampering);
        foreach (var index in Directory.EnumerateFiles(_cli.State, "index.json", SearchOption.AllDirectories))
        {
            await File.WriteAllTextAsync(index, "{\"$type\":\"System.IO.FileInfo\",");
        }

        foreach (var command in new string[][] { ["threads"], ["threads", "--json"], ["accept", id, "--json"], ["undo", id, "--json"] })
        {
            var outcome = await _cli.RunAsync(command);
            Assert.True(outcome.ExitCode is ExitCodes.Done or ExitCodes.Failed, $"{string.Join(' ', command)}: {outcome}");
            Assert.DoesNotContain("\"internal\"", outcome.Out, StringComparison.Ordinal);
        }

        Assert.Contains(_cli.Read("notes.txt"), (string[])["one\ntwo\n", "ONE\ntwo\n"]);
    }

    private static void Tamper(string journal, string how)
    {
        var lines = File.ReadAllLines(journal);
        var bytes = File.ReadAllBytes(journal);
        switch (how)
        {
            case "empty":
                File.WriteAllText(journal, "");
                break;
            case "garbage":
                File.WriteAllBytes(journal, [0, 1, 2, 0xFF, 0xFE, (byte)'\n', .. bytes]);
                break;
            case "cut":
                File.WriteAllBytes(journal, bytes[..(bytes.Length / 2)]);
                break;
            case "deep":
                File.AppendAllText(journal, new string('[', 100_000) + "\n");
                break;
            case "typed":
                File.AppendAllText(journal, "{\"$type\":\"System.Diagnostics.Process\",\"StartInfo\":{\"FileName\":\"/bin/sh\"}}\n");
                break;
            case "swapped":
                File.WriteAllLines(journal, lines.Reverse());
                break;
            case "huge number":
                File.WriteAllText(journal, string.Join('\n', lines).Replace("\"rounds\":1", "\"rounds\":1e999", StringComparison.Ordinal) + "\n");
                break;
            case "no blobs":
                Directory.Delete(Path.ChangeExtension(journal, ".blobs"), recursive: true);
                break;
            case "flipped":
                for (var i = 50; i < bytes.Length; i += 97)
                {
                    bytes[i] ^= 0x15;
                }

                File.WriteAllBytes(journal, bytes);
                break;
            default:
                throw new ArgumentException(Encoding.UTF8.GetString(bytes), nameof(how));
        }
    }
}
