using CodexLsp.CSharp.Context;
using CodexLsp.Engine.Context;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Tests.Context;

/// <summary>A context pack as text, and what holds for every pack.</summary>
internal static class ContextPackText
{
    /// <summary>The budget of an inline edit.</summary>
    public const int Budget = 1500;

    /// <summary>Each part under a line with its kind, title and reason; the selection by its title only.</summary>
    /// <param name="withUses">Whether callers and tests are shown; not where they change with every commit.</param>
    public static async Task<string> ShowAsync((Document Document, TextSpan Span) selected, string? instruction = null, bool withUses = true)
    {
        var (document, selection) = selected;
        var pack = await CSharpContextBuilder.BuildAsync(document, selection, instruction, Budget, isBound: true, Deadline.Token());
        Assert.True(pack.Tokens <= Budget, $"{pack.Tokens} tokens");
        Assert.True(pack.Items.Where(i => i.Kind != ContextKind.Selection).Sum(i => i.Text.Length) <= 6 * 1024);
        Assert.Equal(ContextKind.Selection, pack.Items[0].Kind);
        AssertNothingTwice(pack);
        await AssertEverySymbolOfTheSourceIsThereAsync(document, selection, pack);
        return string.Concat(pack.Items.Where(i => withUses || i.Kind is not (ContextKind.Caller or ContextKind.Test)).Select(i =>
            $"── {i.Kind} {i.Title} ({i.Why})\n{(i.Kind == ContextKind.Selection ? "" : i.Text + "\n")}"));
    }

    private static void AssertNothingTwice(ContextPack pack)
    {
        var declarations = pack.Items.Where(i => i.Kind is ContextKind.Outline or ContextKind.Definition)
            .Select(i => i.Text.Split('\n')).ToList();
        AssertDistinct(declarations.Select(lines => lines[0]));
        AssertDistinct(declarations.SelectMany(lines => lines.Skip(1).Select(l => lines[0] + l)));
    }

    private static void AssertDistinct(IEnumerable<string> lines) => Assert.Empty(lines.GroupBy(l => l).Where(g => g.Count() > 1).Select(g => g.Key));

    private static async Task AssertEverySymbolOfTheSourceIsThereAsync(Document document, TextSpan selection, ContextPack pack)
    {
        var (root, model) = ((await document.GetSyntaxRootAsync())!, (await document.GetSemanticModelAsync())!);
        var text = string.Join('\n', pack.Items.Select(i => i.Text));
        foreach (var name in root.DescendantNodes(selection).OfType<SimpleNameSyntax>().Where(n => selection.Contains(n.Span) && !n.IsVar))
        {
            if (model.GetSymbolInfo(name).Symbol is { } symbol and (IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol or INamedTypeSymbol)
                && symbol.Locations.Any(l => l.IsInSource))
            {
                Assert.Matches($@"\b{symbol.Name}\b", text);
            }
        }
    }
}
