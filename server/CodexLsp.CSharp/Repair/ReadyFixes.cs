using System.Collections.Immutable;
using CodexLsp.CSharp.Verification;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Repair;

/// <summary>The fixes without a model for what the compiler says of a span, for code actions.</summary>
public sealed class ReadyFixes(CSharpWorkspace workspace)
{
    /// <summary>The fixes for the compiler's findings that touch the span; none where the file belongs to no loaded solution.</summary>
    /// <param name="snapshot">What the user sees.</param>
    /// <param name="path">The file.</param>
    /// <param name="span">The selection, or the caret.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<ImmutableArray<ReadyFix>> FindAsync(
        Snapshot snapshot, AbsolutePath path, TextSpan span, CancellationToken cancellationToken)
    {
        if (path.Extension != ".cs" || await workspace.FindAsync(snapshot, path, cancellationToken) is not SolutionOfFile.Ready ready)
        {
            return [];
        }

        var solution = await workspace.WithOpenBuffersAsync(ready.Loaded, snapshot, cancellationToken);
        var id = solution.GetDocumentIdsWithFilePath(path.Value).FirstOrDefault();
        if (id is null || solution.GetDocument(id) is not { } document || await document.GetSyntaxTreeAsync(cancellationToken) is not { } tree)
        {
            return [];
        }

        var compilation = await document.Project.RequireCompilationAsync(cancellationToken);
        var said = CompilerDiagnostics.Of(compilation, tree, cancellationToken)
            .Where(d => d.Location.SourceSpan.IntersectsWith(span))
            .Select(d => (d.Id, d.Location.SourceSpan));
        var missing = await MissingUsings.FindAsync(document, said, cancellationToken);
        return [.. missing
            .SelectMany(m => m.Candidates.Select(c =>
                new ReadyFix(MissingUsing.TitleOf(c.Namespace), m.Code, m.Span, [c.Change], IsPreferred: m.Candidates.Length == 1)))
            .DistinctBy(f => f.Title)];
    }
}
