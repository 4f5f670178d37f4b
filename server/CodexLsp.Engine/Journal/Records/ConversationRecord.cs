using System.Diagnostics;
using System.Text.Json.Serialization;
using CodexLsp.Engine.Models;

namespace CodexLsp.Engine.Journal.Records;

/// <summary>A <see cref="ModelItem"/>: what the model was told and what it said, in order, so that a thread can go on.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Message), "message")]
[JsonDerivedType(typeof(Call), "call")]
[JsonDerivedType(typeof(Result), "result")]
[JsonDerivedType(typeof(Thought), "reasoning")]
internal abstract record ConversationRecord
{
    public static ConversationRecord From(ModelItem item) => item switch
    {
        ModelMessage i => new Message(i.Role, i.Text),
        ModelToolCall i => new Call(i.CallId, i.Name, i.Arguments),
        ModelToolResult i => new Result(i.CallId, i.Text),
        ModelReasoning i => new Thought(i.EncryptedContent, i.Summary),
        _ => throw new UnreachableException($"No record for {item.GetType()}."),
    };

    public abstract ModelItem ToItem();

    public sealed record Message(ModelRole Role, string Text) : ConversationRecord
    {
        public override ModelItem ToItem() => new ModelMessage(Role, Text);
    }

    public sealed record Call(string CallId, string Name, string Arguments) : ConversationRecord
    {
        public override ModelItem ToItem() => new ModelToolCall(CallId, Name, Arguments);
    }

    public sealed record Result(string CallId, string Text) : ConversationRecord
    {
        public override ModelItem ToItem() => new ModelToolResult(CallId, Text);
    }

    public sealed record Thought(string EncryptedContent, string Summary) : ConversationRecord
    {
        public override ModelItem ToItem() => new ModelReasoning(EncryptedContent, Summary);
    }
}
