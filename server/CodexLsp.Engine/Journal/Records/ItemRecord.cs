using System.Diagnostics;
using System.Text.Json.Serialization;
using CodexLsp.Engine.Checks;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Engine.Journal.Records;

/// <summary>An <see cref="Item"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(UserMessage), "userMessage")]
[JsonDerivedType(typeof(AgentMessage), "agentMessage")]
[JsonDerivedType(typeof(Reasoning), "reasoning")]
[JsonDerivedType(typeof(FileChange), "fileChange")]
[JsonDerivedType(typeof(Verified), "verification")]
[JsonDerivedType(typeof(Plan), "plan")]
[JsonDerivedType(typeof(ToolCall), "toolCall")]
[JsonDerivedType(typeof(Command), "command")]
[JsonDerivedType(typeof(Tests), "tests")]
[JsonDerivedType(typeof(Approval), "approval")]
[JsonDerivedType(typeof(Error), "error")]
internal abstract record ItemRecord(string Id, ItemStatus Status)
{
    public static ItemRecord From(Item item) => item switch
    {
        Item.UserMessage i => new UserMessage(i.Id, i.Status, [.. i.Input.Select(InputRecord.From)]),
        Item.AgentMessage i => new AgentMessage(i.Id, i.Status, i.Text),
        Item.Reasoning i => new Reasoning(i.Id, i.Status, i.Summary),
        Item.FileChange i => new FileChange(i.Id, i.Status, i.ProposalId),
        Item.Verified i => new Verified(i.Id, i.Status, VerdictRecord.From(i.Verdict)),
        Item.Plan i => new Plan(i.Id, i.Status, [.. i.Steps.Select(s => new StepRecord(s.Text, s.Status))]),
        Item.ToolCall i => new ToolCall(i.Id, i.Status, i.Tool, i.Arguments, i.Result, i.Duration),
        Item.Command i => new Command(i.Id, i.Status, [.. i.Argv], i.Directory, i.ExitCode, i.Output, i.Sandboxed),
        Item.Tests i => new Tests(
            i.Id, i.Status, [.. i.Argv], i.Passed, i.Failed, i.Skipped, [.. i.Failures.Select(f => new FailedTestRecord(f.Name, f.Message))]),
        Item.Approval i => new Approval(i.Id, i.Status, i.Kind, i.Title, i.Decision, i.Note),
        Item.Error i => new Error(i.Id, i.Status, FailureRecord.From(i.Failure)!),
        _ => throw new UnreachableException($"No record for {item.GetType()}."),
    };

    public abstract Item ToItem();

    public sealed record UserMessage(string Id, ItemStatus Status, InputRecord[] Input) : ItemRecord(Id, Status)
    {
        public override Item ToItem() => new Item.UserMessage(Id, Status, Input.Each(i => i.ToInput()));
    }

    public sealed record AgentMessage(string Id, ItemStatus Status, string Text) : ItemRecord(Id, Status)
    {
        public override Item ToItem() => new Item.AgentMessage(Id, Status, Text);
    }

    public sealed record Reasoning(string Id, ItemStatus Status, string Summary) : ItemRecord(Id, Status)
    {
        public override Item ToItem() => new Item.Reasoning(Id, Status, Summary);
    }

    public sealed record FileChange(string Id, ItemStatus Status, string ProposalId) : ItemRecord(Id, Status)
    {
        public override Item ToItem() => new Item.FileChange(Id, Status, ProposalId);
    }

    public sealed record Verified(string Id, ItemStatus Status, VerdictRecord Verdict) : ItemRecord(Id, Status)
    {
        public override Item ToItem() => new Item.Verified(Id, Status, Verdict.ToVerdict());
    }

    public sealed record Plan(string Id, ItemStatus Status, StepRecord[] Steps) : ItemRecord(Id, Status)
    {
        public override Item ToItem() => new Item.Plan(Id, Status, Steps.Each(s => new PlanStep(s.Text, s.Status)));
    }

    public sealed record ToolCall(string Id, ItemStatus Status, string Tool, string Arguments, string? Result, TimeSpan Duration) : ItemRecord(Id, Status)
    {
        public override Item ToItem() => new Item.ToolCall(Id, Status, Tool, Arguments, Result, Duration);
    }

    public sealed record Command(
        string Id, ItemStatus Status, string[] Argv, AbsolutePath Directory, int? ExitCode, string Output, bool Sandboxed) : ItemRecord(Id, Status)
    {
        public override Item ToItem() => new Item.Command(Id, Status, Argv.Each(a => a), Directory, ExitCode, Output, Sandboxed);
    }

    public sealed record Tests(
        string Id, ItemStatus Status, string[] Argv, int Passed, int Failed, int Skipped, FailedTestRecord[] Failures) : ItemRecord(Id, Status)
    {
        public override Item ToItem() =>
            new Item.Tests(Id, Status, Argv.Each(a => a), Passed, Failed, Skipped, Failures.Each(f => new TestFailure(f.Name, f.Message)));
    }

    public sealed record Approval(
        string Id, ItemStatus Status, ApprovalKind Kind, string Title, ApprovalDecision? Decision, string? Note) : ItemRecord(Id, Status)
    {
        public override Item ToItem() => new Item.Approval(Id, Status, Kind, Title, Decision, Note);
    }

    public sealed record Error(string Id, ItemStatus Status, FailureRecord Failure) : ItemRecord(Id, Status)
    {
        public override Item ToItem() => new Item.Error(Id, Status, Failure.ToFailure());
    }
}

/// <summary>A <see cref="PlanStep"/>.</summary>
internal sealed record StepRecord(string Text, PlanStepStatus Status);

/// <summary>A <see cref="TestFailure"/>.</summary>
internal sealed record FailedTestRecord(string Name, string Message);
