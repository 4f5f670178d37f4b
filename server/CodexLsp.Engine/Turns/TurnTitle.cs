namespace CodexLsp.Engine.Turns;

/// <summary>What a list calls a thread or a proposal: the beginning of the user's words.</summary>
public static class TurnTitle
{
    private const int MostCharacters = 72;

    /// <summary>The first line, cut where it is long.</summary>
    public static string Of(string words)
    {
        var line = words.Trim().Split('\n')[0].TrimEnd();
        return line.Length <= MostCharacters ? line : line[..(MostCharacters - 1)] + "…";
    }
}
