using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Verification;

namespace CodexLsp.Host.Cli;

/// <summary>Proposals and verdicts as a person at a terminal reads them.</summary>
/// <param name="terminal">Where to.</param>
/// <param name="folder">Paths are shown from here.</param>
internal sealed class DiffView(Terminal terminal, AbsolutePath folder)
{
    private const string Red = "\u001b[31m";
    private const string Green = "\u001b[32m";
    private const string Cyan = "\u001b[36m";

    /// <summary>The diff, to standard output, so that it can be piped; its verdict and cost to standard error.</summary>
    public void Show(Proposal proposal)
    {
        if (!proposal.Changes.IsEmpty)
        {
            ShowDiff(UnifiedDiff.Write(proposal.Changes, folder));
        }

        if (proposal.Message is { } message)
        {
            terminal.Say(message);
        }

        if (!proposal.Changes.IsEmpty)
        {
            Show(proposal.Verdict);
        }

        terminal.Say(Cost(proposal));
    }

    /// <summary>The verdict in words, to standard error.</summary>
    public void Show(Verdict verdict)
    {
        foreach (var repaired in verdict.Repaired)
        {
            terminal.Say($"mended without a model: {repaired}");
        }

        terminal.Say(Headline(verdict));
        foreach (var finding in verdict.Introduced)
        {
            var place = $"{finding.Path.RelativeTo(folder)}:{finding.Range.Start.Line + 1}:{finding.Range.Start.Character + 1}";
            var severity = finding.Severity == FindingSeverity.Error ? "error" : "warning";
            terminal.Say($"  {place}: {severity} {finding.Code}: {finding.Message}");
        }

        foreach (var note in verdict.Notes)
        {
            terminal.Say($"  note: {note}");
        }
    }

    /// <summary>The verdict in one line.</summary>
    public static string Headline(Verdict verdict)
    {
        var errors = verdict.Errors.Count();
        var warnings = verdict.Introduced.Count(f => f.Severity == FindingSeverity.Warning);
        var scope = $"{Count(verdict.Scope.Projects.Length, "project")} · {verdict.Duration.TotalMilliseconds:0} ms";
        return verdict.Status switch
        {
            VerificationStatus.Verified => $"✓ compiles: 0 new errors, {Count(warnings, "new warning")} · {scope}",
            VerificationStatus.Broken => $"✗ {Count(errors, "new error")}, {Count(warnings, "new warning")} · {scope}",
            _ => $"? not checked: {verdict.Reason}",
        };
    }

    /// <summary>What the model took, in one line.</summary>
    public static string Cost(ModelUsage usage)
    {
        var cost = usage.CostUsd is { } dollars ? $", ${dollars:0.0000}" : "";
        var about = usage.Estimated ? "about " : "";
        return $"model: {Count(usage.Requests, "request")}, {about}{usage.InputTokens} tokens in, {usage.OutputTokens} out{cost}";
    }

    private static string Cost(Proposal proposal)
    {
        // Only an edit has one; a task looks for itself.
        var context = proposal.ContextItems > 0 ? $"context {proposal.ContextTokens} tokens in {Count(proposal.ContextItems, "part")} · " : "";
        return $"{context}{Cost(proposal.Usage)} · {Count(proposal.Rounds, "round")} · proposal {proposal.Id}";
    }

    private void ShowDiff(string diff)
    {
        foreach (var line in diff.TrimEnd('\n').Split('\n'))
        {
            terminal.Print(line, line switch
            {
                ['-', ..] => Red,
                ['+', ..] => Green,
                ['@', '@', ..] => Cyan,
                _ => null,
            });
        }
    }

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";
}
