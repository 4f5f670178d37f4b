using System.Text;
using System.Text.Json;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Journal;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Engine.Tests.Journal;

public sealed class CrashTests
{
    [Fact]
    public async Task A_journal_cut_at_any_byte_gives_every_whole_record_and_the_next_writer_cuts_the_rest()
    {
        using var test = new JournalTest();
        var id = await SmallThread(test);
        var path = test.JournalOf(id);
        var whole = await File.ReadAllBytesAsync(path, Deadline.Token());
        var ends = LineEnds(whole);
        for (var length = whole.Length; length >= 0; length--)
        {
            await File.WriteAllBytesAsync(path, whole[..length], Deadline.Token());
            var records = ends.Count(e => e <= length);
            var torn = length > 0 && !ends.Contains(length);

            if (records == 0)
            {
                Assert.Equal("journal.damaged", (await test.Store.ReadThreadAsync(id, Deadline.Token())).Failure?.Code);
                continue;
            }

            var reading = await test.ReadWithDamageAsync(id);
            Assert.Equal(Math.Clamp(records - 4, 0, 3), reading.Thread.Turns.SelectMany(t => t.Items).Count());
            Assert.Equal(torn, reading.Damage.Any(d => d.AtEnd));

            await using (var writer = await test.OpenAsync(id))
            {
                Assert.Equal(torn, writer.Damage.Any(d => d.AtEnd));
            }

            Assert.Empty((await test.ReadWithDamageAsync(id)).Damage);
            var kept = ends.Where(e => e <= length).Max();
            Assert.Equal(whole[..kept], (await File.ReadAllBytesAsync(path, Deadline.Token()))[..kept]);
        }
    }

    [Fact]
    public async Task Any_flipped_byte_loses_one_record_at_most_and_is_reported()
    {
        using var test = new JournalTest();
        var id = await SmallThread(test);
        var path = test.JournalOf(id);
        var whole = await File.ReadAllBytesAsync(path, Deadline.Token());
        for (var i = 0; i < whole.Length; i++)
        {
            var flipped = (byte[])whole.Clone();
            flipped[i] ^= 0x21;
            await File.WriteAllBytesAsync(path, flipped, Deadline.Token());

            var reading = await test.ReadWithDamageAsync(id);

            Assert.NotEmpty(reading.Damage);
            Assert.InRange(reading.Thread.Turns.SelectMany(t => t.Items).Count(), 2, 3);
            Assert.Equal("A small thread", reading.Thread.Title);
        }
    }

    [Fact]
    public async Task A_kind_of_record_this_version_does_not_know_is_passed_over()
    {
        using var test = new JournalTest();
        var id = await SmallThread(test);
        var before = Anything.Describe(await test.ReadAsync(id));

        Append(test, id, """{"kind":"telepathy","at":"2031-01-01T00:00:00Z","thought":1}""");

        var reading = await test.ReadWithDamageAsync(id);
        Assert.Empty(reading.Damage);
        Assert.Equal(before, Anything.Describe(reading.Thread));
    }

