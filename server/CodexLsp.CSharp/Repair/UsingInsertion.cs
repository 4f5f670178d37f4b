using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Repair;

/// <summary>Puts a <c>using</c> where the file keeps them, in the file's own order and line ends.</summary>
internal static class UsingInsertion
{
    /// <summary>The change that adds <c>using name;</c> so that it holds at <paramref name="position"/>.</summary>
    public static TextChange Of(CompilationUnitSyntax root, SourceText text, string name, int position)
    {
        var lineEnd = LineEndOf(text);
        var usings = Place(root, position);
        var plain = usings.Where(u => u.Alias is null && u.StaticKeyword == default && u.GlobalKeyword == default).ToList();
        if (plain.Count == 0)
        {
            // A global using must stay above every other.
            return usings.FindLast(u => u.GlobalKeyword != default) is { } global ? After(text, global, name, lineEnd)
                : usings.Count > 0 ? Before(text, usings[0], name, lineEnd)
                : AtTop(root, text, name, lineEnd);
        }

        var systemFirst = SystemFirst(plain);
        var next = IsSorted(plain, systemFirst) ? plain.FirstOrDefault(u => Compare(name, NameOf(u), systemFirst) < 0) : null;
        // A directive in between (#if) makes "before" another place than it looks like.
        return next is not null && !next.ContainsDirectives
            ? Before(text, next, name, lineEnd)
            : After(text, plain[^1], name, lineEnd);
    }

    /// <summary>The file's usings: those of the innermost namespace around the position that has some, unless the file has them on top.</summary>
    private static List<UsingDirectiveSyntax> Place(CompilationUnitSyntax root, int position)
    {
        var inside = root.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<BaseNamespaceDeclarationSyntax>()
            .LastOrDefault(n => n.FullSpan.Contains(position) && n.Usings.Any());
        return inside is not null && !root.Usings.Any(u => u.GlobalKeyword == default)
            ? [.. inside.Usings]
            : [.. root.Usings];
    }

    private static TextChange Before(SourceText text, UsingDirectiveSyntax next, string name, string lineEnd)
    {
        var line = text.Lines.GetLineFromPosition(next.SpanStart);
        return Insert(line.Start, $"{IndentOf(text, line)}using {name};{lineEnd}");
    }

    private static TextChange After(SourceText text, UsingDirectiveSyntax last, string name, string lineEnd)
    {
        var line = text.Lines.GetLineFromPosition(last.Span.End);
        var indent = IndentOf(text, text.Lines.GetLineFromPosition(last.SpanStart));
        return line.EndIncludingLineBreak == line.End
            ? Insert(line.End, $"{lineEnd}{indent}using {name};")
            : Insert(line.EndIncludingLineBreak, $"{indent}using {name};{lineEnd}");
    }

    /// <summary>Above everything but the file's header: a comment that an empty line sets apart, and directives.</summary>
    private static TextChange AtTop(CompilationUnitSyntax root, SourceText text, string name, string lineEnd)
    {
        var at = 0;
        var lineStart = 0;
        var lineIsEmpty = true;
        foreach (var trivia in root.GetFirstToken(includeZeroWidth: true).LeadingTrivia)
        {
            if (trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            {
                at = lineIsEmpty ? trivia.Span.End : at;
                lineStart = trivia.Span.End;
                lineIsEmpty = true;
            }
            else if (trivia.IsDirective)
            {
                at = lineStart = trivia.FullSpan.End;
                lineIsEmpty = true;
            }
            else
            {
                lineIsEmpty &= trivia.IsKind(SyntaxKind.WhitespaceTrivia);
            }
        }

        var rest = at < text.Length ? lineEnd : "";
        return Insert(at, $"using {name};{lineEnd}{rest}");
    }

    private static TextChange Insert(int at, string text) => new(new TextSpan(at, 0), text);

    private static string NameOf(UsingDirectiveSyntax directive) => directive.NamespaceOrType.ToString();

    private static bool SystemFirst(List<UsingDirectiveSyntax> usings)
    {
        var lastSystem = usings.FindLastIndex(u => IsSystem(NameOf(u)));
        var firstOther = usings.FindIndex(u => !IsSystem(NameOf(u)));
        return firstOther < 0 || lastSystem < firstOther;
    }

    private static bool IsSorted(List<UsingDirectiveSyntax> usings, bool systemFirst) =>
        usings.Zip(usings.Skip(1)).All(pair => Compare(NameOf(pair.First), NameOf(pair.Second), systemFirst) <= 0);

    private static int Compare(string one, string other, bool systemFirst) =>
        systemFirst && IsSystem(one) != IsSystem(other)
            ? IsSystem(one) ? -1 : 1
            : string.Compare(one, other, StringComparison.OrdinalIgnoreCase);

    private static bool IsSystem(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);

    private static string IndentOf(SourceText text, TextLine line)
    {
        var end = line.Start;
        while (end < line.End && text[end] is ' ' or '\t')
        {
            end++;
        }

        return text.ToString(TextSpan.FromBounds(line.Start, end));
    }

    /// <summary>The file's line end: that of its first line.</summary>
    private static string LineEndOf(SourceText text)
    {
        var first = text.Lines[0];
        return first.EndIncludingLineBreak == first.End ? "\n" : text.ToString(TextSpan.FromBounds(first.End, first.EndIncludingLineBreak));
    }
}
