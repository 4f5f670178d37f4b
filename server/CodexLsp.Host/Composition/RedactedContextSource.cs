using System.Collections.Immutable;
using CodexLsp.Engine.Context;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Host.Composition;

/// <summary>
/// The context of every language, without secrets: a constant in another file is not what the user pointed at. Their selection stays as it is, because the
/// model's answer takes its place.
/// </summary>
/// <param name="sources">A language each; the first that handles a file answers.</param>
/// <param name="redactor">Knows secrets.</param>
internal sealed class RedactedContextSource(ImmutableArray<IContextSource> sources, Redactor redactor) : IContextSource
{
    /// <inheritdoc/>
    public bool Handles(AbsolutePath path) => sources.Any(s => s.Handles(path));

    /// <inheritdoc/>
    public TextSpan Grow(SourceText text, AbsolutePath path, TextSpan selection) => For(path).Grow(text, path, selection);

    /// <inheritdoc/>
    public async Task<ContextPack> GatherAsync(
        Snapshot snapshot, AbsolutePath path, TextSpan selection, string? instruction, int budget, CancellationToken cancellationToken)
    {
        var pack = await For(path).GatherAsync(snapshot, path, selection, instruction, budget, cancellationToken);
        return pack with { Items = [.. pack.Items.Select(Redacted)] };
    }

    private IContextSource For(AbsolutePath path) => sources.First(s => s.Handles(path));

    // Made anew rather than copied: its tokens are counted from its text.
    private ContextItem Redacted(ContextItem item) => item.Kind == ContextKind.Selection
        ? item
        : new ContextItem(item.Kind, redactor.Redact(item.Title), item.Path, item.Range, redactor.Redact(item.Text), item.Why);
}
