using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Testing;

/// <summary>
/// The fixture language: source text in which <c>$$</c> marks a position, <c>[|…|]</c> marks a span, and a line
/// <c>//- path/to/File.cs</c> starts a file.
/// </summary>
public sealed record Markup(ImmutableArray<MarkupFile> Files)
{
    /// <summary>The only file.</summary>
    public MarkupFile Single => Files.Single();

    /// <summary>The file that holds the position or the span (the first file when nothing is marked).</summary>
    public MarkupFile Marked => Files.FirstOrDefault(f => f.Position is not null || !f.Spans.IsEmpty) ?? Files[0];

    /// <summary>The file at <paramref name="path"/>.</summary>
    public MarkupFile this[string path] => Files.Single(f => f.Path == path);

    /// <summary>Reads a fixture. Without a header the one file is called <c>File.cs</c>.</summary>
    public static Markup Parse(string text)
    {
        var files = ImmutableArray.CreateBuilder<MarkupFile>();
        var path = "File.cs";
        var body = new StringBuilder();
        var seenHeader = false;
        foreach (var line in SplitKeepingLineEnds(text))
        {
            if (line.StartsWith("//- ", StringComparison.Ordinal))
            {
                if (seenHeader || body.Length > 0)
                {
                    files.Add(ParseFile(path, body.ToString()));
                }

                path = line[4..].Trim();
                seenHeader = true;
                body.Clear();
                continue;
            }

            body.Append(line);
        }

        files.Add(ParseFile(path, body.ToString()));
        return new Markup(files.ToImmutable());
    }

    private static IEnumerable<string> SplitKeepingLineEnds(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                yield return text[start..(i + 1)];
                start = i + 1;
            }
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }

    private static MarkupFile ParseFile(string path, string marked)
    {
        var text = new StringBuilder(marked.Length);
        var spans = ImmutableArray.CreateBuilder<TextSpan>();
        var open = new Stack<int>();
        int? position = null;
        for (var i = 0; i < marked.Length; i++)
        {
            if (At("$$"))
            {
                position = text.Length;
                i++;
            }
            else if (At("[|"))
            {
                open.Push(text.Length);
                i++;
            }
            else if (open.Count > 0 && At("|]"))
            {
                spans.Add(TextSpan.FromBounds(open.Pop(), text.Length));
                i++;
            }
            else
            {
                text.Append(marked[i]);
            }

            bool At(string mark) => string.CompareOrdinal(marked, i, mark, 0, mark.Length) == 0;
        }

        return new MarkupFile(path, text.ToString(), position, spans.ToImmutable());
    }
}

/// <summary>One file of a fixture, its marks taken out.</summary>
public sealed record MarkupFile(string Path, string Text, int? Position, ImmutableArray<TextSpan> Spans)
{
    /// <summary>The only span.</summary>
    public TextSpan Span => Spans.Single();

    /// <summary>The text with its line map.</summary>
    public SourceText Source => SourceText.From(Text);
}
