namespace CodexLsp.Engine.Turns;

/// <summary>Where an item stands.</summary>
public enum ItemStatus
{
    /// <summary>Under way.</summary>
    Running,

    /// <summary>Done.</summary>
    Completed,

    /// <summary>Went wrong.</summary>
    Failed,

    /// <summary>Not allowed.</summary>
    Declined,
}
