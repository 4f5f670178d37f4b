using CodexLsp.Engine.Edits;
using Microsoft.CodeAnalysis.Text;
using W = CodexLsp.Host.Protocol;

namespace CodexLsp.Host.Conversion;

/// <summary>Changes as an editor takes them.</summary>
/// <param name="wire">Spells URIs.</param>
internal sealed class WorkspaceEdits(ToWire wire)
{
    private const string VerdictAnnotation = "verdict";

    /// <summary>The change as one edit; with a label, every part is annotated with it.</summary>
    /// <param name="changes">Placed on the text as it is now.</param>
    /// <param name="annotation">What the user reads beside the edit, and whether they must confirm it.</param>
    public W.WorkspaceEdit From(ChangeSet changes, W.ChangeAnnotation? annotation = null)
    {
        var id = annotation is null ? null : VerdictAnnotation;
        return new W.WorkspaceEdit(
            DocumentChanges: [.. changes.Files.SelectMany(f => From(f, id))],
            ChangeAnnotations: annotation is null ? null : new Dictionary<string, W.ChangeAnnotation> { [VerdictAnnotation] = annotation });
    }

    private IEnumerable<W.DocumentChange> From(FileChange change, string? annotation)
    {
        var uri = wire.Uri(change.Path);
        switch (change.Kind)
        {
            case FileChangeKind.Create:
                yield return new W.DocumentChange(Kind: "create", Uri: uri, AnnotationId: annotation);
                yield return Text(uri, null, [new W.TextEdit(ToWire.Range(default), change.After!.ToString(), annotation)]);
                break;
            case FileChangeKind.Delete:
                yield return new W.DocumentChange(Kind: "delete", Uri: uri, AnnotationId: annotation);
                break;
            default:
                if (!change.Hunks.IsEmpty)
                {
                    yield return Text(uri, change.Version?.Value, [.. change.Hunks.Select(h => Edit(change.Before!, h, annotation))]);
                }

                if (change.NewPath is { } moved)
                {
                    yield return new W.DocumentChange(Kind: "rename", OldUri: uri, NewUri: wire.Uri(moved), AnnotationId: annotation);
                }

                break;
        }
    }

    private static W.TextEdit Edit(SourceText before, Hunk hunk, string? annotation) =>
        new(ToWire.Range(before, hunk.Span), hunk.NewText, annotation);

    private static W.DocumentChange Text(string uri, int? version, IReadOnlyList<W.TextEdit> edits) =>
        new(TextDocument: new W.VersionedTextDocumentIdentifier(uri, version), Edits: edits);
}
