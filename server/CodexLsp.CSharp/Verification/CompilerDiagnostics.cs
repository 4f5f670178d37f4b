using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace CodexLsp.CSharp.Verification;

/// <summary>
/// The compiler's errors and warnings, severities as the build counts them, suppressed ones left out. Remembered per
/// compilation: the state before an edit is judged against many times.
/// </summary>
internal static class CompilerDiagnostics
{
    private static readonly ConditionalWeakTable<Compilation, Answers> Known = [];

    /// <summary>What is said of one document of the compilation.</summary>
    public static ImmutableArray<Diagnostic> Of(Compilation compilation, SyntaxTree tree, CancellationToken cancellationToken)
    {
        var answers = Known.GetOrCreateValue(compilation).ByTree;
        return answers.TryGetValue(tree, out var known)
            ? known
            : answers.GetOrAdd(tree, Relevant(compilation.GetSemanticModel(tree).GetDiagnostics(cancellationToken: cancellationToken)));
    }

    /// <summary>
    /// What is said of the whole compilation. It includes what the compiler only knows after every body: fields never used,
    /// a missing entry point.
    /// </summary>
    public static ImmutableArray<Diagnostic> Of(Compilation compilation, CancellationToken cancellationToken)
    {
        var answers = Known.GetOrCreateValue(compilation);
        answers.Whole ??= new StrongBox<ImmutableArray<Diagnostic>>(Relevant(compilation.GetDiagnostics(cancellationToken)));
        return answers.Whole.Value;
    }

    /// <summary>Errors and warnings that nobody suppressed.</summary>
    public static ImmutableArray<Diagnostic> Relevant(ImmutableArray<Diagnostic> diagnostics) =>
        diagnostics.RemoveAll(d => d.IsSuppressed || d.Severity < DiagnosticSeverity.Warning);

    private sealed class Answers
    {
        public ConcurrentDictionary<SyntaxTree, ImmutableArray<Diagnostic>> ByTree { get; } = new();

        public StrongBox<ImmutableArray<Diagnostic>>? Whole { get; set; }
    }
}
