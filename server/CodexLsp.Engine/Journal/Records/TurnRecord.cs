using CodexLsp.Engine.Models;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Sandboxing;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Engine.Journal.Records;

/// <summary>A <see cref="Turn"/> without its items.</summary>
internal sealed record TurnRecord(
    string Id,
    TurnMode Mode,
    TurnStatus Status,
    DateTimeOffset StartedAt,
    DateTimeOffset? CompletedAt,
    UsageRecord Usage,
    string? ProposalId,
    FailureRecord? Error,
    RightsRecord? Rights = null)
{
    public static TurnRecord From(Turn turn) => new(
        turn.Id,
        turn.Mode,
        turn.Status,
        turn.StartedAt,
        turn.CompletedAt,
        UsageRecord.From(turn.Usage),
        turn.ProposalId,
        FailureRecord.From(turn.Error),
        RightsRecord.From(turn.Rights));

    public Turn ToTurn(IEnumerable<Item> items) => new()
    {
        Id = Id,
        Mode = Mode,
        Status = Status,
        StartedAt = StartedAt,
        CompletedAt = CompletedAt,
        Items = [.. items],
        Usage = Usage.ToUsage(),
        ProposalId = ProposalId,
        Error = Error?.ToFailure(),
        Rights = Rights?.ToRights() ?? TurnRights.AsConfigured,
    };
}

/// <summary>A <see cref="TurnRights"/>.</summary>
internal sealed record RightsRecord(ApprovalMode? Approval, SandboxMode? Sandbox, string[] Allowed, string[] Excluded)
{
    public static RightsRecord? From(TurnRights rights) => rights is { Approval: null, Sandbox: null, Allowed.IsEmpty: true, Excluded.IsEmpty: true }
        ? null
        : new RightsRecord(rights.Approval, rights.Sandbox, [.. rights.Allowed], [.. rights.Excluded]);

    public TurnRights ToRights() => new()
    {
        Approval = Approval,
        Sandbox = Sandbox,
        Allowed = Allowed.Each(glob => glob),
        Excluded = Excluded.Each(glob => glob),
    };
}

/// <summary>A <see cref="ModelUsage"/>.</summary>
internal sealed record UsageRecord(
    long InputTokens,
    long CachedInputTokens,
    long OutputTokens,
    long ReasoningTokens,
    int Requests,
    decimal? CostUsd,
    TimeSpan Duration,
    bool Estimated)
{
    public static UsageRecord From(ModelUsage u) => new(
        u.InputTokens, u.CachedInputTokens, u.OutputTokens, u.ReasoningTokens, u.Requests, u.CostUsd, u.Duration, u.Estimated);

    public ModelUsage ToUsage() => new()
    {
        InputTokens = InputTokens,
        CachedInputTokens = CachedInputTokens,
        OutputTokens = OutputTokens,
        ReasoningTokens = ReasoningTokens,
        Requests = Requests,
        CostUsd = CostUsd,
        Duration = Duration,
        Estimated = Estimated,
    };
}

/// <summary>A <see cref="Failure"/>.</summary>
internal sealed record FailureRecord(string Code, string Message, string? Next, bool Retryable)
{
    public static FailureRecord? From(Failure? failure) =>
        failure is null ? null : new FailureRecord(failure.Code, failure.Message, failure.Next, failure.Retryable);

    public Failure ToFailure() => new(Code, Message, Next, Retryable);
}
