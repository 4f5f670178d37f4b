using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Journal;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Turns;

/// <summary>
/// What a user decides on proposals: accept, reject, take back. The journal is the truth, so a decision can be made in another
/// process than the proposal.
/// </summary>
/// <param name="threads">Where proposals and decisions are remembered.</param>
/// <param name="verifiers">Judge what the user edited before accepting.</param>
/// <param name="policy">Which files may be written.</param>
/// <param name="time">The clock.</param>
public sealed class ProposalReview(ThreadStore threads, ImmutableArray<IVerifier> verifiers, PathPolicy policy, TimeProvider time)
{
    /// <summary>The code of the failure of an acceptance whose change compiles no more, on the text of now. The proposal has the new verdict.</summary>
    public const string BrokenSince = "edit.broken";

    private const int MostTries = 3;

    /// <summary>
    /// Writes the named hunks, or all that are pending: all of them or none. A change whose file moved is rebased and tried
    /// again, three times at most.
    /// </summary>
    /// <param name="acceptance">What is accepted.</param>
    /// <param name="current">What the user sees now.</param>
    /// <param name="writer">Who writes.</param>
    /// <param name="cancellationToken">Gives up while nothing is written yet.</param>
    public async Task<Decision> AcceptAsync(
        ProposalAcceptance acceptance, Func<Snapshot> current, IChangeWriter writer, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(acceptance.ProposalId, acceptance.HunkIds, cancellationToken);
        if (!opened.Succeeded)
        {
            return Decision.Refused(null, opened.Failure);
        }

        var (journal, proposal) = opened.Value;
        await using var closing = journal;
        if (acceptance.Texts.Select(t => t.Path).FirstOrDefault(p => proposal.Changes.Find(p) is null) is { } other && other != default)
        {
            return Decision.Refused(proposal, new Failure(
                "text.unknown", $"{other.Value} is not part of the proposal; its text would be lost.", "Send texts of the proposal's files only."));
        }

        if (!acceptance.Texts.IsEmpty)
        {
            // The user edited the change as it was shown: on the text of now.
            proposal = await WithTextsAsync(proposal.Onto(current()), acceptance.Texts, current(), cancellationToken);
        }

        var chosen = proposal.Changes.Chosen(acceptance.HunkIds);
        var writing = await WriteAsync(chosen, proposal.Title, current, writer, journal, ObstacleAsync, cancellationToken);
        return writing.Written is { } written
            ? await AcceptedAsync(journal, proposal, written, acceptance.HunkIds is null, writer.Target, writing.PlanId)
            : Decision.Not(proposal, writing.Conflicts, writing.Failure);

        async Task<Failure?> ObstacleAsync(ChangeSetRebase rebased) =>
            Forbidden(rebased.Changes, acceptance.InAdvance) ?? await BrokenAsync(rebased);

        // The verdict was on another text. Whoever accepts must know before it is written, not after.
        async Task<Failure?> BrokenAsync(ChangeSetRebase rebased)
        {
            if (!rebased.Moved || proposal.Verdict.Status == VerificationStatus.Broken)
            {
                return null;
            }

            var now = current();
            var known = acceptance.KnownVerdict?.Invoke(rebased.Changes, now);
            var verdict = known ?? await verifiers.VerifyAsync(now, rebased.Changes, cancellationToken);
            proposal = proposal with { Verdict = verdict with { Repaired = proposal.Verdict.Repaired } };
            if (known is not null || verdict.Status != VerificationStatus.Broken)
            {
                return null;
            }

            await journal.SaveProposalAsync(proposal, CancellationToken.None);
            return new Failure(
                BrokenSince,
                $"The file was changed since, and on its text of now the change does not compile: {verdict.Errors.First().Message}",
                "Review the proposal; accepting it once more writes it all the same.");
        }
    }

