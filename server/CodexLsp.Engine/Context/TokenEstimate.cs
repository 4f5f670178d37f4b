namespace CodexLsp.Engine.Context;

/// <summary>
/// How many tokens a text takes, by estimate: no tokenizer of any vendor can be had for every build of this project, and none
/// would hold for the next model. Code of the usual kind runs at 3.3 to 3.8 characters a token; the estimate stays on the safe
/// side with 3.3, plus what non-ASCII characters cost more.
/// </summary>
public static class TokenEstimate
{
    private const double CharactersPerToken = 3.3;

    /// <summary>The estimated tokens of <paramref name="text"/>; 0 only for the empty text.</summary>
    public static int Of(ReadOnlySpan<char> text)
    {
        var wide = 0;
        foreach (var character in text)
        {
            if (character > '\u007F')
            {
                wide++;
            }
        }

        return (int)Math.Ceiling(((text.Length - wide) / CharactersPerToken) + wide);
    }
}
