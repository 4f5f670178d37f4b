using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CodexLsp.CSharp.Verification;

/// <summary>Runs, on a few documents, the analyzers of a project that have a rule which fails the build.</summary>
internal static class BuildBreakingAnalyzers
{
    /// <summary>The analyzers of the project with a rule whose effective severity in one of the trees is an error.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> In(Project project, Compilation compilation, IReadOnlyCollection<SyntaxTree> trees) =>
        [.. project.AnalyzerReferences.SelectMany(r => r.GetAnalyzers(project.Language))
            .Where(a => a.SupportedDiagnostics.Any(rule => trees.Any(t => IsError(rule, project, compilation, t))))];

    /// <summary>The errors of the analyzers in the trees, and the analyzers that crashed, a sentence each.</summary>
    public static async Task<(ImmutableArray<Diagnostic> Errors, ImmutableArray<string> Crashes)> RunAsync(
        Project project,
        Compilation compilation,
        ImmutableArray<DiagnosticAnalyzer> analyzers,
        IReadOnlyCollection<SyntaxTree> trees,
        CancellationToken cancellationToken)
    {
        var crashes = new ConcurrentDictionary<string, string>();
        var options = new CompilationWithAnalyzersOptions(
            project.AnalyzerOptions,
            onAnalyzerException: (exception, analyzer, _) => crashes[analyzer.ToString()!] = exception.Message,
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: false);
        var analysis = compilation.WithAnalyzers(analyzers, options);
        var errors = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var tree in trees)
        {
            var said = (await analysis.GetAnalyzerSyntaxDiagnosticsAsync(tree, cancellationToken))
                .AddRange(await analysis.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), null, cancellationToken));
            // An analyzer's crash is reported as a diagnostic of its own (AD0001); it is told as a note instead.
            errors.AddRange(said.Where(d => d.Severity == DiagnosticSeverity.Error && !d.IsSuppressed && d.Id != "AD0001"));
        }

        return (errors.ToImmutable(), [.. crashes.Select(c => $"analyzers not run: {c.Key} failed: {c.Value}").Order(StringComparer.Ordinal)]);
    }

    private static bool IsError(DiagnosticDescriptor rule, Project project, Compilation compilation, SyntaxTree tree)
    {
        var options = compilation.Options;
        if (options.SpecificDiagnosticOptions.TryGetValue(rule.Id, out var specific) && specific != ReportDiagnostic.Default)
        {
            return specific == ReportDiagnostic.Error;
        }

        var configured = Configured(rule, project, compilation, tree);
        var severity = configured is ReportDiagnostic.Default
            ? rule.IsEnabledByDefault ? OfDefault(rule.DefaultSeverity) : ReportDiagnostic.Suppress
            : configured;
        return severity == ReportDiagnostic.Error
            || (severity == ReportDiagnostic.Warn && options.GeneralDiagnosticOption == ReportDiagnostic.Error);
    }

    /// <summary>What the analyzer configuration files say: of the rule, then of its category, then of all.</summary>
    private static ReportDiagnostic Configured(DiagnosticDescriptor rule, Project project, Compilation compilation, SyntaxTree tree)
    {
        if (compilation.Options.SyntaxTreeOptionsProvider is { } provider
            && (provider.TryGetDiagnosticValue(tree, rule.Id, CancellationToken.None, out var severity)
                || provider.TryGetGlobalDiagnosticValue(rule.Id, CancellationToken.None, out severity)))
        {
            return severity;
        }

        var config = project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(tree);
        return config.TryGetValue($"dotnet_analyzer_diagnostic.category-{rule.Category}.severity", out var value)
            || config.TryGetValue("dotnet_analyzer_diagnostic.severity", out value)
                ? value.Trim().ToLowerInvariant() switch
                {
                    "error" => ReportDiagnostic.Error,
                    "warning" => ReportDiagnostic.Warn,
                    "suggestion" => ReportDiagnostic.Info,
                    "silent" => ReportDiagnostic.Hidden,
                    "none" => ReportDiagnostic.Suppress,
                    _ => ReportDiagnostic.Default,
                }
                : ReportDiagnostic.Default;
    }

    private static ReportDiagnostic OfDefault(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => ReportDiagnostic.Error,
        DiagnosticSeverity.Warning => ReportDiagnostic.Warn,
        DiagnosticSeverity.Info => ReportDiagnostic.Info,
        _ => ReportDiagnostic.Hidden,
    };
}
