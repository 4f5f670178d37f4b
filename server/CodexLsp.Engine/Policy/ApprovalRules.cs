using CodexLsp.Engine.Sandboxing;

namespace CodexLsp.Engine.Policy;

/// <summary>Decides what one turn may do without asking.</summary>
/// <param name="Grants">What the user approved before.</param>
/// <param name="ThreadId">The thread of the turn.</param>
/// <param name="TurnId">The turn.</param>
/// <param name="Trusted">Whether the workspace is trusted; without it nothing of it is run.</param>
public sealed record ApprovalRules(ApprovalGrants Grants, string ThreadId, string TurnId, bool Trusted)
{
    /// <summary>Why a mode cannot be had on this machine; null when it can.</summary>
    public static Failure? Problem(ApprovalMode mode, SandboxAbility ability) => mode == ApprovalMode.FullAuto && !ability.Works
        ? new Failure(
            "approval.sandbox",
            $"full-auto runs commands without a question, which needs a sandbox that works: {ability.Detail}.",
            ability.Next ?? "Use auto-edit: it asks for each command.")
        : null;

    /// <summary>Decides on one action, right before it is done.</summary>
    public ActionDecision Decide(ApprovalMode mode, ProposedAction action, SandboxAbility ability) =>
        Problem(mode, ability) is { } problem ? new ActionDecision.Refused(problem) : action switch
        {
            ProposedAction.Command command => Decide(mode, command, ability),
            ProposedAction.Edit edit => Decide(mode, edit),
            _ => throw new InvalidOperationException("An unknown action."),
        };

    private ActionDecision Decide(ApprovalMode mode, ProposedAction.Command command, SandboxAbility ability)
    {
        if (!Trusted)
        {
            return Refuse("command.untrusted", "The workspace is not trusted, so nothing of it is run.", "Trust the workspace first.");
        }

        if (command.Argv.IsEmpty || command.Argv[0].Length == 0 || command.Argv.Any(a => a.Contains('\0', StringComparison.Ordinal)))
        {
            return Refuse("command.argv", "That is no command: its program is missing, or it holds a NUL.", "Give the program and each argument by itself.");
        }

        if (Grants.Cover(command, ThreadId, TurnId))
        {
            return new ActionDecision.Free();
        }

        if (!ability.Works || command.Sandbox == SandboxMode.DangerFullAccess)
        {
            return new ActionDecision.Ask("It runs without a sandbox, with all rights you have.", ApprovalRisk.High);
        }

        if (command.Network)
        {
            return new ActionDecision.Ask("It wants the network, so it could send what it reads.", ApprovalRisk.High);
        }

        return (command.Origin, mode) switch
        {
            (CommandOrigin.CommandLine or CommandOrigin.UserConfiguration or CommandOrigin.Detection, _) => new ActionDecision.Free(),
            (_, ApprovalMode.FullAuto) => new ActionDecision.Free(),
            (CommandOrigin.WorkspaceConfiguration, _) => new ActionDecision.Ask("The workspace's configuration names this command.", ApprovalRisk.Medium),
            _ => new ActionDecision.Ask("The model wants to run it, in the sandbox, without a network.", ApprovalRisk.Medium),
        };
    }

    private ActionDecision Decide(ApprovalMode mode, ProposedAction.Edit edit)
    {
        if (edit.Files.OfType<PathDecision.Refused>().FirstOrDefault() is { } refused)
        {
            return new ActionDecision.Refused(refused.Failure);
        }

        // Whoever approved such a file before approved another content of it.
        if (edit.Files.OfType<PathDecision.Protected>().FirstOrDefault() is { } @protected)
        {
            return new ActionDecision.Ask($"{ShownText.Of(@protected.Path.Name)} is protected ({@protected.Pattern}): it can decide what runs on your machine.", ApprovalRisk.High);
        }

        if (edit.TestsFail)
        {
            return new ActionDecision.Ask("The tests failed when they ran last.", ApprovalRisk.Medium);
        }

        return mode switch
        {
            ApprovalMode.FullAuto => new ActionDecision.Free(),
            ApprovalMode.AutoEdit when edit.Verified => new ActionDecision.Free(),
            ApprovalMode.AutoEdit => new ActionDecision.Ask("The change is not verified.", ApprovalRisk.Medium),
            _ when Grants.Cover(edit, ThreadId, TurnId) => new ActionDecision.Free(),
            _ => new ActionDecision.Ask("The change was not seen by anybody.", edit.Verified ? ApprovalRisk.Low : ApprovalRisk.Medium),
        };
    }

    private static ActionDecision.Refused Refuse(string code, string message, string next) => new(new Failure(code, message, next));
}
