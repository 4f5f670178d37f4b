using System.Collections.Immutable;
using CodexLsp.CSharp.Verification;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Repair;

/// <summary>The fixes without a model for what the compiler says of a span, for code actions.</summary>
public sealed class ReadyFixes(CSharpWorkspace workspace)
{
    /// <summary>The fixes for the compiler's findings that touch the span; none where not even the framework is known.</summary>
    /// <param name="snapshot">What the user sees.</param>
    /// <param name="path">The file.</param>
    /// <param name="span">The selection, or the caret.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<ImmutableArray<ReadyFix>> FindAsync(
        Snapshot snapshot, AbsolutePath path, TextSpan span, CancellationToken cancellationToken)
    {
        if (await SpanDiagnostics.FindAsync(workspace, snapshot, path, span, cancellationToken) is not { } said)
        {
            return [];
        }

        var missing = await MissingUsings.FindAsync(
            said.Document, said.Diagnostics.Select(d => (d.Id, d.Location.SourceSpan)), cancellationToken);
        return [.. missing
            .SelectMany(m => m.Candidates.Select(c =>
                new ReadyFix(MissingUsing.TitleOf(c.Namespace), m.Code, m.Span, [c.Change], IsPreferred: m.Candidates.Length == 1)))
            .DistinctBy(f => f.Title)];
    }
}