    [Theory]
    [InlineData("""{"at":"2031-01-01T00:00:00Z"}""")]
    [InlineData("""[]""")]
    [InlineData("""{"kind":7}""")]
    [InlineData("""{"kind":"undone","at":"yesterday","undoToken":"x"}""")]
    [InlineData("""{"kind":"undone","at":"2031-01-01T00:00:00Z"}""")]
    [InlineData("""{"kind":"undone","at":"2031-01-01T00:00:00Z","undoToken":null}""")]
    [InlineData("""{"$type":"System.Diagnostics.Process, System","kind":"item","at":"2031-01-01T00:00:00Z"}""")]
    [InlineData("""{"kind":"item","at":"2031-01-01T00:00:00Z","turnId":"t","item":{"type":"CodexLsp.Engine.Turns.Item","id":"1","status":"completed"}}""")]
    [InlineData("""{"kind":"item","at":"2031-01-01T00:00:00Z","turnId":"t","item":{"type":"agentMessage","id":"1","status":77,"text":""}}""")]
    [InlineData("""{"kind":"item","at":"2031-01-01T00:00:00Z","turnId":"t","item":{"type":"userMessage","id":"1","status":"completed","input":[null]}}""")]
    [InlineData("""{"kind":"item","at":"2031-01-01T00:00:00Z","turnId":"t","item":{"type":"userMessage","id":"1","status":"completed","input":[{"type":"file","path":"../x"}]}}""")]
    [InlineData("""{"kind":"item","at":"2031-01-01T00:00:00Z","turnId":"t","item":{"type":"userMessage","id":"1","status":"completed","input":[{"type":"file","path":"/x","range":{"startLine":-1,"startCharacter":0,"endLine":0,"endCharacter":0}}]}}""")]
    [InlineData("""{"kind":"commit","at":"2031-01-01T00:00:00Z","plan":{"id":"p","steps":[{"path":"/x","before":{"hash":"../../../etc/passwd"}}],"temporaries":[],"newFolders":[]}}""")]
    public async Task A_record_that_makes_no_sense_is_reported_and_changes_nothing(string record)
    {
        using var test = new JournalTest();
        var id = await SmallThread(test);
        var before = Anything.Describe(await test.ReadAsync(id));

        Append(test, id, record);

        var reading = await test.ReadWithDamageAsync(id);
        Assert.Contains("makes no sense", Assert.Single(reading.Damage).Reason, StringComparison.Ordinal);
        Assert.Equal(before, Anything.Describe(reading.Thread));
    }

