namespace CodexLsp.Engine.Policy;

/// <summary>What the rules say of a <see cref="ProposedAction"/>.</summary>
public abstract record ActionDecision
{
    private ActionDecision()
    {
    }

    /// <summary>It is done without a question.</summary>
    public sealed record Free : ActionDecision;

    /// <summary>The user is asked.</summary>
    /// <param name="Reason">Why, in a sentence for the user.</param>
    /// <param name="Risk">How much can go wrong.</param>
    public sealed record Ask(string Reason, ApprovalRisk Risk) : ActionDecision;

    /// <summary>It is not done, whoever is asked.</summary>
    public sealed record Refused(Failure Failure) : ActionDecision;
}
