using CodexLsp.Engine.Turns;

namespace CodexLsp.Engine.Tools;

/// <summary>What a tool answers the model.</summary>
/// <param name="Text">At most <see cref="MostCharacters"/>; what was cut is said at its end.</param>
/// <param name="Status">Failed: the model can mend its call. Declined: the user or the policy said no.</param>
public sealed record ToolResult(string Text, ItemStatus Status = ItemStatus.Completed)
{
    /// <summary>The most characters of a result.</summary>
    public const int MostCharacters = 16_000;

    /// <summary>The item of the call, for a tool that has its own; null shows a plain tool call.</summary>
    public Item? Item { get; init; }

    /// <summary>A call that went wrong, in words the model can act on.</summary>
    public static ToolResult Failed(string message) => new ToolResult(message, ItemStatus.Failed).Bounded();

    /// <summary>A call that went wrong, or that the policy does not allow, in words the model can act on.</summary>
    public static ToolResult Failed(Failure failure) => new(
        failure.Next is { } next ? $"{failure.Message} {next}" : failure.Message,
        failure.Code.StartsWith("policy.", StringComparison.Ordinal) ? ItemStatus.Declined : ItemStatus.Failed);

    /// <summary>The result within its bound; the beginning is kept, and what was cut is said.</summary>
    public ToolResult Bounded()
    {
        if (Text.Length <= MostCharacters)
        {
            return this;
        }

        var note = $"\n… cut here: {Text.Length:N0} characters in all. Ask for less at once.";
        var end = MostCharacters - note.Length;
        return this with { Text = Text[..(char.IsHighSurrogate(Text[end - 1]) ? end - 1 : end)] + note };
    }
}
