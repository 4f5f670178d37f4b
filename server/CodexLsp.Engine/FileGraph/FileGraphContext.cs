using CodexLsp.Engine.Context;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.FileGraph;

/// <summary>Context for TypeScript, JavaScript and Python, from declarations and imports.</summary>
/// <param name="index">Reads the files.</param>
public sealed class FileGraphContext(SourceIndex index) : IContextSource
{
    /// <inheritdoc/>
    public bool Handles(AbsolutePath path) => SourceIndex.Handles(path);

    /// <inheritdoc/>
    public TextSpan Grow(SourceText text, AbsolutePath path, TextSpan selection)
    {
        selection = TextSpan.FromBounds(Math.Min(selection.Start, text.Length), Math.Min(selection.End, text.Length));
        if (!selection.IsEmpty || SourceIndex.LanguageOf(path) is not { } language)
        {
            return WholeLines.Around(text, selection);
        }

        var line = text.Lines.GetLineFromPosition(selection.Start);
        var member = language.Read(path, text.ToString()).Declarations
            .Where(d => d.Kind != "value" && text.Lines.IndexOf(d.Span.Start) <= line.LineNumber && text.Lines.IndexOf(d.Span.End) >= line.LineNumber)
            .MinBy(d => d.Span.Length);
        return member is null ? line.SpanIncludingLineBreak : TextSpan.FromBounds(
            text.Lines[DocumentationStart(text, text.Lines.IndexOf(member.Span.Start))].Start,
            text.Lines.GetLineFromPosition(member.Span.End).EndIncludingLineBreak);
    }

    /// <inheritdoc/>
    public Task<ContextPack> GatherAsync(
        Snapshot snapshot, AbsolutePath path, TextSpan selection, string? instruction, int budget, CancellationToken cancellationToken) => Task.Run(
        () => new FileGraphContextBuilder(index.Read(snapshot, cancellationToken), path, selection, budget).Build(instruction, cancellationToken),
        cancellationToken);

    // A documentation comment right above belongs to what it documents.
    private static int DocumentationStart(SourceText text, int line)
    {
        if (line == 0 || !LineAt(line - 1).EndsWith("*/", StringComparison.Ordinal))
        {
            return line;
        }

        var start = line - 1;
        while (start > 0 && !LineAt(start).StartsWith("/*", StringComparison.Ordinal) && LineAt(start).StartsWith('*'))
        {
            start--;
        }

        return LineAt(start).StartsWith("/**", StringComparison.Ordinal) ? start : line;

        string LineAt(int number) => text.Lines[number].ToString().Trim();
    }
}
