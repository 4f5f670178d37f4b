using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Verification;

/// <summary>What the compiler says of a span of a file as it is now.</summary>
/// <param name="File">The file in its solution, open buffers applied.</param>
/// <param name="Diagnostics">Those that touch the span.</param>
internal sealed record SpanDiagnostics(DocumentOfFile File, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>The file's document.</summary>
    public Document Document => File.Document;

    /// <summary>Compiles the file and looks; null where not even the framework's references are known. No span is all of the file.</summary>
    public static async Task<SpanDiagnostics?> FindAsync(
        CSharpWorkspace workspace, Snapshot snapshot, AbsolutePath path, TextSpan? span, CancellationToken cancellationToken)
    {
        if (path.Extension != ".cs"
            || await DocumentOfFile.FindAsync(workspace, snapshot, path, cancellationToken) is not { IsBound: true, Document: var document } file
            || await document.GetSyntaxTreeAsync(cancellationToken) is not { } tree)
        {
            return null;
        }

        var compilation = await document.Project.RequireCompilationAsync(cancellationToken);
        return new SpanDiagnostics(
            file,
            [.. CompilerDiagnostics.Of(compilation, tree, cancellationToken).Where(d => span is not { } wanted || d.Location.SourceSpan.IntersectsWith(wanted))]);
    }
}
