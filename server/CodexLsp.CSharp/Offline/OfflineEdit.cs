using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Offline;

/// <summary>Carries out an understood request on a solution.</summary>
internal static class OfflineEdit
{
    /// <summary>
    /// The solution after the edit; null when the code gives no place for it, or when the result would not compile as well as
    /// what is there.
    /// </summary>
    public static async Task<Solution?> ApplyAsync(Document document, TextSpan selection, OfflineRequest request,
        CancellationToken cancellationToken)
    {
        var before = document.Project.Solution;
        var after = request switch
        {
            OfflineRequest.NullChecks => (await NullChecks.ApplyAsync(document, selection, cancellationToken))?.Project.Solution,
            OfflineRequest.Documentation => (await Documentation.ApplyAsync(document, selection, cancellationToken))?.Project.Solution,
            OfflineRequest.ExpressionBody => (await ExpressionBody.ApplyAsync(document, selection, cancellationToken))?.Project.Solution,
            OfflineRequest.BlockBody => (await BlockBody.ApplyAsync(document, selection, cancellationToken))?.Project.Solution,
            OfflineRequest.TryCatch wrap => (await TryCatch.ApplyAsync(document, selection, wrap, cancellationToken))?.Project.Solution,
            OfflineRequest.Rename rename => await RenameSymbol.ApplyAsync(document, selection, rename, cancellationToken),
            OfflineRequest.AddParameter add => await AddParameter.ApplyAsync(document, selection, add, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request, "A request without a transform."),
        };
        return after is not null && await CompilesAsWellAsync(before, after, cancellationToken) ? after : null;
    }

    // A first look at the changed documents alone; the verdict that the user sees is made of the whole solution.
    private static async Task<bool> CompilesAsWellAsync(Solution before, Solution after, CancellationToken cancellationToken)
    {
        foreach (var id in after.GetChanges(before).GetProjectChanges().SelectMany(p => p.GetChangedDocuments()))
        {
            var had = await ErrorsAsync(before.GetDocument(id)!, cancellationToken);
            var has = await ErrorsAsync(after.GetDocument(id)!, cancellationToken);
            if (has.Any(error => error.Value > had.GetValueOrDefault(error.Key)))
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<Dictionary<string, int>> ErrorsAsync(Document document, CancellationToken cancellationToken)
    {
        var model = (await document.GetSemanticModelAsync(cancellationToken))!;
        return model.GetDiagnostics(cancellationToken: cancellationToken)
            .Where(d => d.Severity == DiagnosticSeverity.Error)
                .GroupBy(d => d.Id).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
    }
}
