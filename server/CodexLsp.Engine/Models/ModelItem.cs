namespace CodexLsp.Engine.Models;

/// <summary>One item of a conversation with a model.</summary>
public abstract record ModelItem
{
    private protected ModelItem()
    {
    }

    /// <summary>All its words, of which its tokens are estimated.</summary>
    internal abstract string Words { get; }
}

/// <summary>A message.</summary>
/// <param name="Role">Who spoke.</param>
/// <param name="Text">The words.</param>
public sealed record ModelMessage(ModelRole Role, string Text) : ModelItem
{
    internal override string Words => Text;
}

/// <summary>The model called a tool.</summary>
/// <param name="CallId">The provider's id, by which the result is found.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">As the model wrote them: a JSON object, if it did well.</param>
public sealed record ModelToolCall(string CallId, string Name, string Arguments) : ModelItem
{
    internal override string Words => Name + Arguments;
}

/// <summary>What came of a call.</summary>
/// <param name="CallId">The call's id.</param>
/// <param name="Text">The result.</param>
public sealed record ModelToolResult(string CallId, string Text) : ModelItem
{
    internal override string Words => Text;
}

/// <summary>The model's reasoning, for the provider alone: nothing is stored there, so it goes back with the next request.</summary>
/// <param name="EncryptedContent">The provider's, unreadable here.</param>
/// <param name="Summary">What may be shown of it.</param>
public sealed record ModelReasoning(string EncryptedContent, string Summary) : ModelItem
{
    internal override string Words => EncryptedContent;
}

/// <summary>Who spoke.</summary>
public enum ModelRole
{
    /// <summary>The user, or the host on the user's behalf.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,
}
