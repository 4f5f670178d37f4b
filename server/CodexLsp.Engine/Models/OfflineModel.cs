using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CodexLsp.Engine.Context;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Models;

/// <summary>
/// The model that is no model: rules that edit code without a network. It is made for one turn, sees the code itself rather than the
/// request, and answers in the patch envelope like any other; what no rule understands it declines.
/// </summary>
/// <param name="transforms">The rules; the first that understands answers.</param>
/// <param name="snapshot">The text the turn works on.</param>
/// <param name="path">The file.</param>
/// <param name="selection">What is selected in it.</param>
/// <param name="words">What the user asked for.</param>
/// <param name="folder">What the envelope's paths are relative to.</param>
public sealed class OfflineModel(
    ImmutableArray<IOfflineTransform> transforms, Snapshot snapshot, AbsolutePath path, TextSpan selection, string words, AbsolutePath folder) : IModel
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<ModelEvent> AskAsync(ModelRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var refusal = Refusal();
        foreach (var transform in transforms)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await transform.TryAsync(snapshot, path, selection, words, cancellationToken) is not { } tried)
            {
                continue;
            }

            if (!tried.Succeeded)
            {
                refusal = $"{tried.Failure.Message} {tried.Failure.Next}".TrimEnd();
                break;
            }

            var answer = PatchEnvelope.Write(Placed(tried.Value));
            yield return new ModelEvent.TextDelta(answer);
            yield return new ModelEvent.Completed(Usage(answer));
            yield break;
        }

        yield return new ModelEvent.Refusal(refusal);
        yield return new ModelEvent.Completed(Usage(refusal));
    }

    private string Refusal()
    {
        var abilities = transforms.Select(t => t.Ability).ToArray();
        var can = abilities.Length switch
        {
            0 => "has no rule for this file",
            1 => $"can only {abilities[0]}",
            _ => $"can only {string.Join(", ", abilities[..^1])} or {abilities[^1]}",
        };
        return $"The built-in offline model {can}; for anything else set a model: a key in OPENAI_API_KEY or an address in CODEX_LSP_BASE_URL "
            + "('codex-lsp config' shows what is set).";
    }

    private EditScript Placed(EditScript script)
    {
        var files = ImmutableArray.CreateBuilder<FileEdit>();
        foreach (var edits in script.Files.GroupBy(f => f.Path, StringComparer.Ordinal))
        {
            files.AddRange(edits.Where(e => e is not FileEdit.Replace));
            var replacements = edits.OfType<FileEdit.Replace>().ToArray();
            if (replacements.Length > 0)
            {
                var text = snapshot.Read(folder.Append(edits.Key))?.Text
                    ?? throw new InvalidOperationException($"A transform edits {edits.Key}, which is not there.");
                files.Add(new FileEdit.Update(edits.Key, null, SpanHunks.Of(text, replacements)));
            }
        }

        return new EditScript(files.ToImmutable());
    }

    // No request was made and nothing was paid; the tokens say what the words would have been to a model.
    private ModelUsage Usage(string answer) => new()
    {
        InputTokens = TokenEstimate.Of(words),
        OutputTokens = TokenEstimate.Of(answer),
        CostUsd = 0,
        Estimated = true,
    };
}
