using System.Text.Json.Serialization;

namespace CodexLsp.Host.Protocol;

/// <summary>One thing that happened in a turn.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(UserMessage), "userMessage")]
[JsonDerivedType(typeof(AgentMessage), "agentMessage")]
[JsonDerivedType(typeof(Reasoning), "reasoning")]
[JsonDerivedType(typeof(Plan), "plan")]
[JsonDerivedType(typeof(ToolCall), "toolCall")]
[JsonDerivedType(typeof(Command), "command")]
[JsonDerivedType(typeof(Tests), "tests")]
[JsonDerivedType(typeof(Approval), "approval")]
[JsonDerivedType(typeof(Proposed), "fileChange")]
[JsonDerivedType(typeof(Verified), "verification")]
[JsonDerivedType(typeof(Failed), "error")]
internal abstract record Item(string Id, ItemStatus Status)
{
    /// <summary>What the user said and attached.</summary>
    internal sealed record UserMessage(string Id, ItemStatus Status, IReadOnlyList<Input> Input) : Item(Id, Status);

    /// <summary>What the model said.</summary>
    internal sealed record AgentMessage(string Id, ItemStatus Status, string Text) : Item(Id, Status);

    /// <summary>The model's summary of its reasoning.</summary>
    internal sealed record Reasoning(string Id, ItemStatus Status, string Summary) : Item(Id, Status);

    /// <summary>The model's plan, as it stands.</summary>
    internal sealed record Plan(string Id, ItemStatus Status, IReadOnlyList<PlanStep> Steps) : Item(Id, Status);

    /// <summary>The model called a tool that has no item of its own; the arguments are as it wrote them.</summary>
    internal sealed record ToolCall(
        string Id, ItemStatus Status, string Tool, string Arguments, string? Result, long DurationMs) : Item(Id, Status);

    /// <summary>A command was run.</summary>
    internal sealed record Command(
        string Id,
        ItemStatus Status,
        [property: JsonPropertyName("command")] IReadOnlyList<string> Argv,
        string Cwd,
        int? ExitCode,
        string Output,
        bool Sandboxed) : Item(Id, Status);

    /// <summary>Tests were run.</summary>
    internal sealed record Tests(
        string Id,
        ItemStatus Status,
        [property: JsonPropertyName("command")] IReadOnlyList<string> Argv,
        int Passed,
        [property: JsonPropertyName("failed")] int FailedCount,
        int Skipped,
        IReadOnlyList<FailedTest> Failures) : Item(Id, Status);

    /// <summary>The user was asked.</summary>
    internal sealed record Approval(
        string Id, ItemStatus Status, ApprovalKind Kind, string Title, ApprovalDecision? Decision, string? Note) : Item(Id, Status);

    /// <summary>A proposal was made.</summary>
    internal sealed record Proposed(string Id, ItemStatus Status, string ProposalId) : Item(Id, Status);

    /// <summary>The compiler spoke.</summary>
    internal sealed record Verified(string Id, ItemStatus Status, Verification Verification) : Item(Id, Status);

    /// <summary>Something went wrong.</summary>
    internal sealed record Failed(string Id, ItemStatus Status, Error Error) : Item(Id, Status);
}

/// <summary>Where an item stands.</summary>
[JsonConverter(typeof(WireEnum<ItemStatus>))]
internal enum ItemStatus
{
    Running,
    Completed,
    Failed,
    Declined,
}

/// <summary>A step of a plan.</summary>
internal sealed record PlanStep(string Text, PlanStepStatus Status);

/// <summary>Where a step of a plan stands.</summary>
[JsonConverter(typeof(WireEnum<PlanStepStatus>))]
internal enum PlanStepStatus
{
    Pending,
    Running,
    Done,
}

/// <summary>A test that failed.</summary>
internal sealed record FailedTest(string Name, string Message);
