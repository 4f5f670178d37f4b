using System.Collections.Immutable;
using CodexLsp.Engine.Checks;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Verification;

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

    /// <summary>The model's plan, as it stands.</summary>
    public sealed record Plan(string Id, ItemStatus Status, ImmutableArray<PlanStep> Steps) : Item(Id, Status);

    /// <summary>The model called a tool that has no item of its own.</summary>
    /// <param name="Id">Unique across restarts.</param>
    /// <param name="Status">Where it stands.</param>
    /// <param name="Tool">The tool's name.</param>
    /// <param name="Arguments">As the model wrote them.</param>
    /// <param name="Result">What the model was told; null while it runs.</param>
    /// <param name="Duration">How long it took.</param>
    public sealed record ToolCall(string Id, ItemStatus Status, string Tool, string Arguments, string? Result, TimeSpan Duration) : Item(Id, Status);

    /// <summary>A command was run.</summary>
    /// <param name="Id">Unique across restarts.</param>
    /// <param name="Status">Where it stands.</param>
    /// <param name="Argv">The exact command.</param>
    /// <param name="Directory">Where it ran.</param>
    /// <param name="ExitCode">Null while it runs, and when it did not end by itself.</param>
    /// <param name="Output">What it wrote, bounded.</param>
    /// <param name="Sandboxed">Whether it ran in the sandbox.</param>
    public sealed record Command(
        string Id, ItemStatus Status, ImmutableArray<string> Argv, AbsolutePath Directory, int? ExitCode, string Output, bool Sandboxed) : Item(Id, Status);

    /// <summary>Tests were run.</summary>
    /// <param name="Id">Unique across restarts.</param>
    /// <param name="Status">Where it stands.</param>
    /// <param name="Argv">The exact command.</param>
    /// <param name="Passed">How many.</param>
    /// <param name="Failed">How many.</param>
    /// <param name="Skipped">How many.</param>
    /// <param name="Failures">Those that failed, bounded.</param>
    public sealed record Tests(
        string Id, ItemStatus Status, ImmutableArray<string> Argv, int Passed, int Failed, int Skipped, ImmutableArray<TestFailure> Failures) : Item(Id, Status);

    /// <summary>The user was asked.</summary>
    /// <param name="Id">Unique across restarts.</param>
    /// <param name="Status">Running while they are; declined when they said no.</param>
    /// <param name="Kind">What for.</param>
    /// <param name="Title">The real action.</param>
    /// <param name="Decision">What they said; null while they are asked.</param>
    /// <param name="Note">Their words.</param>
    public sealed record Approval(
        string Id, ItemStatus Status, ApprovalKind Kind, string Title, ApprovalDecision? Decision, string? Note) : Item(Id, Status);

    /// <summary>Something went wrong.</summary>
    public sealed record Error(string Id, ItemStatus Status, Failure Failure) : Item(Id, Status);
}

/// <summary>A step of a plan.</summary>
/// <param name="Text">What is done.</param>
/// <param name="Status">Where it stands.</param>
public sealed record PlanStep(string Text, PlanStepStatus Status);

/// <summary>Where a step of a plan stands.</summary>
public enum PlanStepStatus
{
    /// <summary>Not begun.</summary>
    Pending,

    /// <summary>Under way.</summary>
    Running,

    /// <summary>Done.</summary>
    Done,
}
