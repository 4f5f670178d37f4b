using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Verification;

/// <summary>
/// Lays what editors have open over a loaded solution. Remembers the last result, so that a key press in one document does not
/// make the compilations of all the others again.
/// </summary>
internal sealed class OpenBuffers
{
    private volatile Overlay? _last;

    /// <summary>The solution as the user sees it. Documents whose text is the same stay what they are, compilations included.</summary>
    public async Task<Solution> ApplyAsync(Solution solution, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var last = _last;
        var start = last is not null && ReferenceEquals(last.Base, solution)
            ? last
            : new Overlay(solution, solution, ImmutableDictionary<AbsolutePath, SourceText>.Empty);
        var texts = snapshot.Open.Values
            .Where(o => o.Uri.Path is not null && o.OutOfStep is null)
            .ToImmutableDictionary(o => o.Uri.Path!.Value, o => o.Text);
        var result = start.Result;
        foreach (var closed in start.Texts.Keys.Except(texts.Keys))
        {
            foreach (var id in solution.GetDocumentIdsWithFilePath(closed.Value))
            {
                if (solution.GetDocument(id) is { } document)
                {
                    var text = await document.GetTextAsync(cancellationToken);
                    result = await SolutionFork.WithTextAsync(result, closed, text, cancellationToken);
                }
            }
        }

        foreach (var (path, text) in texts)
        {
            if (!ReferenceEquals(start.Texts.GetValueOrDefault(path), text))
            {
                result = await SolutionFork.WithTextAsync(result, path, text, cancellationToken);
            }
        }

        _last = new Overlay(solution, result, texts);
        return result;
    }

    private sealed record Overlay(Solution Base, Solution Result, ImmutableDictionary<AbsolutePath, SourceText> Texts);
}
