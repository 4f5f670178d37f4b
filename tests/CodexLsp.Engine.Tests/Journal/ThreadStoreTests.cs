using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Journal;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Turns;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Tests.Journal;

public sealed class ThreadStoreTests : IDisposable
{
    private readonly JournalTest _test = new();

    [Fact]
    public async Task A_second_writer_is_told_which_process_writes()
    {
        await using (var first = await Create("t"))
        {
            using var other = _test.NewStore();
            var failure = (await other.OpenAsync(first.ThreadId, Deadline.Token())).Failure!;
            Assert.Equal("thread.inUse", failure.Code);
            Assert.Contains($"process {Environment.ProcessId} (", failure.Message, StringComparison.Ordinal);
            Assert.Equal("thread.inUse", (await other.DeleteThreadAsync(first.ThreadId, Deadline.Token()))!.Code);
            await first.AppendItemAsync("turn", _test.Say("still the writer"), Deadline.Token());
        }

        await using var next = await _test.OpenAsync((await List()).Single().Id);
    }

    [Fact]
    public async Task Calls_at_once_write_whole_records()
    {
        await using var writer = await Create("t");
        var turn = _test.NewTurn();
        await writer.StartTurnAsync(turn, Deadline.Token());

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => writer.AppendItemAsync(turn.Id, _test.Say($"{i}"), Deadline.Token()))));

        var reading = await _test.ReadWithDamageAsync(writer.ThreadId);
        Assert.Empty(reading.Damage);
        Assert.Equal(50, reading.Thread.Turns.Single().Items.Length);
    }

    [Fact]
    public async Task Threads_are_listed_by_their_last_change_in_parts_of_any_size()
    {
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            await using var writer = await Create($"Thread {i}");
            ids.Add(writer.ThreadId);
        }

        await using (var writer = await _test.OpenAsync(ids[2]))
        {
            await writer.RenameAsync("Thread two", Deadline.Token());
        }

        string[] expected = [ids[2], ids[6], ids[5], ids[4], ids[3], ids[1], ids[0]];
        for (var size = 1; size <= 8; size++)
        {
            var seen = new List<string>();
            string? cursor = null;
            do
            {
                var page = (await _test.Store.ListAsync(cursor, size, null, archived: false, Deadline.Token())).Value!;
                Assert.InRange(page.Threads.Length, 1, size);
                seen.AddRange(page.Threads.Select(t => t.Id));
                cursor = page.NextCursor;
            }
            while (cursor is not null);
            Assert.Equal(expected, seen);
        }

        Assert.Equal("thread.cursor", (await _test.Store.ListAsync("nonsense", 1, null, archived: false, Deadline.Token())).Failure?.Code);
    }

    [Fact]
    public async Task A_search_finds_every_word_of_a_title_and_the_archive_is_a_list_of_its_own()
    {
        await using var tax = await Create("Round tax up");
        await using var log = await Create("Log every request");
        await log.ArchiveAsync(true, Deadline.Token());

        Assert.Equal(["Round tax up"], (await List(search: "UP tax")).Select(t => t.Title));
        Assert.Empty(await List(search: "tax request"));
        Assert.Equal(["Log every request"], (await List(archived: true)).Select(t => t.Title));
        await log.ArchiveAsync(false, Deadline.Token());
        Assert.Equal(2, (await List()).Length);
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("empty")]
    [InlineData("garbage")]
    [InlineData("flipped")]
    [InlineData("old")]
    public async Task The_list_is_the_same_whatever_became_of_the_index(string fate)
    {
        var index = new JournalFolder(_test.State).Index.Value;
        await using var a = await Create("a");
        await using var b = await Create("b");
        await List();
        var old = await File.ReadAllBytesAsync(index, Deadline.Token());
        await a.RenameAsync("another", Deadline.Token());
        await using var c = await Create("c");
        await a.SaveProposalAsync(Proposal(a), Deadline.Token());
        var expected = Anything.Describe(await List());
        var bytes = await File.ReadAllBytesAsync(index, Deadline.Token());
        bytes[bytes.Length / 2] ^= 1;
        if (fate == "gone")
        {
            File.Delete(index);
        }
        else
        {
            await File.WriteAllBytesAsync(index, fate switch { "empty" => [], "garbage" => "{}\n"u8.ToArray(), "flipped" => bytes, _ => old }, Deadline.Token());
        }

        using var restarted = _test.NewStore();
        var list = (await restarted.ListAsync(null, 100, null, archived: false, Deadline.Token())).Value!.Threads;

        Assert.Equal(expected, Anything.Describe(list));
        Assert.Single(await restarted.ListProposalsAsync([_test.Workspace], null, Deadline.Token()));
    }

    [Fact]
    public async Task Two_thousand_threads_are_listed_from_the_index_alone()
    {
        for (var i = 0; i < 2000; i++)
        {
            // Written by hand: two thousand waits for the disk are not what is tested.
            var files = new JournalFolder(_test.State).FilesOf(Ids.New(_test.Clock))!;
            Directory.CreateDirectory(files.Journal.Parent!.Value.Value);
            var record = $$"""{"kind":"journal","at":"2026-03-04T05:06:07Z","format":1,"threadId":"{{files.ThreadId}}","title":"Thread {{i}}","folder":{{JsonSerializer.Serialize(_test.Workspace.Value)}}}""";
            await File.WriteAllBytesAsync(files.Journal.Value, RecordLine.Write(Encoding.UTF8.GetBytes(record)), Deadline.Token());
        }

        var expected = Anything.Describe(await List());

        // Same size, same time, no content: a list that opens a journal would show it.
        foreach (var journal in Directory.EnumerateFiles(_test.State.Value, "*.jsonl", SearchOption.AllDirectories))
        {
            var time = File.GetLastWriteTimeUtc(journal);
            await File.WriteAllBytesAsync(journal, new byte[new FileInfo(journal).Length], Deadline.Token());
            File.SetLastWriteTimeUtc(journal, time);
        }

        using var restarted = _test.NewStore();
        var list = (await restarted.ListAsync(null, 10000, null, archived: false, Deadline.Token())).Value!.Threads;
        Assert.Equal(2000, list.Length);
        Assert.Equal(expected, Anything.Describe(list));
    }

    [Fact]
    public async Task Open_proposals_are_listed_for_the_folder_and_the_file()
    {
        await using var writer = await Create("t");
        foreach (var status in Enum.GetValues<ProposalStatus>())
        {
            await writer.SaveProposalAsync(Proposal(writer, status), Deadline.Token());
        }

        await using var elsewhere = await _test.Store.CreateAsync("t", _test.Workspace.Append("other"), Deadline.Token());
        await elsewhere.SaveProposalAsync(Proposal(elsewhere), Deadline.Token());

        ImmutableArray<AbsolutePath> folders = [_test.Workspace];
        var open = await _test.Store.ListProposalsAsync(folders, null, Deadline.Token());
        Assert.Equal([ProposalStatus.Running, ProposalStatus.Ready, ProposalStatus.Stale, ProposalStatus.Partly], open.Select(p => p.Status));
        Assert.Equal(4, (await _test.Store.ListProposalsAsync(folders, _test.Workspace.Append("Order.cs"), Deadline.Token())).Length);
        Assert.Empty(await _test.Store.ListProposalsAsync(folders, _test.Workspace.Append("Basket.cs"), Deadline.Token()));
        Assert.Equal("proposal.unknown", (await _test.Store.FindProposalAsync("no such", Deadline.Token())).Failure?.Code);
    }

    [Fact]
    public async Task A_proposal_whose_texts_are_lost_says_so()
    {
        await using var writer = await Create("t");
        var proposal = Proposal(writer);
        await writer.SaveProposalAsync(proposal, Deadline.Token());
        await File.WriteAllTextAsync(Assert.Single(_test.BlobsOf(writer.ThreadId)), "tampered", Deadline.Token());

        var failure = (await _test.Store.FindProposalAsync(proposal.Id, Deadline.Token())).Failure!;
        Assert.Equal(("journal.damaged", $"Proposal {proposal.Id} cannot be read from the journal: Its texts are lost."), (failure.Code, failure.Message));

        await writer.SaveProposalAsync(proposal, Deadline.Token());
        Assert.NotNull((await _test.Store.FindProposalAsync(proposal.Id, Deadline.Token())).Value);
    }

    [Fact]
    public async Task An_acceptance_is_found_by_its_token_and_remembers_that_it_was_undone()
    {
        await using var writer = await Create("t");
        await writer.RecordAcceptanceAsync("p", ["1", "2"], "token-1", AcceptanceTarget.Disk, "plan", Deadline.Token());
        await writer.RecordAcceptanceAsync("p", ["3"], "token-2", AcceptanceTarget.Editor, null, Deadline.Token());
        await writer.RecordUndoAsync("token-2", Deadline.Token());

        var found = (await _test.Store.FindAcceptanceAsync("token-1", Deadline.Token())).Value!;
        Assert.Equal("1 2", string.Join(' ', found.HunkIds));
        Assert.Equal((writer.ThreadId, "p", AcceptanceTarget.Disk, "plan", false), (found.ThreadId, found.ProposalId, found.Target, found.PlanId, found.Undone));
        Assert.Equal([false, true], (await _test.Store.ListAcceptancesAsync(writer.ThreadId, Deadline.Token())).Select(a => a.Undone));
        Assert.Equal("undo.unknown", (await _test.Store.FindAcceptanceAsync("token-3", Deadline.Token())).Failure?.Code);
    }

    [Fact]
    public async Task A_deleted_thread_leaves_nothing_and_takes_nothing_of_another()
    {
        var kept = await Create("kept");
        await kept.SaveProposalAsync(Proposal(kept), Deadline.Token());
        await kept.DisposeAsync();
        var before = Directory.GetFiles(_test.State.Value, "*", SearchOption.AllDirectories).Order().ToArray();
        var deleted = await Create("deleted");
        await deleted.SaveProposalAsync(Proposal(deleted), Deadline.Token());
        await deleted.DisposeAsync();

        Assert.Null(await _test.Store.DeleteThreadAsync(deleted.ThreadId, Deadline.Token()));

        Assert.Equal(before, Directory.GetFiles(_test.State.Value, "*", SearchOption.AllDirectories).Order());
        Assert.Equal([kept.ThreadId], (await List()).Select(t => t.Id));
        Assert.Equal("thread.unknown", (await _test.Store.DeleteThreadAsync(deleted.ThreadId, Deadline.Token()))!.Code);
        Assert.Equal("thread.unknown", (await _test.Store.ReadThreadAsync(deleted.ThreadId, Deadline.Token())).Failure?.Code);
    }

    [Fact]
    public async Task Retention_deletes_what_is_old_but_nothing_in_use_or_to_be_repaired_and_sweeps_what_a_crash_left()
    {
        var old = await Create("old");
        await old.DisposeAsync();
        var cut = await Create("to be repaired");
        await cut.BeginAsync(new CommitPlan("plan", [], [], []), Deadline.Token());
        await cut.DisposeAsync();
        await using var used = await Create("in use");
        var orphan = await Create("half deleted");
        await orphan.SaveProposalAsync(Proposal(orphan), Deadline.Token());
        await orphan.DisposeAsync();
        File.Delete(_test.JournalOf(orphan.ThreadId));
        _test.Clock.Advance(TimeSpan.FromDays(31));
        await using var fresh = await Create("fresh");

        Assert.Equal(1, await _test.Store.DeleteOlderThanAsync(TimeSpan.FromDays(30), Deadline.Token()));

        Assert.Equal(["fresh", "in use", "to be repaired"], (await List()).Select(t => t.Title));
        Assert.Empty(Directory.GetFileSystemEntries(_test.State.Value, orphan.ThreadId + ".*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("")]
    [InlineData("01984b1e-0000-7000-8000-00000000000g")]
    [InlineData("01984B1E-0000-7000-8000-000000000000")]
    [InlineData("ffffffff-ffff-7fff-bfff-ffffffffffff")]
    [InlineData("01984b1e-0000-4000-8000-000000000000")]
    public async Task An_id_that_is_none_of_ours_is_an_unknown_thread(string id)
    {
        Assert.Equal("thread.unknown", (await _test.Store.ReadThreadAsync(id, Deadline.Token())).Failure?.Code);
        Assert.Equal("thread.unknown", (await _test.Store.OpenAsync(id, Deadline.Token())).Failure?.Code);
        Assert.Equal("thread.unknown", (await _test.Store.DeleteThreadAsync(id, Deadline.Token()))!.Code);
    }

    [Fact]
    public async Task A_key_in_any_text_never_reaches_the_disk()
    {
        var secret = $"before {JournalTest.Key} after";
        await using var writer = await Create(secret);
        var turn = _test.NewTurn() with { Error = new Failure("c", secret, secret) };
        await writer.StartTurnAsync(turn, Deadline.Token());
        Item[] items =
        [
            new Item.UserMessage("1", ItemStatus.Completed, [new Input.Text(secret)]),
            new Item.AgentMessage("2", ItemStatus.Completed, secret),
            new Item.Reasoning("3", ItemStatus.Completed, secret),
            new Item.Verified("4", ItemStatus.Completed, Verdict.Unverified(secret) with { Notes = [secret] }),
            new Item.Error("5", ItemStatus.Failed, new Failure("c", secret)),
        ];
        foreach (var item in items)
        {
            await writer.AppendItemAsync(turn.Id, item, Deadline.Token());
        }

        await writer.SaveProposalAsync(Proposal(writer) with { Title = secret, Message = secret }, Deadline.Token());
        var request = new ModelRequest("m", secret, [new ModelMessage(ModelRole.User, secret)]);
        await writer.SaveRequestAsync(turn.Id, request, secret, new Failure("c", secret), Deadline.Token());
        await writer.RenameAsync(secret, Deadline.Token());
        await writer.CompleteTurnAsync(turn, Deadline.Token());
        await List();

        foreach (var file in Directory.GetFiles(_test.State.Value, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            var bytes = await File.ReadAllBytesAsync(file, Deadline.Token());
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(JournalTest.Key)));
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(JournalTest.Key)));
        }

        Assert.Equal("before [redacted] after", (await _test.ReadAsync(writer.ThreadId)).Title);
    }

    [Fact]
    public async Task A_request_to_the_model_is_kept_by_reference_with_its_answer()
    {
        await using var writer = await Create("t");
        var request = new ModelRequest("m", "rules", [new ModelMessage(ModelRole.User, "one"), new ModelMessage(ModelRole.Assistant, "two")]);
        await writer.SaveRequestAsync("turn", request, "answer", null, Deadline.Token());
        await writer.SaveRequestAsync("turn", request with { Items = [.. request.Items, new ModelMessage(ModelRole.User, "three")] }, "answer 2", null, Deadline.Token());

        var files = new JournalFolder(_test.State).FilesOf(writer.ThreadId)!;
        var exchanges = ThreadJournal.Read(files, abandoned: false).Exchanges;
        Assert.Equal(["answer", "answer 2"], exchanges.Select(e => e.Exchange.Answer));
        Assert.Equal(ThreadWriter.HashOf(request), exchanges[0].Exchange.RequestHash);
        Assert.NotEqual(exchanges[0].Exchange.RequestHash, exchanges[1].Exchange.RequestHash);
        var texts = exchanges[1].Exchange.Messages.Select(m => Encoding.UTF8.GetString(new BlobFolder(files.Blobs).Read(m.Text)!));
        Assert.Equal(["one", "two", "three"], texts);
        Assert.Equal(4, _test.BlobsOf(writer.ThreadId).Length);
    }

    [Fact]
    public async Task Only_the_owner_can_look_into_the_journal()
    {
        await using var writer = await Create("t");
        await writer.SaveProposalAsync(Proposal(writer), Deadline.Token());
        await List();
        if (OperatingSystem.IsWindows())
        {
            // There a folder of the user's profile is the user's own by its place.
            return;
        }

        const UnixFileMode others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var entry in Directory.GetFileSystemEntries(_test.State.Value, "*", SearchOption.AllDirectories))
        {
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(entry) & others);
        }
    }

    [Fact]
    public async Task The_file_reads_as_documented()
    {
        await using var writer = await Create("Say \"hällo\"");
        var turn = _test.NewTurn();
        await writer.StartTurnAsync(turn, Deadline.Token());
        await writer.AppendItemAsync(turn.Id, _test.Say("<hi>"), Deadline.Token());

        var text = await File.ReadAllTextAsync(_test.JournalOf(writer.ThreadId), Deadline.Token());
        text = Regex.Replace(text, "[0-9a-f]{8}-[0-9a-f-]{27}", "ID");
        text = Regex.Replace(text, "\"sum\":\"[0-9a-f]{16}\"", "\"sum\":\"S\"");
        text = Regex.Replace(text, "\"(bytes|processId)\":[0-9]+", "\"$1\":N");
        text = Regex.Replace(text, "\"processName\":\"[^\"]+\"", "\"processName\":\"P\"");
        text = text.Replace(JsonSerializer.Serialize(_test.Workspace.Value), "\"/work\"", StringComparison.Ordinal);

        Expect.Text(text, """
            {"bytes":N,"sum":"S","record":{"kind":"journal","format":1,"threadId":"ID","title":"Say \"hällo\"","folder":"/work","at":"2026-03-04T05:06:09+00:00"}}
            {"bytes":N,"sum":"S","record":{"kind":"opened","processId":N,"processName":"P","at":"2026-03-04T05:06:09+00:00"}}
            {"bytes":N,"sum":"S","record":{"kind":"thread","title":"Say \"hällo\"","folder":"/work","createdAt":"2026-03-04T05:06:09+00:00","archived":false,"at":"2026-03-04T05:06:09+00:00"}}
            {"bytes":N,"sum":"S","record":{"kind":"turn","turn":{"id":"ID","mode":"edit","status":"running","startedAt":"2026-03-04T05:06:11+00:00","completedAt":null,"usage":{"inputTokens":0,"cachedInputTokens":0,"outputTokens":0,"reasoningTokens":0,"requests":0,"costUsd":null,"duration":"00:00:00","estimated":false},"proposalId":null,"error":null,"rights":null},"at":"2026-03-04T05:06:12+00:00"}}
            {"bytes":N,"sum":"S","record":{"kind":"item","turnId":"ID","item":{"type":"agentMessage","text":"<hi>","id":"ID","status":"completed"},"at":"2026-03-04T05:06:14+00:00"}}
            """);
    }

    public void Dispose() => _test.Dispose();

    private Task<ThreadWriter> Create(string title) => _test.Store.CreateAsync(title, _test.Workspace, Deadline.Token());

    private async Task<ImmutableArray<CodexThread>> List(string? search = null, bool archived = false) =>
        (await _test.Store.ListAsync(null, 10000, search, archived, Deadline.Token())).Value!.Threads;

    private Proposal Proposal(ThreadWriter writer, ProposalStatus status = ProposalStatus.Ready)
    {
        var before = SourceText.From("int x = 1;\nint y = 2;\n");
        var hunk = new Hunk("h", new TextSpan(8, 1), "1", "10", MatchLevel.Exact);
        var change = new FileChange(
            _test.Workspace.Append("Order.cs"), FileChangeKind.Modify, before, before.WithChanges(hunk.Change), [hunk]);
        return new Proposal
        {
            Id = Ids.New(_test.Clock),
            ThreadId = writer.ThreadId,
            TurnId = "turn",
            Status = status,
            Title = "Ten",
            Changes = new ChangeSet([change]),
            Verdict = new Verdict { Status = VerificationStatus.Verified },
        };
    }
}
