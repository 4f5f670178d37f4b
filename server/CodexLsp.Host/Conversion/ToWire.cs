using System.Text.Json;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;
using E = CodexLsp.Engine;
using W = CodexLsp.Host.Protocol;

namespace CodexLsp.Host.Conversion;

/// <summary>From the engine's types to the wire's. URIs are answered in the spelling the client used, where it has one.</summary>
/// <param name="spelling">The client's spelling of a file's URI.</param>
internal sealed class ToWire(Func<AbsolutePath, string> spelling)
{
    /// <summary>For clients that never named a file, such as the CLI.</summary>
    public static ToWire Plain { get; } = new(path => DocumentUri.FromPath(path).Spelling);

    /// <summary>For a client whose open documents are known.</summary>
    /// <param name="snapshot">The open documents.</param>
    /// <param name="asked">The URI of the request that is answered, in its spelling; null when it names none.</param>
    public static ToWire For(Snapshot snapshot, string? asked = null)
    {
        var named = asked is not null && DocumentUri.TryParse(asked, out var uri) ? uri : null;
        return new(path => named?.Path == path
            ? named.Spelling
            : snapshot.Find(path)?.Uri.Spelling ?? DocumentUri.FromPath(path).Spelling);
    }

    public string Uri(AbsolutePath path) => spelling(path);

    public static W.Range Range(LinePositionSpan span) => new(Position(span.Start), Position(span.End));

    public static W.Range Range(SourceText text, TextSpan span) => Range(text.Lines.GetLinePositionSpan(span));

    public W.Proposal Proposal(E.Edits.Proposal proposal) => new(
        proposal.Id,
        proposal.ThreadId,
        proposal.TurnId,
        proposal.RevisionOf,
        Same<W.ProposalStatus>(proposal.Status),
        proposal.Title,
        proposal.Message,
        proposal.Error is { } error ? Error(error) : null,
        [.. proposal.Changes.Files.Select(FileChange)],
        Verification(proposal.Verdict),
        proposal.Rounds,
        Usage(proposal.Usage),
        new W.ProposalContext(proposal.ContextTokens, proposal.ContextItems));

    public W.FileChange FileChange(E.Edits.FileChange change) => new(
        Uri(change.Path),
        Same<W.FileChangeKind>(change.Kind),
        change.NewPath is { } path ? Uri(path) : null,
        change.Version?.Value,
        [.. change.Hunks.Select(h => Hunk(change, h))]);

    public W.Verification Verification(E.Verification.Verdict verdict) => new(
        Same<W.VerificationStatus>(verdict.Status),
        verdict.Reason,
        [.. verdict.Introduced.Select(Finding)],
        [.. verdict.Resolved.Select(Finding)],
        verdict.Notes,
        new W.VerificationScope(verdict.Scope.Solution, verdict.Scope.Projects, verdict.Scope.Documents, verdict.Scope.Analyzers),
        verdict.Repaired,
        Milliseconds(verdict.Duration));

    public W.Finding Finding(E.Verification.Finding finding) => new(
        Uri(finding.Path),
        Range(finding.Range),
        Same<W.FindingSeverity>(finding.Severity),
        finding.Code,
        finding.Message,
        finding.Project,
        finding.Fix);

    /// <summary>A finding as editors show what a compiler says.</summary>
    public static W.Diagnostic Diagnostic(E.Verification.Finding finding) => new(
        Range(finding.Range),
        finding.Message,
        finding.Severity switch { E.Verification.FindingSeverity.Error => 1, E.Verification.FindingSeverity.Warning => 2, _ => 3 },
        JsonSerializer.SerializeToElement(finding.Code, W.WireJson.Default.String),
        Source: "codex");

    public W.ContextPack Context(E.Context.ContextPack pack) => new([.. pack.Items.Select(Context)], pack.Tokens, pack.Budget);

    public W.Conflict Conflict(E.Edits.Conflict conflict) =>
        new(Uri(conflict.Path), conflict.HunkId, conflict.Base, conflict.Ours, conflict.Theirs);

    public W.Thread Thread(E.Turns.CodexThread thread) => new(
        thread.Id,
        thread.Title,
        thread.Folder.Value,
        thread.CreatedAt,
        thread.UpdatedAt,
        thread.Archived,
        [.. thread.Turns.Select(Turn)]);

    public static W.ThreadInfo ThreadInfo(E.Turns.CodexThread thread) =>
        new(thread.Id, thread.Title, thread.Folder.Value, thread.CreatedAt, thread.UpdatedAt, thread.Archived);

    public W.Turn Turn(E.Turns.Turn turn) => new(
        turn.Id,
        Same<W.TurnMode>(turn.Mode),
        Same<W.TurnStatus>(turn.Status),
        turn.StartedAt,
        turn.CompletedAt,
        [.. turn.Items.Select(Item)],
        Usage(turn.Usage),
        turn.ProposalId,
        turn.Error is { } error ? Error(error) : null);

