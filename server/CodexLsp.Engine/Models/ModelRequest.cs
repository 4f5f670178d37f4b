using System.Collections.Immutable;

namespace CodexLsp.Engine.Models;

/// <summary>One question to a model. The order of its parts is stable, so that a provider's prompt cache hits.</summary>
/// <param name="Model">The provider's name of the model.</param>
/// <param name="Instructions">What holds for every request of this mode.</param>
/// <param name="Messages">The conversation, oldest first.</param>
public sealed record ModelRequest(string Model, string Instructions, ImmutableArray<ModelMessage> Messages)
{
    /// <summary>Reasoning effort in the provider's words; null leaves it to the provider.</summary>
    public string? Effort { get; init; }

    /// <summary>What requests with a common beginning share (the thread); null for none.</summary>
    public string? CacheKey { get; init; }
}

/// <summary>One message of a conversation.</summary>
/// <param name="Role">Who spoke.</param>
/// <param name="Text">The words.</param>
public sealed record ModelMessage(ModelRole Role, string Text);

/// <summary>Who spoke.</summary>
public enum ModelRole
{
    /// <summary>The user, or the host on the user's behalf.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,
}