    /// <summary>Declines the named hunks, or the whole proposal.</summary>
    public async Task<Outcome<Proposal>> RejectAsync(
        string proposalId, IReadOnlyCollection<string>? hunkIds, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(proposalId, hunkIds, cancellationToken);
        if (!opened.Succeeded)
        {
            return opened.Failure;
        }

        var (journal, proposal) = opened.Value;
        await using var closing = journal;
        var rejected = proposal.Changes.Pending(hunkIds);
        proposal = proposal with { Changes = new ChangeSet([.. proposal.Changes.Files.Select(f => f.MarkRejected(rejected))]) };
        proposal = proposal with { Status = StatusOf(proposal, whole: hunkIds is null) };
        await journal.SaveProposalAsync(proposal, CancellationToken.None);
        return proposal;
    }

    /// <summary>
    /// A proposal was decided on as a whole: its other revisions, earlier and later ones, are declined with it. One that somebody
    /// else decides on at this moment is theirs.
    /// </summary>
    public async Task<ImmutableArray<Proposal>> RejectOtherRevisionsAsync(Proposal decided, CancellationToken cancellationToken)
    {
        var others = ImmutableArray.CreateBuilder<Proposal>();
        foreach (var other in await threads.ListOtherRevisionsAsync(decided, cancellationToken))
        {
            if (await RejectAsync(other.Id, null, cancellationToken) is { Succeeded: true, Value: { } rejected })
            {
                others.Add(rejected);
            }
        }

        return others.ToImmutable();
    }

    /// <summary>
    /// Takes an acceptance back, on the text as it is now. Refused, with both texts, where later work would be destroyed.
    /// </summary>
    /// <param name="undoToken">What the acceptance gave.</param>
    /// <param name="current">What the user sees now.</param>
    /// <param name="writer">Who writes.</param>
    /// <param name="cancellationToken">Gives up while nothing is written yet.</param>
    public async Task<Decision> UndoAsync(string undoToken, Func<Snapshot> current, IChangeWriter writer, CancellationToken cancellationToken)
    {
        var found = await threads.FindAcceptanceAsync(undoToken, cancellationToken);
        if (!found.Succeeded)
        {
            return Decision.Refused(null, found.Failure);
        }

        var acceptance = found.Value;
        var read = await threads.FindProposalAsync(acceptance.ProposalId, cancellationToken);
        if (!read.Succeeded)
        {
            return Decision.Refused(null, read.Failure);
        }

        var proposal = read.Value;
        if (acceptance.Undone)
        {
            return Decision.Refused(proposal, new Failure("undo.done", "This acceptance has been taken back already.", "Accept the proposal again if you want it."));
        }

        var opened = await threads.OpenAsync(acceptance.ThreadId, cancellationToken);
        if (!opened.Succeeded)
        {
            return Decision.Refused(proposal, opened.Failure);
        }

        await using var journal = opened.Value;
        var hunks = acceptance.HunkIds.ToImmutableHashSet(StringComparer.Ordinal);
        ChangeSet inverse = new([.. proposal.Changes.Files.Select(f => Inverse(f, hunks)).OfType<FileChange>()]);
        var writing = await WriteAsync(
            inverse, $"Undo: {proposal.Title}", current, writer, journal, static _ => Task.FromResult<Failure?>(null), cancellationToken);
        if (writing.Written is null)
        {
            return Decision.Not(proposal, writing.Conflicts, writing.Failure);
        }

        proposal = proposal.On(new ChangeSet([.. proposal.Changes.Files.Select(f => f.MarkTakenBack(hunks) with { Version = null })]));
        proposal = proposal with
        {
            Status = proposal.Changes.Files.SelectMany(f => f.Hunks).Any(h => h.Status == HunkStatus.Accepted)
                || (proposal.Status == ProposalStatus.Accepted && proposal.Changes.Files.Any(f => f.Hunks.IsEmpty && !hunks.Contains(WholeFile(f))))
                    ? ProposalStatus.Partly
                    : ProposalStatus.Ready,
        };
        await journal.RecordUndoAsync(undoToken, CancellationToken.None);
        await journal.SaveProposalAsync(proposal, CancellationToken.None);
        return new Decision(true, [], null, proposal, null);
    }