    public W.Item Item(E.Turns.Item item)
    {
        var status = Same<W.ItemStatus>(item.Status);
        return item switch
        {
            E.Turns.Item.UserMessage user => new W.Item.UserMessage(user.Id, status, [.. user.Input.Select(Input)]),
            E.Turns.Item.AgentMessage agent => new W.Item.AgentMessage(agent.Id, status, agent.Text),
            E.Turns.Item.Reasoning reasoning => new W.Item.Reasoning(reasoning.Id, status, reasoning.Summary),
            E.Turns.Item.FileChange change => new W.Item.Proposed(change.Id, status, change.ProposalId),
            E.Turns.Item.Verified verified => new W.Item.Verified(verified.Id, status, Verification(verified.Verdict)),
            E.Turns.Item.Plan plan => new W.Item.Plan(plan.Id, status, Steps(plan.Steps)),
            E.Turns.Item.ToolCall call => new W.Item.ToolCall(call.Id, status, call.Tool, call.Arguments, call.Result, Milliseconds(call.Duration)),
            E.Turns.Item.Command ran => new W.Item.Command(
                ran.Id, status, ran.Argv, ran.Directory.Value, ran.ExitCode, ran.Output, ran.Sandboxed),
            E.Turns.Item.Tests tests => new W.Item.Tests(
                tests.Id, status, tests.Argv, tests.Passed, tests.Failed, tests.Skipped, [.. tests.Failures.Select(f => new W.FailedTest(f.Name, f.Message))]),
            E.Turns.Item.Approval asked => new W.Item.Approval(
                asked.Id,
                status,
                Same<W.ApprovalKind>(asked.Kind),
                asked.Title,
                asked.Decision is { } decision ? Same<W.ApprovalDecision>(decision) : null,
                asked.Note),
            E.Turns.Item.Error error => new W.Item.Failed(error.Id, status, Error(error.Failure)),
            _ => throw new InvalidOperationException($"No wire form of {item.GetType().Name}."),
        };
    }

    public static IReadOnlyList<W.PlanStep> Steps(IEnumerable<E.Turns.PlanStep> steps) =>
        [.. steps.Select(s => new W.PlanStep(s.Text, Same<W.PlanStepStatus>(s.Status)))];

    public static W.ApprovalParams Approval(E.Turns.ApprovalRequest request) => new(
        request.Id,
        request.ThreadId,
        request.TurnId,
        Same<W.ApprovalKind>(request.Kind),
        request.Title,
        request.Reason,
        request.Command.IsEmpty ? null : request.Command,
        request.Directory?.Value,
        request.ProposalId,
        request.Host,
        Same<W.ApprovalRisk>(request.Risk),
        request.Hash);

    public static W.Usage Usage(E.Models.ModelUsage usage) => new(
        usage.InputTokens,
        usage.CachedInputTokens,
        usage.OutputTokens,
        usage.ReasoningTokens,
        usage.Requests,
        usage.CostUsd,
        Milliseconds(usage.Duration),
        usage.Estimated);

    /// <summary>A model of the shipped table: each of them calls tools and sees images.</summary>
    public static W.Model Model(E.Models.KnownModel model, string provider) => new(
        model.Id,
        provider,
        model.ContextWindow,
        Tools: true,
        Images: true,
        model.Reasoning,
        new W.Price(model.Price.InputPerMillion, model.Price.CachedPerMillion, model.Price.OutputPerMillion, model.Price.AsOf));

    public static W.Error Error(E.Failure failure) => new(failure.Code, failure.Message, failure.Next, failure.Retryable);

    public static W.WorkspaceStatusParams Status(CSharp.WorkspaceStatus status) =>
        new(Same<W.WorkspacePhase>(status.Phase), status.Solution, status.Projects, status.Loaded, status.Message);

    private static W.Position Position(LinePosition position) => new(position.Line, position.Character);

    private W.Hunk Hunk(E.Edits.FileChange change, E.Edits.Hunk hunk) => new(
        hunk.Id,
        Range(change.Before ?? SourceText.From(""), hunk.Span),
        hunk.OldText,
        hunk.NewText,
        Same<W.HunkMatch>(hunk.Match),
        Same<W.HunkStatus>(hunk.Status));

    private W.ContextItem Context(E.Context.ContextItem item) => new(
        Same<W.ContextKind>(item.Kind),
        item.Title,
        item.Path is { } path ? Uri(path) : null,
        item.Range is { } range ? Range(range) : null,
        item.Text,
        item.Tokens,
        item.Why);

    private W.Input Input(E.Turns.Input input) => input switch
    {
        E.Turns.Input.Text text => new W.Input.Words(text.Value),
        E.Turns.Input.File file => new W.Input.File(Uri(file.Path), Optional(file.Range)),
        E.Turns.Input.Symbol symbol => new W.Input.Symbol(symbol.Name, symbol.Path is { } at ? Uri(at) : null, Optional(symbol.Range)),
        E.Turns.Input.Diagnostic found => new W.Input.Found(Uri(found.Path), Range(found.Range), found.Code, found.Message),
        _ => throw new InvalidOperationException($"No wire form of {input.GetType().Name}."),
    };

    private static W.Range? Optional(LinePositionSpan? range) => range is { } given ? Range(given) : null;

    private static long Milliseconds(TimeSpan time) => (long)Math.Round(time.TotalMilliseconds);

    // The wire's enumerations have the engine's names; a test holds every pair against each other.
    private static TWire Same<TWire>(Enum engine)
        where TWire : struct, Enum => Enum.Parse<TWire>(engine.ToString());
}
