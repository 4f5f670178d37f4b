using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Offline;

/// <summary>Puts a parameter into a declaration and its documentation.</summary>
internal static class ParameterList
{
    /// <summary>
    /// Where a new parameter goes: a required one behind the required ones, an optional one behind all; none behind
    /// <c>params</c>.
    /// </summary>
    public static int IndexFor(NewParameter parameter, int count, Func<int, bool> isOptional, Func<int, bool> isParams)
    {
        var index = count;
        while (index > 0 && (isParams(index - 1) || (parameter.Default is null && isOptional(index - 1))))
        {
            index--;
        }

        return index;
    }

    /// <summary>The changes to a declaration: its parameter list and, where its documentation names the others, a line there.</summary>
    public static IEnumerable<TextChange> Declare(SyntaxNode declaration, ParameterListSyntax list, NewParameter parameter)
    {
        var parameters = list.Parameters;
        var index = IndexFor(parameter, parameters.Count, i => parameters[i].Default is not null, IsParams);
        yield return Insert(list.SyntaxTree.GetText(), [.. parameters], list.OpenParenToken.Span.End, index, parameter.Declaration);

        var documented = declaration.GetLeadingTrivia().Select(t => t.GetStructure()).OfType<DocumentationCommentTriviaSyntax>()
            .SelectMany(c => c.Content).OfType<XmlElementSyntax>().Where(e => e.StartTag.Name.LocalName.ValueText == "param").ToList();
        if (documented.Count > 0)
        {
            var text = list.SyntaxTree.GetText();
            var before = documented[Math.Clamp(index - 1, 0, documented.Count - 1)];
            var line = text.Lines.GetLineFromPosition(before.Span.End);
            var start = text.Lines.GetLineFromPosition(before.SpanStart).ToString();
            var margin = start[..start.IndexOf("<param", StringComparison.Ordinal)];
            yield return new TextChange(
                new TextSpan(line.EndIncludingLineBreak, 0),
                $"{margin}<param name=\"{parameter.Name.TrimStart('@')}\">{NameWords.Sentence(NameWords.ParameterPhrase(parameter.Name, parameter.Type))}</param>"
                + text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak)));
        }

        bool IsParams(int at) => parameters[at].Modifiers.Any(SyntaxKind.ParamsKeyword);
    }

    /// <summary>Inserts an element into a list in parentheses, on a line of its own when its neighbours have one.</summary>
    public static TextChange Insert(SourceText text, IReadOnlyList<SyntaxNode> elements, int open, int index, string element)
    {
        if (elements.Count == 0)
        {
            return new TextChange(new TextSpan(open, 0), element);
        }

        var neighbour = elements[Math.Min(index, elements.Count - 1)];
        var ownLines = elements.Count > 1 && elements.Skip(1).All(e => Layout.StartsLine(text, e.SpanStart));
        var line = text.Lines.GetLineFromPosition(neighbour.SpanStart);
        var previous = text.Lines[Math.Max(0, line.LineNumber - 1)];
        var gap = ownLines && Layout.StartsLine(text, neighbour.SpanStart)
            ? text.ToString(TextSpan.FromBounds(previous.End, previous.EndIncludingLineBreak)) + Layout.IndentAt(text, neighbour.SpanStart)
            : " ";
        return index < elements.Count
            ? new TextChange(new TextSpan(neighbour.SpanStart, 0), element + "," + gap)
            : new TextChange(new TextSpan(neighbour.Span.End, 0), "," + gap + element);
    }
}
