using System.Collections.Immutable;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Host.Composition;

/// <summary>An edit as it was asked for, before the configuration says which model does it.</summary>
/// <param name="Place">Where.</param>
/// <param name="Instruction">What, in the user's words.</param>
internal sealed record EditOrder(EditPlace Place, string Instruction)
{
    /// <summary>To fix what the compiler says at a place: its own words are in the context, which always has them.</summary>
    /// <param name="place">Where.</param>
    /// <param name="code">The diagnostic; null for all of them.</param>
    public static EditOrder Fix(EditPlace place, string? code) => new(place, $"Fix {code ?? "the errors"} here.");

    /// <summary>The thread to go on with; null starts one.</summary>
    public string? ThreadId { get; init; }

    /// <summary>The model for this edit alone; null for the configured one.</summary>
    public string? Model { get; init; }

    /// <summary>The effort for this edit alone; null for the configured one.</summary>
    public string? Effort { get; init; }

    /// <summary>What was attached beside the words.</summary>
    public ImmutableArray<Input> Attachments { get; init; } = [];

    /// <summary>An answer that is there already, so that no model is asked; null for none.</summary>
    public string? Given { get; init; }

    /// <summary>The proposal that is refined.</summary>
    public Proposal? RevisionOf { get; init; }
}
