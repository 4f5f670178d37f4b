using System.Collections.Immutable;
using System.Text;
using CodexLsp.Engine.Context;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Journal;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Verification;

namespace CodexLsp.Engine.Turns;

/// <summary>
/// The one loop behind everything a user starts: gather, ask, apply, verify, repair, until the compiler agrees or the rounds
/// are spent. Nothing it does touches a user's file.
/// </summary>
/// <param name="threads">Where turns are remembered.</param>
/// <param name="contexts">Languages that know what code depends on.</param>
/// <param name="verifiers">Languages that can compile.</param>
/// <param name="policy">Which files a model's answer may name.</param>
/// <param name="time">The clock.</param>
public sealed class TurnLoop(
    ThreadStore threads,
    ImmutableArray<IContextSource> contexts,
    ImmutableArray<IVerifier> verifiers,
    PathPolicy policy,
    TimeProvider time)
{
    /// <summary>The most model answers that are judged: the first and one repair.</summary>
    public const int MostRounds = 2;

    /// <summary>
    /// Runs one edit to its final verdict. What the model cannot do, what cannot be placed and what does not compile are
    /// proposals, too; <see cref="Proposal.Status"/> and <see cref="Proposal.Verdict"/> say so.
    /// </summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="current">What the user sees now: they may type while the model writes.</param>
    /// <param name="report">Told of everything as it happens; must not block.</param>
    /// <param name="cancellationToken">Ends the turn as interrupted: no proposal is left.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="IOException">The journal cannot be written.</exception>
    public async Task<Outcome<Proposal>> RunEditAsync(
        EditRequest request, Func<Snapshot> current, Action<TurnEvent> report, CancellationToken cancellationToken)
    {
        // While the journal is written.
        var gathering = request.Model.Succeeded
            ? Task.Run(() => GatherAsync(request, cancellationToken), cancellationToken)
            : Task.FromResult(new ContextPack([], request.ContextBudget));
        var opened = request.ThreadId is { } thread
            ? await threads.OpenAsync(thread, cancellationToken)
            : await threads.CreateAsync(TitleOf(request.Instruction), request.Folder, cancellationToken);
        if (!opened.Succeeded)
        {
            return opened.Failure;
        }

        await using var turn = await TurnRecorder.StartAsync(opened.Value, TurnMode.Edit, request, report, time, cancellationToken);
        try
        {
            var proposal = await EditAsync(turn, request, gathering, current, cancellationToken);
            await turn.CompleteAsync(proposal);
            return proposal;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await turn.EndAsync(TurnStatus.Interrupted, null);
            throw;
        }
        catch (Exception exception)
        {
            await turn.EndAsync(TurnStatus.Failed, new Failure("internal", $"The turn ended by an unexpected {exception.GetType().Name}.", "See the log."));
            throw;
        }
    }

    private async Task<Proposal> EditAsync(
        TurnRecorder turn, EditRequest request, Task<ContextPack> gathering, Func<Snapshot> current, CancellationToken cancellationToken)
    {
        var draft = new Proposal
        {
            Id = Ids.New(time),
            ThreadId = turn.ThreadId,
            TurnId = turn.TurnId,
            RevisionOf = request.RevisionOf?.Id,
            Status = ProposalStatus.Running,
            Title = TitleOf(request.Instruction),
            Target = new ProposalTarget(request.Path, request.Selection),
            Verdict = Verdict.Unverified("there is no change to check"),
        };
        if (!request.Model.Succeeded)
        {
            return await FailAsync(turn, draft, request.Model.Failure);
        }

        turn.Reach(EditStage.Context, 1);
        var text = request.Snapshot.Read(request.Path)?.Text
            ?? throw new InvalidOperationException("The request's file is not in its snapshot.");
        var context = await gathering;
        draft = draft with { ContextTokens = context.Tokens, ContextItems = context.Items.Count(i => i.Kind != ContextKind.Selection) };
        var target = new EditTarget(request.Path.RelativeTo(request.Folder), text, request.Selection);
        var messages = FirstMessages(request, target, context);

        Proposal? best = null;
        var usage = ModelUsage.None;
        var askedToReadAgain = false;
        for (var round = 1; ;)
        {
            turn.Reach(best is null ? EditStage.Model : EditStage.Repair, round);
            var preview = new ChangePreview(turn, draft with { Rounds = round, Usage = usage }, request, target, current, time);
            var answer = await AskAsync(turn, request.Model.Value, preview, messages, cancellationToken);
            usage += answer.Usage;
            if (answer.Refusal is { } refusal)
            {
                return best is null ? draft with { Status = ProposalStatus.Refused, Message = refusal, Rounds = 0, Usage = usage } : best with { Usage = usage };
            }

            if (answer.Failure is { } failure)
            {
                return best is null ? await FailAsync(turn, draft with { Usage = usage }, failure) : best with { Usage = usage, Verdict = best.Verdict with { Notes = best.Verdict.Notes.Add($"the repair could not be asked for: {failure.Message}") } };
            }

            turn.Reach(EditStage.Apply, round);
            var saidNothing = string.IsNullOrWhiteSpace(answer.Text);
            var placed = saidNothing ? (ChangeSet.Empty, null) : Place(request, answer.Text, target);
            if (placed.Failure is { } unplaced)
            {
                if (best is not null)
                {
                    return best with { Usage = usage };
                }

                if (askedToReadAgain)
                {
                    return await FailAsync(turn, draft with { Usage = usage }, unplaced);
                }

                askedToReadAgain = true;
                messages = [.. messages, new(ModelRole.Assistant, answer.Text), new(ModelRole.User, EditPrompt.Unreadable(unplaced))];
                continue;
            }

            if (placed.Changes.IsEmpty)
            {
                return best is not null
                    ? best with { Usage = usage }
                    : draft with { Status = ProposalStatus.Empty, Message = "The model answered without a change.", Rounds = round, Usage = usage };
            }

            turn.Reach(EditStage.Verify, round);
            turn.Propose(draft with { Changes = placed.Changes, Rounds = round, Usage = usage, Verdict = Verdict.Unverified("still checking") }, current());
            var (changes, verdict) = await JudgeAsync(turn, request.Snapshot, placed.Changes, cancellationToken);
            var judged = draft with { Status = ProposalStatus.Ready, Changes = changes, Verdict = verdict, Rounds = round, Usage = usage };
            var better = best is null || Errors(verdict) < Errors(best.Verdict);
            best = better ? judged : best! with { Rounds = round, Usage = usage };

            // Errors that do not fall will not fall the next time either.
            if (verdict.Status != VerificationStatus.Broken || !better || round == MostRounds)
            {
                return await OnCurrentTextAsync(turn, request, best, current, cancellationToken);
            }

            messages = [.. messages, new(ModelRole.Assistant, answer.Text), new(ModelRole.User, EditPrompt.Broken(request, changes, verdict))];
            round++;
        }
    }

    private static async Task<Proposal> FailAsync(TurnRecorder turn, Proposal draft, Failure failure)
    {
        await turn.AddAsync(new Item.Error(turn.NewId(), ItemStatus.Failed, failure));
        turn.Error = failure;
        var status = failure.Code.StartsWith("policy.", StringComparison.Ordinal) ? ProposalStatus.Refused : ProposalStatus.Failed;
        return draft with { Status = status, Message = failure.Message, Error = failure };
    }

    private async Task<ContextPack> GatherAsync(EditRequest request, CancellationToken cancellationToken)
    {
        var source = contexts.FirstOrDefault(c => c.Handles(request.Path));
        return source is null
            ? new ContextPack([], request.ContextBudget)
            : await source.GatherAsync(
                request.Snapshot, request.Path, request.Selection, request.Instruction, request.ContextBudget, cancellationToken);
    }

    private static ImmutableArray<ModelMessage> FirstMessages(EditRequest request, EditTarget target, ContextPack context)
    {
        ModelMessage first = new(ModelRole.User, EditPrompt.First(request, target.Text, context));
        if (request.RevisionOf is not { } earlier)
        {
            return [first];
        }

        var shown = UnifiedDiff.Write(earlier.Changes, request.Folder);
        return [first, new(ModelRole.Assistant, shown), new(ModelRole.User, EditPrompt.Refine(request.Instruction))];
    }

    private static async Task<Answer> AskAsync(
        TurnRecorder turn, TurnModel model, ChangePreview preview, ImmutableArray<ModelMessage> messages, CancellationToken cancellationToken)
    {
        var question = new ModelRequest(model.Name, EditPrompt.Instructions, messages)
        {
            Effort = model.Effort,
            CacheKey = turn.ThreadId,
        };
        var text = new StringBuilder();
        var refusal = new StringBuilder();
        var reasoning = new StringBuilder();
        var message = turn.StartMessage();
        await foreach (var happened in model.Model.AskAsync(question, cancellationToken))
        {
            switch (happened)
            {
                case ModelEvent.TextDelta delta:
                    text.Append(delta.Text);
                    turn.Delta(message, delta.Text);
                    preview.Append(delta.Text);
                    break;
                case ModelEvent.ReasoningDelta thought:
                    reasoning.Append(thought.Text);
                    break;
                case ModelEvent.Refusal refused:
                    refusal.Append(refused.Text);
                    break;
                case ModelEvent.Retrying retrying:
                    turn.Retrying(retrying);
                    break;
                case ModelEvent.Completed completed:
                    if (reasoning.Length > 0)
                    {
                        await turn.AddAsync(new Item.Reasoning(turn.NewId(), ItemStatus.Completed, reasoning.ToString()));
                    }

                    var said = refusal.Length > 0 ? refusal.ToString() : text.ToString();
                    await turn.CompleteMessageAsync(question, message, said, completed.Usage, null);
                    return new Answer(text.ToString(), completed.Usage, refusal.Length > 0 ? refusal.ToString() : null, null);
                case ModelEvent.Failed failed:
                    await turn.CompleteMessageAsync(question, message, text.ToString(), failed.Usage, failed.Failure);
                    return new Answer(text.ToString(), failed.Usage, null, failed.Failure);
                default:
                    throw new InvalidOperationException($"An unknown model event: {happened.GetType().Name}.");
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw new InvalidOperationException("The model's stream ended without an end.");
    }

    private (ChangeSet Changes, Failure? Failure) Place(EditRequest request, string answer, EditTarget target)
    {
        switch (EditFormats.Parse(answer, target))
        {
            case EditParse.Unreadable unreadable:
                return (ChangeSet.Empty, unreadable.Failure);
            case EditParse.Parsed parsed:
                var resolution = EditResolver.Resolve(parsed.Script, request.Snapshot, policy, request.Folder);
                return resolution switch
                {
                    Resolution.Placed placed => (placed.Changes, null),
                    Resolution.Unplaced unplaced => (ChangeSet.Empty, unplaced.Failure),
                    _ => throw new InvalidOperationException("An unknown resolution."),
                };
            default:
                throw new InvalidOperationException("An unknown parse.");
        }
    }

    private async Task<(ChangeSet Changes, Verdict Verdict)> JudgeAsync(
        TurnRecorder turn, Snapshot snapshot, ChangeSet changes, CancellationToken cancellationToken)
    {
        var (judged, verdict) = await verifiers.JudgeAsync(snapshot, changes, cancellationToken);
        await turn.AddAsync(new Item.Verified(turn.NewId(), ItemStatus.Completed, verdict));
        return (judged, verdict);
    }

    private async Task<Proposal> OnCurrentTextAsync(
        TurnRecorder turn, EditRequest request, Proposal proposal, Func<Snapshot> current, CancellationToken cancellationToken)
    {
        var now = current();
        if (ReferenceEquals(now, request.Snapshot))
        {
            return proposal;
        }

        var rebased = ChangeSetRebase.Onto(proposal.Changes, now);
        if (!rebased.Conflicts.IsEmpty)
        {
            return proposal with
            {
                Status = ProposalStatus.Stale,
                Message = ProposalRebase.TargetChanged,
            };
        }

        if (!rebased.Moved)
        {
            return proposal;
        }

        turn.Reach(EditStage.Verify, proposal.Rounds);
        var (changes, verdict) = await JudgeAsync(turn, now, rebased.Changes, cancellationToken);
        return proposal.On(changes) with { Verdict = verdict with { Repaired = [.. proposal.Verdict.Repaired, .. verdict.Repaired] } };
    }

    private static int Errors(Verdict verdict) => verdict.Status == VerificationStatus.Broken ? Math.Max(1, verdict.Errors.Count()) : 0;

    private static string TitleOf(string instruction)
    {
        const int MostCharacters = 72;
        var line = instruction.Trim().Split('\n')[0].TrimEnd();
        return line.Length <= MostCharacters ? line : line[..(MostCharacters - 1)] + "…";
    }

    private sealed record Answer(string Text, ModelUsage Usage, string? Refusal, Failure? Failure);
}