    [Fact]
    public async Task A_journal_of_a_newer_format_is_refused_and_left_alone()
    {
        using var test = new JournalTest();
        var id = await SmallThread(test);
        Append(test, id, $$"""{"kind":"journal","at":"2031-01-01T00:00:00Z","format":2,"threadId":"{{id}}","title":"t","folder":{{JsonSerializer.Serialize(test.Workspace.Value)}}}""");
        var bytes = await File.ReadAllBytesAsync(test.JournalOf(id), Deadline.Token());

        Assert.Equal("journal.newer", (await test.Store.ReadThreadAsync(id, Deadline.Token())).Failure?.Code);
        Assert.Equal("journal.newer", (await test.Store.OpenAsync(id, Deadline.Token())).Failure?.Code);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(test.JournalOf(id), Deadline.Token()));
    }

    [Fact]
    public async Task What_a_lost_writer_left_running_is_interrupted_and_stays_so_under_the_next_writer()
    {
        using var test = new JournalTest();
        var turn = test.NewTurn();
        var proposal = new Anything(3).Make<Proposal>() with { Id = Ids.New(test.Clock), Status = ProposalStatus.Running };
        var writer = await test.Store.CreateAsync("t", test.Workspace, Deadline.Token());
        await writer.StartTurnAsync(turn, Deadline.Token());
        await writer.AppendItemAsync(turn.Id, test.Say("half way"), Deadline.Token());
        await writer.SaveProposalAsync(proposal, Deadline.Token());

        Assert.Equal(TurnStatus.Running, (await test.ReadAsync(writer.ThreadId)).Turns.Single().Status);
        Assert.Single(await test.Store.ListProposalsAsync([test.Workspace], null, Deadline.Token()));

        await writer.DisposeAsync();
        await Check();
        await using var next = await test.OpenAsync(writer.ThreadId);
        await Check();

        async Task Check()
        {
            var read = (await test.ReadAsync(writer.ThreadId)).Turns.Single();
            Assert.Equal(TurnStatus.Interrupted, read.Status);
            Assert.NotNull(read.CompletedAt);
            Assert.Single(read.Items);
            Assert.Equal(ProposalStatus.Failed, (await test.Store.FindProposalAsync(proposal.Id, Deadline.Token())).Value!.Status);
            Assert.Empty(await test.Store.ListProposalsAsync([test.Workspace], null, Deadline.Token()));
        }
    }

    [Fact]
    public async Task A_commit_without_an_end_is_listed_with_every_file_as_it_was_until_its_end_is_written()
    {
        using var test = new JournalTest();
        var image = new FileImage(new byte[] { 0xEF, 0xBB, 0xBF, 1, 2, 255, 0 }, OperatingSystem.IsWindows() ? null : UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var plan = new CommitPlan(
            Ids.New(test.Clock),
            [
                new CommitStep(test.Workspace.Append("a.cs"), image, new FileStamp(FileImage.HashOf("x"u8), image.Mode)),
                new CommitStep(test.Workspace.Append("new/b.cs"), null, new FileStamp(FileImage.HashOf("y"u8), null)),
                new CommitStep(test.Workspace.Append("c.cs"), new FileImage(Array.Empty<byte>(), null), null),
            ],
            [test.Workspace.Append(".a.cs.tmp")],
            [test.Workspace.Append("new")]);
        var writer = await test.Store.CreateAsync("t", test.Workspace, Deadline.Token());
        await writer.BeginAsync(plan with { Id = Ids.New(test.Clock) }, Deadline.Token());
        await writer.CompleteAsync(plan.Id, CommitEnd.Committed, Deadline.Token());
        var earlier = Assert.Single(UnfinishedIn(test, writer.ThreadId));
        await writer.CompleteAsync(earlier, CommitEnd.RolledBack, Deadline.Token());
        await writer.BeginAsync(plan, Deadline.Token());

        Assert.Empty(await test.Store.ListUnfinishedCommitsAsync(Deadline.Token()));
        await writer.DisposeAsync();

        using var restarted = test.NewStore();
        var unfinished = Assert.Single(await restarted.ListUnfinishedCommitsAsync(Deadline.Token()));
        Assert.Equal((writer.ThreadId, plan.Id), (unfinished.ThreadId, unfinished.PlanId));
        Assert.Equal(Show(plan), Show(unfinished.Plan.Value!));

        await using (var recovering = await test.OpenAsync(unfinished.ThreadId))
        {
            await recovering.CompleteAsync(plan.Id, CommitEnd.RolledBack, Deadline.Token());
        }

        Assert.Empty(await restarted.ListUnfinishedCommitsAsync(Deadline.Token()));
        Assert.Equal(Show(plan), Show((await restarted.ReadCommitAsync(writer.ThreadId, plan.Id, Deadline.Token())).Value!));

        foreach (var blob in test.BlobsOf(writer.ThreadId))
        {
            await File.WriteAllBytesAsync(blob, "other"u8.ToArray(), Deadline.Token());
        }

        var lost = await restarted.ReadCommitAsync(writer.ThreadId, plan.Id, Deadline.Token());
        Assert.Contains("a.cs", lost.Failure!.Next, StringComparison.Ordinal);
    }

    private static async Task<string> SmallThread(JournalTest test)
    {
        await using var writer = await test.Store.CreateAsync("A small thread", test.Workspace, Deadline.Token());
        var turn = test.NewTurn();
        await writer.StartTurnAsync(turn, Deadline.Token());
        for (var i = 1; i <= 3; i++)
        {
            await writer.AppendItemAsync(turn.Id, test.Say($"item {i}"), Deadline.Token());
        }

        await writer.CompleteTurnAsync(turn with { Status = TurnStatus.Completed }, Deadline.Token());
        return writer.ThreadId;
    }

    private static void Append(JournalTest test, string id, string record) =>
        File.AppendAllBytes(test.JournalOf(id), RecordLine.Write(Encoding.UTF8.GetBytes(record)));

    private static HashSet<int> LineEnds(byte[] bytes) => [.. Enumerable.Range(0, bytes.Length).Where(i => bytes[i] == '\n').Select(i => i + 1)];

    private static IEnumerable<string> UnfinishedIn(JournalTest test, string id) =>
        ThreadJournal.Read(new JournalFolder(test.State).FilesOf(id)!, abandoned: true).Unfinished.Keys;

    private static string Show(CommitPlan plan) => string.Join(
        "\n",
        plan.Steps.Select(s => $"{s.Path} {Show(s.Before)} → {s.After}").Concat(plan.Temporaries.Select(t => t.Value)).Concat(plan.NewFolders.Select(f => f.Value)));

    private static string Show(FileImage? image) => image is null ? "nothing" : Convert.ToHexString(image.Bytes.Span) + image.Mode;
}
