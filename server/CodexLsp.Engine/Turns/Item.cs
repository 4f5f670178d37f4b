using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Turns;

/// <summary>One thing that happened in a turn.</summary>
/// <param name="Id">Unique across restarts.</param>
/// <param name="Status">Where it stands.</param>
public abstract record Item(string Id, ItemStatus Status)
{
    /// <summary>What the user said and attached.</summary>
    public sealed record UserMessage(string Id, ItemStatus Status, ImmutableArray<Input> Input) : Item(Id, Status);

    /// <summary>What the model said.</summary>
    public sealed record AgentMessage(string Id, ItemStatus Status, string Text) : Item(Id, Status);

    /// <summary>The model's summary of its reasoning.</summary>
    public sealed record Reasoning(string Id, ItemStatus Status, string Summary) : Item(Id, Status);

    /// <summary>A proposal was made; its content is in the journal under its id.</summary>
    public sealed record FileChange(string Id, ItemStatus Status, string ProposalId) : Item(Id, Status);

    /// <summary>The compiler spoke.</summary>
    public sealed record Verified(string Id, ItemStatus Status, Verdict Verdict) : Item(Id, Status);

    /// <summary>Something went wrong.</summary>
    public sealed record Error(string Id, ItemStatus Status, Failure Failure) : Item(Id, Status);
}

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

/// <summary>A part of what a user gives to a turn.</summary>
public abstract record Input
{
    private Input()
    {
    }

    /// <summary>Words.</summary>
    public sealed record Text(string Value) : Input;

    /// <summary>A file or a part of it.</summary>
    public sealed record File(AbsolutePath Path, LinePositionSpan? Range) : Input;

    /// <summary>A symbol by name, and perhaps where it is.</summary>
    public sealed record Symbol(string Name, AbsolutePath? Path, LinePositionSpan? Range) : Input;

    /// <summary>Something a compiler said.</summary>
    public sealed record Diagnostic(AbsolutePath Path, LinePositionSpan Range, string Code, string Message) : Input;
}
