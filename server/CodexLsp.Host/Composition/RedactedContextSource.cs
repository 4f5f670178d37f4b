using CodexLsp.Engine.Context;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Host.Composition;

/// <summary>
/// Context without secrets: a constant in another file is not what the user pointed at. Their selection stays as it is, because the
/// model's answer takes its place.
/// </summary>
internal sealed class RedactedContextSource(IContextSource source, Redactor redactor) : IContextSource
{
    /// <inheritdoc/>
    public bool Handles(AbsolutePath path) => source.Handles(path);

    /// <inheritdoc/>
    public TextSpan Grow(SourceText text, AbsolutePath path, TextSpan selection) => source.Grow(text, path, selection);

    /// <inheritdoc/>
    public async Task<ContextPack> GatherAsync(
        Snapshot snapshot, AbsolutePath path, TextSpan selection, string? instruction, int budget, CancellationToken cancellationToken)
    {
        var pack = await source.GatherAsync(snapshot, path, selection, instruction, budget, cancellationToken);
        return pack with { Items = [.. pack.Items.Select(Redacted)] };
    }

    // Made anew rather than copied: its tokens are counted from its text.
    private ContextItem Redacted(ContextItem item) => item.Kind == ContextKind.Selection
        ? item
        : new ContextItem(item.Kind, redactor.Redact(item.Title), item.Path, item.Range, redactor.Redact(item.Text), item.Why);
}
