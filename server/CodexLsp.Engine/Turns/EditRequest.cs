using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Models;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Turns;

/// <summary>An edit a user asked for.</summary>
public sealed record EditRequest
{
    /// <summary>What the user saw when they asked.</summary>
    public required Snapshot Snapshot { get; init; }

    /// <summary>The workspace folder; paths in the model's answer are relative to it.</summary>
    public required AbsolutePath Folder { get; init; }

    /// <summary>The file; it exists in <see cref="Snapshot"/>.</summary>
    public required AbsolutePath Path { get; init; }

    /// <summary>The lines to change, already grown to whole lines.</summary>
    public required TextSpan Selection { get; init; }

    /// <summary>The user's words.</summary>
    public required string Instruction { get; init; }

    /// <summary>The model that is asked, or why none can be: then the turn ends with that.</summary>
    public required Outcome<TurnModel> Model { get; init; }

    /// <summary>The most tokens of context beside the selection.</summary>
    public int ContextBudget { get; init; } = 1500;

    /// <summary>The thread to go on with; null starts one.</summary>
    public string? ThreadId { get; init; }

    /// <summary>The proposal this edit refines: its change is shown to the model as its earlier answer.</summary>
    public Proposal? RevisionOf { get; init; }

    /// <summary>
    /// An answer that is there already, such as a code block of a chat: it is placed and judged as any answer, no model is asked for it
    /// and none mends it. Null asks <see cref="Model"/>.
    /// </summary>
    public string? Given { get; init; }

    /// <summary>What the user attached beside the words.</summary>
    public ImmutableArray<Input> Attachments { get; init; } = [];
}

/// <summary>A model with the name and effort it is asked with.</summary>
/// <param name="Model">Who is asked.</param>
/// <param name="Name">The provider's name of the model.</param>
/// <param name="Effort">Reasoning effort; null leaves it to the provider.</param>
public sealed record TurnModel(IModel Model, string Name, string? Effort);
