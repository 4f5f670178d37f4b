using CodexLsp.Engine.Turns;
using CodexLsp.Host.Composition;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;
using CodexLsp.Host.Serving;
using ApprovalDecision = CodexLsp.Engine.Turns.ApprovalDecision;
using Item = CodexLsp.Engine.Turns.Item;
using ItemStatus = CodexLsp.Engine.Turns.ItemStatus;
using Proposal = CodexLsp.Engine.Edits.Proposal;
using Turn = CodexLsp.Engine.Turns.Turn;
using TurnStatus = CodexLsp.Engine.Turns.TurnStatus;
using VerificationStatus = CodexLsp.Engine.Verification.VerificationStatus;

namespace CodexLsp.Host.Cli;

/// <summary>One question or task of a command: it is told as it happens, its change is shown and perhaps written, and it gets an exit code.</summary>
internal sealed class TurnRun
{
    private readonly CliSession _session;
    private readonly JsonLines _lines;
    private readonly Action<TurnEvent> _tell;

    public TurnRun(CliSession session)
    {
        _session = session;
        _lines = new JsonLines(session.Output.Terminal.Out);
        _tell = session.Output.Json
            ? new TurnNotifications(_lines, () => session.Snapshot, token: null, asked: null).Report
            : new TurnView(session.Output.Terminal).Report;
    }

    /// <summary>Whether the change is written whatever the approval mode is.</summary>
    public bool Apply { get; init; }

    /// <summary>Whether a change nobody could check counts as failed.</summary>
    public bool RequireVerified { get; init; }

    /// <summary>Tells what a thread holds, as it was told when it happened.</summary>
    public void Tell(CodexThread thread)
    {
        foreach (var turn in thread.Turns)
        {
            _tell(new TurnEvent.Started(thread.Id, turn with { Items = [] }));
            foreach (var item in turn.Items)
            {
                _tell(new TurnEvent.ItemCompleted(thread.Id, turn.Id, item));
            }

            _tell(new TurnEvent.Completed(thread.Id, turn));
        }
    }

    /// <summary>Runs the turn and gives the exit code.</summary>
    public async Task<int> RunAsync(TurnOrder order, CancellationToken cancellationToken)
    {
        _session.SayTrust();
        TurnEvent? last = null;
        var approver = new TerminalApprover(_session.Output.Terminal);
        var ran = await _session.Assistant.RunTurnAsync(order, _session.Configuration, approver, happened =>
        {
            // The turn's end is told when it is known what became of its change.
            if (happened is TurnEvent.Completed)
            {
                last = happened;
            }
            else
            {
                _tell(happened);
            }
        }, cancellationToken);
        if (!ran.Succeeded)
        {
            return _session.Output.Fail(ran.Failure);
        }

        var (turn, proposal) = ran.Value;
        var exitCode = proposal is null ? ExitCodeOf(turn, proposal) : await FinishAsync(order, turn, proposal, approver, cancellationToken);
        if (last is not null)
        {
            _tell(last);
            if (!_session.Output.Json)
            {
                SayEnd(last.ThreadId, turn, proposal);
            }
        }

        return exitCode;
    }

    private async Task<int> FinishAsync(
        TurnOrder order, Turn turn, Proposal proposal, TerminalApprover approver, CancellationToken cancellationToken)
    {
        if (!_session.Output.Json)
        {
            new DiffView(_session.Output.Terminal, _session.Folder).Show(_session.Output.Redacted(proposal));
        }

        var exitCode = ExitCodeOf(turn, proposal);
        var decision = exitCode == ExitCodes.Done ? await DecideAsync(order, turn, proposal, approver, cancellationToken) : null;
        var now = decision?.Proposal ?? proposal;
        if (_session.Output.Json)
        {
            _lines.Notify("codex/proposal/changed", WireJson.Default.ProposalChangedParams, new ProposalChangedParams(ToWire.Plain.Proposal(_session.Output.Redacted(now))));
        }

        if (decision is { Applied: false })
        {
            return _session.Output.Fail(decision.Failure ?? EditCommand.Conflict, now);
        }

        if (!_session.Output.Json)
        {
            _session.Output.Terminal.Say(decision is null
                ? $"Nothing is written yet. Write it: codex-lsp accept {proposal.Id}"
                : $"Written. Take it back: codex-lsp undo {proposal.Id}");
        }

        return exitCode;
    }

    private async Task<Decision?> DecideAsync(
        TurnOrder order, Turn turn, Proposal proposal, TerminalApprover approver, CancellationToken cancellationToken) => Apply
        ? await _session.AcceptAsync(proposal.Id, inAdvance: true, cancellationToken)
        : await _session.AcceptInAdvanceAsync(turn, proposal, order, approver, cancellationToken);

    private int ExitCodeOf(Turn turn, Proposal? proposal) => turn switch
    {
        { Status: TurnStatus.Interrupted } when turn.Items.Any(i => i is Item.Approval { Decision: ApprovalDecision.Abort }) => ExitCodes.Denied,
        { Status: TurnStatus.Interrupted, Error: null } => ExitCodes.Interrupted,
        { Error: { } error } => ExitCodes.Of(error),
        { Status: not TurnStatus.Completed } => ExitCodes.Failed,
        _ => proposal?.Verdict.Status switch
        {
            VerificationStatus.Broken => ExitCodes.Broken,
            VerificationStatus.Unverified when RequireVerified => ExitCodes.Failed,
            null when turn.Items.Any(i => i.Status == ItemStatus.Declined) => ExitCodes.Denied,
            _ => ExitCodes.Done,
        },
    };

    // What stopped it was told as it happened.
    private void SayEnd(string threadId, Turn turn, Proposal? proposal)
    {
        var terminal = _session.Output.Terminal;
        if (proposal is null)
        {
            terminal.Say(DiffView.Cost(turn.Usage));
        }

        if (turn.Error?.Next is { } next)
        {
            terminal.Say(next);
        }

        if (turn.Status != TurnStatus.Completed)
        {
            terminal.Say($"{(turn.Status == TurnStatus.Partial ? "Only a part is done." : "It was cut short.")} Go on with it: codex-lsp resume {threadId}");
        }
    }
}
