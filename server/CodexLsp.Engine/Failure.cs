namespace CodexLsp.Engine;

/// <summary>Why something a user asked for did not happen, as data: an expected outcome, never an exception.</summary>
/// <param name="Code">A stable word for programs, such as <c>model.unauthorized</c>.</param>
/// <param name="Message">What happened and why, in one or two sentences without secrets.</param>
/// <param name="Next">What the user can do now; null when there is nothing to do.</param>
/// <param name="Retryable">Whether the same request may succeed later without any change.</param>
public sealed record Failure(string Code, string Message, string? Next = null, bool Retryable = false);
