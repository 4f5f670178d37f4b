using System.Diagnostics;
using System.Text.Json.Serialization;
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

    public sealed record Error(string Id, ItemStatus Status, FailureRecord Failure) : ItemRecord(Id, Status)
    {
        public override Item ToItem() => new Item.Error(Id, Status, Failure.ToFailure());
    }
}

/// <summary>An <see cref="Turns.Input"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Text), "text")]
[JsonDerivedType(typeof(File), "file")]
[JsonDerivedType(typeof(Symbol), "symbol")]
[JsonDerivedType(typeof(Diagnostic), "diagnostic")]
internal abstract record InputRecord
{
    public static InputRecord From(Input input) => input switch
    {
        Input.Text i => new Text(i.Value),
        Input.File i => new File(i.Path, RangeRecord.From(i.Range)),
        Input.Symbol i => new Symbol(i.Name, i.Path, RangeRecord.From(i.Range)),
        Input.Diagnostic i => new Diagnostic(i.Path, RangeRecord.From(i.Range), i.Code, i.Message),
        _ => throw new UnreachableException($"No record for {input.GetType()}."),
    };

    public abstract Input ToInput();

    public sealed record Text(string Value) : InputRecord
    {
        public override Input ToInput() => new Input.Text(Value);
    }

    public sealed record File(AbsolutePath Path, RangeRecord? Range) : InputRecord
    {
        public override Input ToInput() => new Input.File(Path, Range?.ToRange());
    }

    public sealed record Symbol(string Name, AbsolutePath? Path, RangeRecord? Range) : InputRecord
    {
        public override Input ToInput() => new Input.Symbol(Name, Path, Range?.ToRange());
    }

    public sealed record Diagnostic(AbsolutePath Path, RangeRecord Range, string Code, string Message) : InputRecord
    {
        public override Input ToInput() => new Input.Diagnostic(Path, Range.ToRange(), Code, Message);
    }
}
