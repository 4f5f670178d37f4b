using System.Collections.Immutable;
using System.Text.Json;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Turns;
using Microsoft.CodeAnalysis.Text;
using W = CodexLsp.Host.Protocol;

namespace CodexLsp.Host.Conversion;

/// <summary>From the wire's types to the engine's. Positions past the end are clamped, as the specification says.</summary>
internal static class FromWire
{
    /// <summary>The span of a range; one that ends before it starts is empty at its start.</summary>
    public static TextSpan Span(SourceText text, W.Range range) => text.Lines.Clamped(Lines(range));

    /// <summary>Whether a text can have the range: none of it is negative, and it does not end before it starts.</summary>
    public static bool IsRange(W.Range range) =>
        range is { Start: { Line: >= 0, Character: >= 0 }, End: { Line: >= 0, Character: >= 0 } }
        && (range.Start.Line, range.Start.Character).CompareTo((range.End.Line, range.End.Character)) <= 0;

    public static SourceText Apply(SourceText text, IReadOnlyList<W.TextDocumentContentChangeEvent> changes)
    {
        foreach (var change in changes)
        {
            text = change.Range is { } range
                ? text.WithChanges(new TextChange(Span(text, range), change.Text))
                : SourceText.From(change.Text, text.Encoding);
        }

        return text;
    }

    public static LinePositionSpan Lines(W.Range range)
    {
        var start = Place(range.Start);
        var end = Place(range.End);
        return new LinePositionSpan(start, end < start ? start : end);
    }

    public static ImmutableArray<Input> Attachments(IReadOnlyList<W.Input>? inputs) =>
        inputs is null ? [] : [.. inputs.Select(Attachment).OfType<Input>()];

    public static Budget Budget(W.Budget? budget) =>
        budget is null ? Engine.Turns.Budget.None : new Budget(budget.MaxTokens, budget.MaxMinutes, budget.MaxRequests, budget.MaxCostUsd);

    public static ApprovalAnswer Answer(W.ApprovalResult answer) => new(Enum.Parse<ApprovalDecision>(answer.Decision.ToString()), answer.Note)
    {
        HunkIds = answer.HunkIds is { } ids ? [.. ids] : null,
    };

    public static ImmutableArray<Input> Diagnostics(AbsolutePath path, IReadOnlyList<W.Diagnostic>? diagnostics) =>
        diagnostics is null ? [] : [.. diagnostics.Select(d => new Input.Diagnostic(path, Lines(d.Range), Code(d), d.Message))];

    /// <summary>A diagnostic's code as text; empty when it has none.</summary>
    public static string Code(W.Diagnostic diagnostic) => diagnostic.Code switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => "",
    };

    // A file that is not on this machine's disk cannot be attached.
    private static Input? Attachment(W.Input input) => input switch
    {
        W.Input.Words words => new Input.Text(words.Text),
        W.Input.File file when PathOf(file.Uri) is { } path => new Input.File(path, Optional(file.Range)),
        W.Input.Symbol symbol => new Input.Symbol(symbol.Name, symbol.Uri is { } uri ? PathOf(uri) : null, Optional(symbol.Range)),
        W.Input.Found found when PathOf(found.Uri) is { } path => new Input.Diagnostic(path, Lines(found.Range), found.Code, found.Message),
        _ => null,
    };

    private static AbsolutePath? PathOf(string uri) => DocumentUri.TryParse(uri, out var parsed) ? parsed.Path : null;

    private static LinePositionSpan? Optional(W.Range? range) => range is null ? null : Lines(range);

    private static LinePosition Place(W.Position position) => new(Math.Max(0, position.Line), Math.Max(0, position.Character));
}
