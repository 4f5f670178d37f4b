namespace CodexLsp.Engine.Edits;

/// <summary>The white space at the start of lines.</summary>
internal static class Indentation
{
    /// <summary>The white space the line starts with.</summary>
    public static string Of(string line) => line[..^line.TrimStart(' ', '\t').Length];

    /// <summary>What all lines that are not blank start with.</summary>
    public static string Common(IEnumerable<string> lines)
    {
        string? common = null;
        foreach (var line in lines.Where(l => l.Trim().Length > 0))
        {
            var indent = Of(line);
            common = common is null ? indent : common[..common.AsSpan().CommonPrefixLength(indent)];
        }

        return common ?? "";
    }
}
