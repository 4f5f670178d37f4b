using CodexLsp.Engine.Models;

namespace CodexLsp.Engine.Journal.Records;

/// <summary>A question to a model and its answer.</summary>
/// <param name="RequestHash">What tells this question from another: the hash of all its parts before redaction.</param>
/// <param name="Model">The provider's name of the model.</param>
/// <param name="Effort">The reasoning effort, in the provider's words.</param>
/// <param name="Instructions">The blob of <see cref="ModelRequest.Instructions"/>, redacted.</param>
/// <param name="Messages">What was said in this turn alone, oldest first; empty where the question goes on with the thread's conversation.</param>
/// <param name="Answer">The model's text as far as it came.</param>
/// <param name="Failure">Why it did not come whole.</param>
/// <param name="Conversation">How many items of the thread's conversation the question had; null where it has its own messages.</param>
/// <param name="Tools">The blob of the tools the model was told of.</param>
internal sealed record ExchangeRecord(
    ContentHash RequestHash,
    string Model,
    string? Effort,
    ContentHash Instructions,
    MessageRecord[] Messages,
    string Answer,
    FailureRecord? Failure,
    int? Conversation = null,
    ContentHash? Tools = null);

/// <summary>A <see cref="ModelMessage"/>.</summary>
/// <param name="Role">Who spoke.</param>
/// <param name="Text">The blob of the words, redacted.</param>
internal sealed record MessageRecord(ModelRole Role, ContentHash Text);
