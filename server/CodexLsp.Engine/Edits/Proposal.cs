using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Edits;

/// <summary>A change that waits for the user, with its verdict. Nothing of it is written until they accept.</summary>
public sealed record Proposal
{
    /// <summary>Unique across restarts.</summary>
    public required string Id { get; init; }

    /// <summary>The thread it was made in.</summary>
    public required string ThreadId { get; init; }

    /// <summary>The turn that made it.</summary>
    public required string TurnId { get; init; }

    /// <summary>The proposal this one refines.</summary>
    public string? RevisionOf { get; init; }

    /// <summary>Where it stands.</summary>
    public required ProposalStatus Status { get; init; }

    /// <summary>The request in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>Why it is empty, failed, refused or stale.</summary>
    public string? Message { get; init; }

    /// <summary>What went wrong when it failed or the policy refused it, for programs and with what to do next.</summary>
    public Failure? Error { get; init; }

    /// <summary>What it changes.</summary>
    public ChangeSet Changes { get; init; } = ChangeSet.Empty;

    /// <summary>The lines it was asked for, in the text <see cref="Changes"/> is made for; null when it was asked for none.</summary>
    public ProposalTarget? Target { get; init; }

    /// <summary>What the compiler says.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Model answers judged, the first included; repairs without a model count nothing.</summary>
    public int Rounds { get; init; }

    /// <summary>What it cost.</summary>
    public ModelUsage Usage { get; init; } = ModelUsage.None;

    /// <summary>The estimated tokens of the context that was sent beside the selection.</summary>
    public int ContextTokens { get; init; }

    /// <summary>How many parts that context had.</summary>
    public int ContextItems { get; init; }

    /// <summary>The same proposal with its change as it is on another text; the target moves along.</summary>
    public Proposal On(ChangeSet changes) => this with
    {
        Changes = changes,
        Target = Target is { } target && Changes.Find(target.Path)?.Before is { } was && changes.Find(target.Path)?.Before is { } now
            ? target with { Span = Rebase.Move(was, now, target.Span) }
            : Target,
    };
}

/// <summary>The lines a user asked to change.</summary>
/// <param name="Path">The file.</param>
/// <param name="Span">Whole lines of it.</param>
public sealed record ProposalTarget(AbsolutePath Path, TextSpan Span);

/// <summary>Where a proposal stands, in the protocol's words.</summary>
public enum ProposalStatus
{
    /// <summary>Being written or checked.</summary>
    Running,

    /// <summary>Waits for the user.</summary>
    Ready,

    /// <summary>The model answered without a change.</summary>
    Empty,

    /// <summary>The answer could not be read or placed, or the model failed.</summary>
    Failed,

    /// <summary>The model, the offline model or the policy declined.</summary>
    Refused,

    /// <summary>The text it was made for is gone.</summary>
    Stale,

    /// <summary>Written.</summary>
    Accepted,

    /// <summary>Some of its hunks are written.</summary>
    Partly,

    /// <summary>Declined.</summary>
    Rejected,
}
