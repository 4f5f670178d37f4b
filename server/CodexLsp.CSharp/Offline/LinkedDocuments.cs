using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Offline;

/// <summary>One file is a document of every project that compiles it: one for each target framework, as a rule.</summary>
internal static class LinkedDocuments
{
    /// <summary>The document and all others of the same file.</summary>
    public static ImmutableArray<Document> Of(Document document) =>
        [document, .. document.GetLinkedDocumentIds().Select(id => document.Project.Solution.GetDocument(id)).OfType<Document>()];

    /// <summary>The document after its file was given another text in every project.</summary>
    public static Document WithText(Document document, SourceText text)
    {
        var solution = document.Project.Solution;
        foreach (var linked in Of(document))
        {
            solution = solution.WithDocumentText(linked.Id, text, PreservationMode.PreserveIdentity);
        }

        return solution.GetDocument(document.Id)!;
    }

    /// <summary>The document after changes to its file; null when there are none.</summary>
    public static Document? WithChanges(Document document, SourceText text, IReadOnlyCollection<TextChange> changes) =>
        changes.Count == 0 ? null : WithText(document, text.WithChanges(changes.OrderBy(c => c.Span.Start)));

    /// <summary>
    /// Brings the documents of each changed file to one text, the changes of all of them together: what one target framework
    /// does not compile, it does not change. Null when they disagree over the same place.
    /// </summary>
    public static async Task<Solution?> MergeAsync(Solution before, Solution after, CancellationToken cancellationToken)
    {
        Dictionary<DocumentId, List<TextChange>> files = [];
        foreach (var id in after.GetChanges(before).GetProjectChanges().SelectMany(p => p.GetChangedDocuments()))
        {
            var document = before.GetDocument(id)!;
            var first = document.GetLinkedDocumentIds().Prepend(id).FirstOrDefault(files.ContainsKey) ?? id;
            var changes = await after.GetDocument(id)!.GetTextChangesAsync(document, cancellationToken);
            files[first] = [.. files.GetValueOrDefault(first, []).Union(changes).OrderBy(c => c.Span.Start)];
        }

        var merged = before;
        foreach (var (id, changes) in files)
        {
            if (changes.Zip(changes.Skip(1)).Any(p => p.First.Span.End > p.Second.Span.Start || p.First.Span.Start == p.Second.Span.Start))
            {
                return null;
            }

            var text = await before.GetDocument(id)!.GetTextAsync(cancellationToken);
            merged = WithText(merged.GetDocument(id)!, text.WithChanges(changes)).Project.Solution;
        }

        return merged;
    }
}
