using System.Diagnostics;
using System.Text.Json.Serialization;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Engine.Journal.Records;

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