    /// <summary>Moves a change onto the text of now and has it written; tries again where the text moved meanwhile, three times at most.</summary>
    private static async Task<Writing> WriteAsync(
        ChangeSet changes,
        string label,
        Func<Snapshot> current,
        IChangeWriter writer,
        ThreadWriter journal,
        Func<ChangeSetRebase, Task<Failure?>> obstacle,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MostTries; attempt++)
        {
            var rebased = ChangeSetRebase.Onto(changes, current());
            if (!rebased.Conflicts.IsEmpty)
            {
                return new Writing(null, null, rebased.Conflicts, null);
            }

            if (await obstacle(rebased) is { } failure)
            {
                return new Writing(null, null, [], failure);
            }

            switch (await writer.WriteAsync(rebased.Changes, label, journal, cancellationToken))
            {
                case ChangeWriting.Written written:
                    return new Writing(rebased.Changes, written.PlanId, [], null);
                case ChangeWriting.Failed failed:
                    return new Writing(null, null, [], failed.Failure);
                case ChangeWriting.Moved:
                    continue;
                default:
                    throw new InvalidOperationException("Unknown outcome of writing.");
            }
        }

        return new Writing(null, null, [], new Failure(
            "edit.moving", "The file kept changing while it was to be written.", "Try once more when the file is at rest.", Retryable: true));
    }

    /// <summary>An undecided proposal with the pen of its thread: what two decide at once, one decides first.</summary>
    private async Task<Outcome<OpenProposal>> OpenAsync(
        string proposalId, IReadOnlyCollection<string>? hunkIds, CancellationToken cancellationToken)
    {
        var found = await threads.FindProposalAsync(proposalId, cancellationToken);
        if (!found.Succeeded)
        {
            return found.Failure;
        }

        var opened = await threads.OpenAsync(found.Value.ThreadId, cancellationToken);
        if (!opened.Succeeded)
        {
            return opened.Failure;
        }

        // Again: another may have decided between the first look and now.
        var now = await threads.FindProposalAsync(proposalId, cancellationToken);
        if ((now.Succeeded ? Undecidable(now.Value, hunkIds) : now.Failure) is { } failure)
        {
            await opened.Value.DisposeAsync();
            return failure;
        }

        return new OpenProposal(opened.Value, now.Value!);
    }

    private static Failure? Undecidable(Proposal proposal, IReadOnlyCollection<string>? hunkIds)
    {
        if (proposal.Status is not (ProposalStatus.Ready or ProposalStatus.Partly or ProposalStatus.Stale))
        {
            return NotOpen(proposal);
        }

        var hunks = proposal.Changes.Files.SelectMany(f => f.Hunks).ToList();
        if (hunkIds?.FirstOrDefault(id => !hunks.Exists(h => h.Id == id)) is { } unknown)
        {
            return new Failure("hunk.unknown", $"The proposal has no hunk {unknown}.", "Read the proposal again.");
        }

        return hunkIds is not null && proposal.Changes.Pending(hunkIds).IsEmpty
            ? new Failure("hunk.none", "None of the hunks named is waiting for a decision.", "Read the proposal again, and name hunks that are pending.")
            : null;
    }

    private async Task<Proposal> WithTextsAsync(
        Proposal proposal, ImmutableArray<(AbsolutePath Path, string Text)> texts, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var changes = proposal.Changes;
        foreach (var (path, text) in texts)
        {
            if (changes.Find(path) is { } file)
            {
                changes = changes.WithAfter(path, SourceText.From(text, (file.After ?? file.Before)?.Encoding));
            }
        }

        var verdict = (await verifiers.JudgeAsync(snapshot, changes, cancellationToken)).Verdict;
        return proposal with { Changes = changes, Verdict = verdict };
    }

    private async Task<Decision> AcceptedAsync(
        ThreadWriter journal, Proposal proposal, ChangeSet written, bool whole, AcceptanceTarget target, string? planId)
    {
        var undoToken = Ids.New(time);
        ImmutableArray<string> hunks = [.. written.Files.SelectMany(f => f.Hunks.IsEmpty ? [WholeFile(f)] : f.Hunks.Select(h => h.Id))];
        proposal = proposal.On(new ChangeSet([.. proposal.Changes.Files.Select(f => f.AfterWriting(written.Find(f.Path)))]));
        proposal = proposal with { Status = whole ? ProposalStatus.Accepted : StatusOf(proposal, whole: false) };

        // It is on disk or in the editor by now: this is written down whatever the caller does.
        await journal.RecordAcceptanceAsync(proposal.Id, hunks, undoToken, target, planId, CancellationToken.None);
        await journal.SaveProposalAsync(proposal, CancellationToken.None);
        return new Decision(true, [], undoToken, proposal, null);
    }

    private Failure? Forbidden(ChangeSet changes, bool inAdvance)
    {
        // Placing them has asked already whether files nobody named may be changed; whoever accepts a proposal names its files.
        var named = policy with { Named = policy.Named.Union(changes.Paths) };
        foreach (var path in changes.Paths)
        {
            switch (named.Check(path))
            {
                case PathDecision.Refused refused:
                    return refused.Failure;
                case PathDecision.Protected @protected when inAdvance:
                    return new Failure(
                        "policy.protected",
                        $"{path.Value} is protected ({@protected.Pattern}): it is never written without being asked for by name.",
                        "Review the diff and accept the proposal itself.");
                default:
                    continue;
            }
        }

        return null;
    }

    private static FileChange? Inverse(FileChange change, ImmutableHashSet<string> hunks) =>
        change.TakeBack(hunks) ?? (hunks.Contains(WholeFile(change)) ? change.Invert() : null);

    // Deleting or renaming a file has no hunk of its own; this stands for it where an acceptance says what it wrote.
    private static string WholeFile(FileChange change) => $"file:{change.Path.Value}";

    private static ProposalStatus StatusOf(Proposal proposal, bool whole)
    {
        var statuses = proposal.Changes.Files.SelectMany(f => f.Hunks).Select(h => h.Status).ToHashSet();
        var accepted = statuses.Contains(HunkStatus.Accepted);
        if (!whole && proposal.Changes.Files.Any(f => f.Hunks.IsEmpty))
        {
            return accepted ? ProposalStatus.Partly : ProposalStatus.Ready;
        }

        return statuses.Contains(HunkStatus.Pending) || statuses.Contains(HunkStatus.Conflict)
            ? accepted ? ProposalStatus.Partly : ProposalStatus.Ready
            : accepted ? (whole || !statuses.Contains(HunkStatus.Rejected) ? ProposalStatus.Accepted : ProposalStatus.Partly) : ProposalStatus.Rejected;
    }

    private static Failure NotOpen(Proposal proposal) => proposal.Status switch
    {
        ProposalStatus.Accepted => new Failure("proposal.accepted", "The proposal is accepted already.", "Take it back first to accept it again."),
        ProposalStatus.Rejected => new Failure("proposal.rejected", "The proposal was rejected.", "Ask for the change again."),
        ProposalStatus.Running => new Failure("proposal.running", "The proposal is still being made.", "Wait for its verdict.", Retryable: true),
        _ => new Failure("proposal.noChange", $"The proposal holds no change: {proposal.Message}", "Ask for the change again."),
    };

    private sealed record OpenProposal(ThreadWriter Journal, Proposal Proposal);

    /// <summary>What was written, or why nothing was.</summary>
    private sealed record Writing(ChangeSet? Written, string? PlanId, ImmutableArray<Conflict> Conflicts, Failure? Failure);
}
