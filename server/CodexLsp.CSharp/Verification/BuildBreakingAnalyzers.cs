using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CodexLsp.CSharp.Verification;

/// <summary>Runs, on a few documents, the analyzers of a project that have a rule which fails the build.</summary>
internal static class BuildBreakingAnalyzers
{
    private static readonly ConditionalWeakTable<AnalyzerReference, Task> GivenUp = [];

    /// <summary>Runs the analyzers that have a rule whose effective severity in one of the trees is an error.</summary>
    public static async Task<AnalyzerRun> RunAsync(
        Project project, Compilation compilation, IReadOnlyCollection<SyntaxTree> trees, CancellationToken cancellationToken)
    {
        if (project.AnalyzerReferences.Any(r => GivenUp.TryGetValue(r, out var run) && !run.IsCompleted))
        {
            return new([], ["analyzers not run: an earlier run of them has not ended"], IsComplete: false);
        }

        var failures = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var analyzers = ImmutableArray.CreateBuilder<DiagnosticAnalyzer>();
        var atTheEnd = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var analyzer in project.AnalyzerReferences.SelectMany(r => r.GetAnalyzers(project.Language)))
        {
            var rules = RulesOf(analyzer, failures).Where(rule => trees.Any(t => IsError(rule, project, compilation, t))).ToLookup(IsReportedAtTheEnd);
            atTheEnd.UnionWith(rules[true].Select(r => r.Id));
            if (rules[false].Any())
            {
                analyzers.Add(analyzer);
            }
        }

        var errors = analyzers.Count == 0 ? [] : await RunAsync(project, compilation, analyzers.ToImmutable(), trees, failures, cancellationToken);
        var notes = failures.Select(f => $"analyzers not run: {f.Key} failed: {f.Value}").Order(StringComparer.Ordinal);
        return new(
            errors,
            atTheEnd.Count == 0 ? [.. notes] : [.. notes, $"analyzer rules not run, they look at the whole project: {string.Join(", ", atTheEnd)}"],
            failures.IsEmpty);
    }

    /// <summary>Remembers a run nobody waits for any more: as long as it has not ended, its analyzers are not started again.</summary>
    public static void GiveUp(Project project, Task run)
    {
        foreach (var reference in project.AnalyzerReferences)
        {
            GivenUp.AddOrUpdate(reference, run);
        }
    }

    private static async Task<ImmutableArray<Diagnostic>> RunAsync(
        Project project,
        Compilation compilation,
        ImmutableArray<DiagnosticAnalyzer> analyzers,
        IReadOnlyCollection<SyntaxTree> trees,
        ConcurrentDictionary<string, string> failures,
        CancellationToken cancellationToken)
    {
        var options = new CompilationWithAnalyzersOptions(
            project.AnalyzerOptions,
            onAnalyzerException: (exception, analyzer, _) => failures[analyzer.ToString()!] = exception.Message,
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

        return errors.ToImmutable();
    }

    /// <summary>What the analyzer can say. It is foreign code and may throw whatever it likes; then it does not run.</summary>
    private static ImmutableArray<DiagnosticDescriptor> RulesOf(DiagnosticAnalyzer analyzer, ConcurrentDictionary<string, string> failures)
    {
        try
        {
            return analyzer.SupportedDiagnostics;
        }
        catch (Exception e)
        {
            failures[analyzer.ToString()!] = e.Message;
            return [];
        }
    }

    // Only a build comes to the end of a compilation; here single documents are analyzed.
    private static bool IsReportedAtTheEnd(DiagnosticDescriptor rule) => rule.CustomTags.Contains(WellKnownDiagnosticTags.CompilationEnd);

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

/// <summary>What the analyzers of a project said of a few documents.</summary>
/// <param name="Errors">What fails the build.</param>
/// <param name="Notes">What did not run, and why.</param>
/// <param name="IsComplete">Whether every analyzer that was to run did.</param>
internal sealed record AnalyzerRun(ImmutableArray<Diagnostic> Errors, ImmutableArray<string> Notes, bool IsComplete);
