using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Host.Tests.Serving;

/// <summary>A document as an editor holds it.</summary>
internal sealed record EditorBuffer(string Uri, int Version, SourceText Text)
{
    /// <summary>The range, as JSON, of the only place where <paramref name="part"/> is found.</summary>
    public string RangeOf(string part)
    {
        var text = Text.ToString();
        var at = text.IndexOf(part, StringComparison.Ordinal);
        Assert.True(at >= 0, $"'{part}' is not in\n{text}");
        Assert.True(text.IndexOf(part, at + 1, StringComparison.Ordinal) < 0, $"'{part}' is more than once in\n{text}");
        return Range(new TextSpan(at, part.Length));
    }

    /// <summary>The range of a span, as JSON.</summary>
    public string Range(TextSpan span)
    {
        var lines = Text.Lines.GetLinePositionSpan(span);
        return $"{{\"start\":{Position(lines.Start)},\"end\":{Position(lines.End)}}}";
    }

    /// <summary>The buffer after text edits of a workspace edit.</summary>
    public EditorBuffer Apply(JsonArray edits) => this with
    {
        Version = Version + 1,
        Text = Text.WithChanges(edits.Select(e => new TextChange(SpanOf(e!["range"]!), e["newText"]!.GetValue<string>()))),
    };

    private static string Position(LinePosition at) => $"{{\"line\":{at.Line},\"character\":{at.Character}}}";

    private TextSpan SpanOf(JsonNode range) => TextSpan.FromBounds(Offset(range["start"]!), Offset(range["end"]!));

    private int Offset(JsonNode position) =>
        Text.Lines[position["line"]!.GetValue<int>()].Start + position["character"]!.GetValue<int>();
}
