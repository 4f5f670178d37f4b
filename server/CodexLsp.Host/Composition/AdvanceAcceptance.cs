using CodexLsp.Engine;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Sandboxing;
using CodexLsp.Engine.Turns;
using CodexLsp.Engine.Verification;

namespace CodexLsp.Host.Composition;

/// <summary>
/// What becomes of a task's change at its end. Choosing <c>auto-edit</c> or <c>full-auto</c> was the acceptance in advance; what they
/// leave out, files that are protected and changes nobody could check, is asked for.
/// </summary>
/// <param name="review">Decides on proposals.</param>
/// <param name="policy">Which files may be written.</param>
/// <param name="rules">What the turn may do without asking.</param>
/// <param name="folder">The workspace folder.</param>
/// <param name="time">The clock of ids.</param>
internal sealed class AdvanceAcceptance(ProposalReview review, PathPolicy policy, ApprovalRules rules, AbsolutePath folder, TimeProvider time)
{
    /// <summary>
    /// Whether a turn's change is what was accepted before it was seen. What was stopped or cut short is not: it waits for a look at it.
    /// </summary>
    public static bool Covers(Turn turn) => turn.Status == TurnStatus.Completed;

    /// <summary>Writes the change of a turn, where its mode says so; asks where it must.</summary>
    /// <param name="turn">The turn, which has ended.</param>
    /// <param name="proposal">Its change.</param>
    /// <param name="mode">What the user chose.</param>
    /// <param name="ability">Whether the sandbox works.</param>
    /// <param name="current">What the user sees now.</param>
    /// <param name="writer">Who writes.</param>
    /// <param name="approver">Who is asked.</param>
    /// <param name="cancellationToken">Gives up while nothing is written yet.</param>
    /// <returns>
    /// What came of it; null where the change only waits: in <c>suggest</c>, where it does not compile, and where the turn did not complete.
    /// </returns>
    public async Task<Decision?> AcceptAsync(
        Turn turn,
        Proposal proposal,
        ApprovalMode mode,
        SandboxAbility ability,
        Func<Snapshot> current,
        IChangeWriter writer,
        IApprover approver,
        CancellationToken cancellationToken)
    {
        if (!Covers(turn) || mode == ApprovalMode.Suggest || proposal.Status != ProposalStatus.Ready || proposal.Verdict.Status == VerificationStatus.Broken)
        {
            return null;
        }

        var action = new ProposedAction.Edit(
            [.. proposal.Changes.Paths.Select(policy.Check)],
            UnifiedDiff.HashOf(proposal.Changes, folder),
            proposal.Verdict.Status == VerificationStatus.Verified)
        {
            TestsFail = turn.Items.OfType<Item.Tests>().LastOrDefault() is { Failed: > 0 } or { Status: ItemStatus.Failed },
        };
        switch (rules.Decide(mode, action, ability))
        {
            case ActionDecision.Free:
                return await WriteAsync(hunks: null, inAdvance: true);
            case ActionDecision.Refused refused:
                return Not(refused.Failure);
            case ActionDecision.Ask ask:
                var question = ApprovalRequest.For(action, ask, Ids.New(time), proposal.ThreadId, proposal.TurnId) with { ProposalId = proposal.Id };
                var answer = await approver.AskAsync(question, cancellationToken);

                // It was shown by name with its diff: this is no acceptance in advance any more.
                return answer.Approved
                    ? await WriteAsync(answer.HunkIds, inAdvance: false)
                    : Not(new Failure("approval.denied", $"The change was not written: {answer.Note ?? "you said no."}", "The proposal waits for you."));
            default:
                throw new InvalidOperationException("An unknown decision.");
        }

        Task<Decision> WriteAsync(IReadOnlyCollection<string>? hunks, bool inAdvance) =>
            review.AcceptAsync(new ProposalAcceptance(proposal.Id, hunks, [], inAdvance), current, writer, cancellationToken);

        Decision Not(Failure failure) => new(false, [], null, proposal, failure);
    }
}
