using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Context;

/// <summary>
/// The context of any file: how people work here (<c>AGENTS.md</c>), and what the file's language knows. Without secrets: a constant in
/// another file is not what the user pointed at. Their selection stays as it is, because the model's answer takes its place.
/// </summary>
/// <param name="languages">The first that handles a file is asked.</param>
/// <param name="redactor">Knows secrets.</param>
public sealed class FileContext(ImmutableArray<IContextSource> languages, Redactor redactor) : IContextSource
{
    // The rest is left for what the selection uses.
    private const double ConventionsShare = 0.5;

    /// <inheritdoc/>
    public bool Handles(AbsolutePath path) => true;

    /// <inheritdoc/>
    public TextSpan Grow(SourceText text, AbsolutePath path, TextSpan selection) =>
        LanguageOf(path)?.Grow(text, path, selection) ?? WholeLines.Around(text, selection);

    /// <inheritdoc/>
    public async Task<ContextPack> GatherAsync(
        Snapshot snapshot, AbsolutePath path, TextSpan selection, string? instruction, int budget, CancellationToken cancellationToken)
    {
        var conventions = Conventions(snapshot, path, (int)(budget * ConventionsShare));
        var known = LanguageOf(path) is { } language
            ? await language.GatherAsync(snapshot, path, selection, instruction, budget - conventions.Sum(c => c.Tokens), cancellationToken)
            : ContextPack.Of(ContextItem.Selected(path.Name, path, snapshot.Read(path)?.Text ?? SourceText.From(""), selection), [], budget);
        return new ContextPack([known.Items[0], .. conventions, .. known.Items.Skip(1).Select(Redacted)], budget);
    }

    private IContextSource? LanguageOf(AbsolutePath path) => languages.FirstOrDefault(l => l.Handles(path));

    // The nearest file says most about this one, so the others get what it leaves.
    private ImmutableArray<ContextItem> Conventions(Snapshot snapshot, AbsolutePath path, int budget)
    {
        var items = ImmutableArray.CreateBuilder<ContextItem>();
        if (snapshot.FolderOf(path) is { } folder)
        {
            foreach (var (file, text) in AgentsFiles.Read(snapshot, folder, [path]).Reverse())
            {
                if (file != path && LinesWithin(redactor.Redact(text), budget) is { Length: > 0 } shown)
                {
                    var item = new ContextItem(ContextKind.Instructions, file.RelativeTo(folder), file, null, shown, "how people work here");
                    items.Insert(0, item);
                    budget -= item.Tokens;
                }
            }
        }

        return items.ToImmutable();
    }

    private static string LinesWithin(string text, int budget)
    {
        if (TokenEstimate.Of(text) <= budget)
        {
            return text;
        }

        const string cut = "… (cut here)";
        var end = 0;
        for (var next = text.IndexOf('\n'); next >= 0 && TokenEstimate.Of(text.AsSpan(0, next + 1)) + TokenEstimate.Of(cut) <= budget; next = text.IndexOf('\n', next + 1))
        {
            end = next + 1;
        }

        return end == 0 ? "" : text[..end] + cut;
    }

    // Made anew rather than copied: its tokens are counted from its text.
    private ContextItem Redacted(ContextItem item) =>
        new(item.Kind, redactor.Redact(item.Title), item.Path, item.Range, redactor.Redact(item.Text), item.Why);
}
