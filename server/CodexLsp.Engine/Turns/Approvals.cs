using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Sandboxing;
using CodexLsp.Engine.Tools;

namespace CodexLsp.Engine.Turns;

/// <summary>Decides, right before it is done, whether a turn may do something, and asks the user where the rules say so.</summary>
/// <param name="turn">The turn.</param>
/// <param name="mode">What the user chose.</param>
/// <param name="trusted">Whether the workspace is trusted.</param>
/// <param name="ports">Who is asked, and what was approved before.</param>
/// <param name="meter">The turn's time, which stands still while the user is asked.</param>
internal sealed class Approvals(TurnRecorder turn, ApprovalMode mode, bool trusted, CommandPorts ports, BudgetMeter meter)
{
    private readonly ApprovalRules _rules = new(ports.Grants, turn.ThreadId, turn.TurnId, trusted);

    /// <summary>Whether the user said no in a way that ends the turn.</summary>
    public bool Aborted { get; private set; }

    /// <summary>Why a command is not run, in words for the model; null when it may be.</summary>
    public async Task<ToolResult?> ObjectionAsync(ProposedAction.Command action, CancellationToken cancellationToken)
    {
        switch (_rules.Decide(mode, action, await AbilityAsync(cancellationToken)))
        {
            case ActionDecision.Free:
                return null;
            case ActionDecision.Refused refused:
                return ToolResult.Failed(refused.Failure) with { Status = ItemStatus.Declined };
            case ActionDecision.Ask ask:
                var answer = await AskAsync(action, ask, cancellationToken);
                return answer.Approved ? null : new ToolResult($"The user denied it.{(answer.Note is { Length: > 0 } note ? $" They say: {note}" : "")}", ItemStatus.Declined);
            default:
                throw new InvalidOperationException("An unknown decision.");
        }
    }

    /// <summary>Whether commands can be confined.</summary>
    public Task<SandboxAbility> AbilityAsync(CancellationToken cancellationToken) => ports.Sandbox.AbilityAsync(cancellationToken);

    private async Task<ApprovalAnswer> AskAsync(ProposedAction.Command action, ActionDecision.Ask ask, CancellationToken cancellationToken)
    {
        var request = ApprovalRequest.For(action, ask, turn.NewId(), turn.ThreadId, turn.TurnId);
        var item = new Item.Approval(request.Id, ItemStatus.Running, request.Kind, request.Title, null, null);
        turn.Show(item);
        ApprovalAnswer answer;
        try
        {
            answer = await meter.OffTheClockAsync(() => ports.Approver.AskAsync(request, cancellationToken));
        }
        catch (OperationCanceledException)
        {
            await turn.SaveAsync(item with { Status = ItemStatus.Failed });
            throw;
        }

        var notKept = Remember(action, answer.Decision);
        Aborted |= answer.Decision == ApprovalDecision.Abort;
        await turn.SaveAsync(item with
        {
            Status = answer.Approved ? ItemStatus.Completed : ItemStatus.Declined,
            Decision = answer.Decision,
            Note = answer.Note ?? notKept,
        });
        return answer;
    }

    /// <summary>Keeps an approval as long as it was given for; why it holds only once, where it cannot be kept.</summary>
    private string? Remember(ProposedAction action, ApprovalDecision decision)
    {
        try
        {
            switch (decision)
            {
                case ApprovalDecision.ApproveForTurn:
                    ports.Grants.Add(action, GrantScope.Turn, turn.TurnId);
                    break;
                case ApprovalDecision.ApproveForThread:
                    ports.Grants.Add(action, GrantScope.Thread, turn.ThreadId);
                    break;
                case ApprovalDecision.ApproveAlways:
                    ports.Grants.Add(action, GrantScope.Always, null);
                    break;
                default:
                    break;
            }

            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"It holds this once: it could not be kept. {exception.Message}";
        }
    }
}
