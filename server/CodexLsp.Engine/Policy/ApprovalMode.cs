namespace CodexLsp.Engine.Policy;

/// <summary>What a turn may do without asking. Any but the first is acceptance in advance.</summary>
public enum ApprovalMode
{
    /// <summary>Reads freely; proposes edits; asks for each command.</summary>
    Suggest,

    /// <summary>Applies edits that are verified and touch nothing protected; asks for each command.</summary>
    AutoEdit,

    /// <summary>Runs commands, too, in the sandbox and without a network; refused where the sandbox does not work.</summary>
    FullAuto,
}

/// <summary>How much can go wrong.</summary>
public enum ApprovalRisk
{
    /// <summary>Little.</summary>
    Low,

    /// <summary>Something.</summary>
    Medium,

    /// <summary>Much.</summary>
    High,
}
