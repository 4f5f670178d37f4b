using System.Collections.Immutable;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Engine.Tests.Journal;

public sealed class RoundTripTests
{
    private const int Seeds = 50;

    [Fact]
    public async Task A_thread_with_any_turns_and_items_reads_back_equal()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            using var test = new JournalTest();
            var anything = new Anything(seed);
            var turns = ImmutableArray.CreateBuilder<Turn>();
            await using var writer = await test.Store.CreateAsync("t", test.Workspace, Deadline.Token());
            for (var i = 0; i < 3; i++)
            {
                var turn = anything.Make<Turn>() with { Id = Ids.New(test.Clock) };
                turn = turn with { Items = [.. turn.Items.Select(item => item with { Id = Ids.New(test.Clock) })] };
                turns.Add(turn);
                await writer.StartTurnAsync(turn with { Status = TurnStatus.Running, CompletedAt = null }, Deadline.Token());
                foreach (var item in turn.Items)
                {
                    await writer.AppendItemAsync(turn.Id, item, Deadline.Token());
                }

                await writer.CompleteTurnAsync(turn, Deadline.Token());
            }

            var read = await test.ReadAsync(writer.ThreadId);
            Assert.Equal(Anything.Describe(turns.ToImmutable()), Anything.Describe(read.Turns));
        }
    }

    [Fact]
    public async Task A_proposal_keeps_its_texts_encodings_hunks_and_verdict_over_a_restart()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            using var test = new JournalTest();
            var anything = new Anything(seed);
            Proposal proposal;
            await using (var writer = await test.Store.CreateAsync("t", test.Workspace, Deadline.Token()))
            {
                proposal = anything.Make<Proposal>() with { Id = Ids.New(test.Clock), ThreadId = writer.ThreadId, Status = ProposalStatus.Ready };
                await writer.SaveProposalAsync(proposal, Deadline.Token());
            }

            using var later = test.NewStore();
            var read = await later.FindProposalAsync(proposal.Id, Deadline.Token());

            Assert.Equal(Anything.Describe(proposal), Anything.Describe(read.Value));
        }
    }

    [Fact]
    public async Task A_later_state_of_an_item_a_turn_and_a_proposal_takes_the_place_of_the_earlier()
    {
        using var test = new JournalTest();
        await using var writer = await test.Store.CreateAsync("t", test.Workspace, Deadline.Token());
        var turn = test.NewTurn();
        var first = test.Say("first");
        var withText = Enumerable.Range(1, 100).Select(seed => new Anything(seed).Make<Proposal>()).First(p => !p.Changes.IsEmpty);
        var proposal = withText with { Id = Ids.New(test.Clock), Status = ProposalStatus.Ready };

        await writer.StartTurnAsync(turn, Deadline.Token());
        await writer.AppendItemAsync(turn.Id, first, Deadline.Token());
        await writer.AppendItemAsync(turn.Id, test.Say("second"), Deadline.Token());
        await writer.AppendItemAsync(turn.Id, new Item.AgentMessage(first.Id, ItemStatus.Completed, "first, mended"), Deadline.Token());
        await writer.SaveProposalAsync(proposal, Deadline.Token());
        var blobs = test.BlobsOf(writer.ThreadId).Length;
        await writer.SaveProposalAsync(proposal with { Status = ProposalStatus.Accepted }, Deadline.Token());
        await writer.CompleteTurnAsync(turn with { Status = TurnStatus.Completed, ProposalId = proposal.Id }, Deadline.Token());

        var read = Assert.Single((await test.ReadAsync(writer.ThreadId)).Turns);
        Assert.Equal(["first, mended", "second"], read.Items.Cast<Item.AgentMessage>().Select(i => i.Text));
        Assert.Equal((TurnStatus.Completed, proposal.Id), (read.Status, read.ProposalId));
        Assert.Equal(ProposalStatus.Accepted, (await test.Store.FindProposalAsync(proposal.Id, Deadline.Token())).Value!.Status);
        Assert.Equal(blobs, test.BlobsOf(writer.ThreadId).Length);
    }
}
