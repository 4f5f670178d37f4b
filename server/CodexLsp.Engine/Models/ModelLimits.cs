namespace CodexLsp.Engine.Models;

/// <summary>What one answer may take before it is given up, far beyond what any real one takes: an endpoint may be hostile or broken.</summary>
internal sealed record ModelLimits
{
    public static ModelLimits Default { get; } = new();

    /// <summary>Bytes of a whole response.</summary>
    public long ResponseBytes { get; init; } = 64 << 20;

    /// <summary>Bytes of one line of the stream; the last event repeats the whole answer in one.</summary>
    public int LineBytes { get; init; } = 16 << 20;

    /// <summary>Bytes of the body of an error.</summary>
    public int ErrorBytes { get; init; } = 1 << 20;

    /// <summary>Characters of text, arguments of calls, reasoning and refusal together.</summary>
    public int AnswerCharacters { get; init; } = 4 << 20;

    /// <summary>The silence between two events.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The silence between two events of a model told to reason.</summary>
    public TimeSpan IdleReasoning { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>One try from beginning to end.</summary>
    public TimeSpan Whole { get; init; } = TimeSpan.FromMinutes(30);
}
