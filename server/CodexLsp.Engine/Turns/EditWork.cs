using System.Collections.Immutable;
using CodexLsp.Engine.Context;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Verification;

namespace CodexLsp.Engine.Turns;

/// <summary>An edit of a selection: the answer is the change; it is placed, judged and, once, mended.</summary>
/// <param name="turn">The turn.</param>
/// <param name="request">What was asked for.</param>
/// <param name="gathering">The context, which is gathered while the thread is opened.</param>
/// <param name="verifiers">Languages that can compile.</param>
/// <param name="policy">Which files the answer may name.</param>
/// <param name="current">What the user sees now.</param>
/// <param name="time">The clock.</param>
internal sealed class EditWork(
    TurnRecorder turn,
    EditRequest request,
    Task<ContextPack> gathering,
    ImmutableArray<IVerifier> verifiers,
    PathPolicy policy,
    Func<Snapshot> current,
    TimeProvider time) : TurnWork
{
    private readonly EditTarget _target = Target(request);
    private Proposal _draft = new()
    {
        Id = Ids.New(time),
        ThreadId = turn.ThreadId,
        TurnId = turn.TurnId,
        RevisionOf = request.RevisionOf?.Id,
        Status = ProposalStatus.Running,
        Title = TurnTitle.Of(request.Instruction),
        Target = new ProposalTarget(request.Path, request.Selection),
        Verdict = Verdict.Unverified("there is no change to check"),
    };

    private ChangePreview? _preview;
    private Proposal? _best;
    private int _round = 1;
    private bool _askedToReadAgain = request.Given is not null;

    /// <inheritdoc/>
    public override string Instructions => EditPrompt.Instructions;

    /// <inheritdoc/>
    public override bool GoesOnWithThread => false;

    /// <inheritdoc/>
    public override async Task<ImmutableArray<ModelItem>> BeginAsync(CancellationToken cancellationToken)
    {
        turn.Reach(EditStage.Context, 1);
        var context = await gathering;
        _draft = _draft with { ContextTokens = context.Tokens, ContextItems = context.Items.Count(i => i.Kind != ContextKind.Selection) };
        ModelMessage first = new(ModelRole.User, EditPrompt.First(request, _target.Text, context));
        if (request.RevisionOf is not { } earlier)
        {
            return [first];
        }

        var shown = UnifiedDiff.Write(earlier.Changes, request.Folder);
        return [first, new ModelMessage(ModelRole.Assistant, shown), new ModelMessage(ModelRole.User, EditPrompt.Refine(request.Instruction))];
    }

    /// <inheritdoc/>
    public override void Asking()
    {
        turn.Reach(_best is null ? EditStage.Model : EditStage.Repair, _round);
        _preview = new ChangePreview(turn, Draft, request, _target, current, time);
    }

    /// <inheritdoc/>
    public override void Streamed(string text) => _preview!.Append(text);

    /// <inheritdoc/>
    public override async Task<NextStep> AnsweredAsync(ModelAnswer answer, CancellationToken cancellationToken)
    {
        turn.Reach(EditStage.Apply, _round);
        var saidNothing = string.IsNullOrWhiteSpace(answer.Text);
        var placed = saidNothing ? (ChangeSet.Empty, null) : Place(answer.Text);
        if (placed.Failure is { } unplaced)
        {
            if (_best is not null)
            {
                return Over(Best);
            }

            if (_askedToReadAgain)
            {
                return new NextStep.Over(await FailAsync(unplaced));
            }

            _askedToReadAgain = true;
            return new NextStep.Ask(EditPrompt.Unreadable(unplaced));
        }

        if (placed.Changes.IsEmpty)
        {
            return Over(_best is not null ? Best : Draft with { Status = ProposalStatus.Empty, Message = "The model answered without a change." });
        }

        turn.Reach(EditStage.Verify, _round);
        turn.Propose(Draft with { Changes = placed.Changes, Verdict = Verdict.Unverified("still checking") }, current());
        var (changes, verdict) = await JudgeAsync(request.Snapshot, placed.Changes, cancellationToken);
        var judged = Draft with { Status = ProposalStatus.Ready, Changes = changes, Verdict = verdict };
        var better = _best is null || Errors(verdict) < Errors(_best.Verdict);
        _best = better ? judged : Best with { Rounds = _round };

        // Errors that do not fall will not fall the next time either.
        if (verdict.Status != VerificationStatus.Broken || !better || _round == TurnLoop.MostRounds || request.Given is not null)
        {
            return Over(await OnCurrentTextAsync(_best, cancellationToken));
        }

        _round++;
        return new NextStep.Ask(EditPrompt.Broken(request, changes, verdict));
    }

    /// <inheritdoc/>
    public override TurnEnd Refused(string refusal) => new(
        TurnStatus.Completed,
        _best is null ? Draft with { Status = ProposalStatus.Refused, Message = refusal, Rounds = 0 } : Best);

    /// <inheritdoc/>
    public override async Task<TurnEnd> FailedAsync(Failure failure) => _best is null
        ? await FailAsync(failure)
        : new TurnEnd(TurnStatus.Completed, WithNote($"the repair could not be asked for: {failure.Message}"));

    /// <inheritdoc/>
    public override async Task<TurnEnd> StoppedAsync(Failure why, CancellationToken cancellationToken) => _best is null
        ? await FailAsync(why)
        : new TurnEnd(TurnStatus.Partial, WithNote($"no repair was asked for: {why.Message}"), why);

    private Proposal Draft => _draft with { Rounds = _round, Usage = turn.Usage };

    private Proposal Best => _best! with { Usage = turn.Usage };

    private Proposal WithNote(string note) => Best with { Verdict = _best!.Verdict with { Notes = _best.Verdict.Notes.Add(note) } };

    private static NextStep.Over Over(Proposal proposal) => new(new TurnEnd(TurnStatus.Completed, proposal));

    private async Task<TurnEnd> FailAsync(Failure failure)
    {
        await turn.AddAsync(new Item.Error(turn.NewId(), ItemStatus.Failed, failure));
        var status = failure.Code.StartsWith("policy.", StringComparison.Ordinal) ? ProposalStatus.Refused : ProposalStatus.Failed;
        var proposal = _draft with { Status = status, Message = failure.Message, Error = failure, Usage = turn.Usage };
        return new TurnEnd(status == ProposalStatus.Failed ? TurnStatus.Failed : TurnStatus.Completed, proposal, failure);
    }

    private (ChangeSet Changes, Failure? Failure) Place(string answer)
    {
        switch (EditFormats.Parse(answer, _target))
        {
            case EditParse.Unreadable unreadable:
                return (ChangeSet.Empty, unreadable.Failure);
            case EditParse.Parsed parsed:
                return EditResolver.Resolve(parsed.Script, request.Snapshot, policy, request.Folder) switch
                {
                    Resolution.Placed placed => (placed.Changes, null),
                    Resolution.Unplaced unplaced => (ChangeSet.Empty, unplaced.Failure),
                    _ => throw new InvalidOperationException("An unknown resolution."),
                };
            default:
                throw new InvalidOperationException("An unknown parse.");
        }
    }

    private async Task<(ChangeSet Changes, Verdict Verdict)> JudgeAsync(Snapshot snapshot, ChangeSet changes, CancellationToken cancellationToken)
    {
        var (judged, verdict) = await verifiers.JudgeAsync(snapshot, changes, cancellationToken);
        await turn.AddAsync(new Item.Verified(turn.NewId(), ItemStatus.Completed, verdict));
        return (judged, verdict);
    }

    private async Task<Proposal> OnCurrentTextAsync(Proposal proposal, CancellationToken cancellationToken)
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
        var (changes, verdict) = await JudgeAsync(now, rebased.Changes, cancellationToken);
        return proposal.On(changes) with { Verdict = verdict with { Repaired = [.. proposal.Verdict.Repaired, .. verdict.Repaired] } };
    }

    private static int Errors(Verdict verdict) => verdict.Status == VerificationStatus.Broken ? Math.Max(1, verdict.Errors.Count()) : 0;

    private static EditTarget Target(EditRequest request)
    {
        var text = request.Snapshot.Read(request.Path)?.Text
            ?? throw new InvalidOperationException("The request's file is not in its snapshot.");
        return new EditTarget(request.Path.RelativeTo(request.Folder), text, request.Selection);
    }
}
