using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Offline;

/// <summary>Makes a type of the namespace <c>System</c> nameable: its file may lack the <c>using</c>.</summary>
/// <param name="Document">The document, perhaps with one <c>using</c> more.</param>
/// <param name="Selection">The selection there.</param>
/// <param name="TypeName">How to write the type.</param>
internal sealed record SystemNamespace(Document Document, TextSpan Selection, string TypeName)
{
    /// <summary>Finds how to write <c>System.</c><paramref name="type"/> at the selection, adding the <c>using</c> when the file has others.</summary>
    public static async Task<SystemNamespace> ReachAsync(Document document, TextSpan selection, string type,
        CancellationToken cancellationToken)
    {
        if (await BindsAsync(document, selection.Start, type, cancellationToken))
        {
            return new SystemNamespace(document, selection, type);
        }

        var root = (CompilationUnitSyntax)(await document.GetSyntaxRootAsync(cancellationToken))!;
        var text = await document.GetTextAsync(cancellationToken);
        if (root.Usings.FirstOrDefault(u => u.GlobalKeyword.IsKind(SyntaxKind.None)) is { } first
            && Layout.StartsLine(text, first.SpanStart))
        {
            var line = Layout.IndentAt(text, first.SpanStart) + "using System;" + Layout.Of(root, text).NewLine;
            var start = text.Lines.GetLineFromPosition(first.SpanStart).Start;
            var added = LinkedDocuments.WithText(document, text.WithChanges(new TextChange(new TextSpan(start, 0), line)));
            var moved = new TextSpan(selection.Start + line.Length, selection.Length);
            if (await BindsAsync(added, moved.Start, type, cancellationToken))
            {
                return new SystemNamespace(added, moved, type);
            }
        }

        return new SystemNamespace(document, selection, "System." + type);
    }

    private static async Task<bool> BindsAsync(Document document, int position, string type, CancellationToken cancellationToken)
    {
        foreach (var linked in LinkedDocuments.Of(document))
        {
            var model = (await linked.GetSemanticModelAsync(cancellationToken))!;
            var bound = model.GetSpeculativeSymbolInfo(position, SyntaxFactory.ParseTypeName(type),
                SpeculativeBindingOption.BindAsTypeOrNamespace).Symbol;
            if (bound?.ToDisplayString() != "System." + type)
            {
                return false;
            }
        }

        return true;
    }
}
