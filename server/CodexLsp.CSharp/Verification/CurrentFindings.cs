using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Verification;

/// <summary>What the compiler says of a file as it is now, before any change.</summary>
/// <param name="workspace">Finds the file's solution.</param>
public sealed class CurrentFindings(CSharpWorkspace workspace)
{
    /// <summary>The errors and warnings that touch the span; none where no loaded project has the file.</summary>
    /// <param name="snapshot">What the user sees.</param>
    /// <param name="path">The file.</param>
    /// <param name="span">The selection, or the caret; null for all of the file.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<ImmutableArray<Finding>> FindAsync(
        Snapshot snapshot, AbsolutePath path, TextSpan? span, CancellationToken cancellationToken)
    {
        if (await SpanDiagnostics.FindAsync(workspace, snapshot, path, span, cancellationToken) is not { File.IsInSolution: true } said)
        {
            return [];
        }

        return
        [
            .. said.Diagnostics
                .Where(d => d.Severity is DiagnosticSeverity.Error or DiagnosticSeverity.Warning)
                .Select(d => new Finding(
                    path,
                    d.Location.GetLineSpan().Span,
                    d.Severity == DiagnosticSeverity.Error ? FindingSeverity.Error : FindingSeverity.Warning,
                    d.Id,
                    d.GetMessage(System.Globalization.CultureInfo.InvariantCulture),
                    said.Document.Project.Name)),
        ];
    }
}
