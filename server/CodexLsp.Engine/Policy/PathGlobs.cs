using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using Microsoft.Extensions.FileSystemGlobbing;

namespace CodexLsp.Engine.Policy;

/// <summary>A list of globs (<c>src/**</c>, <c>**/*.sql</c>), seen from a workspace folder and compared as the file system compares.</summary>
public static class PathGlobs
{
    /// <summary>What is wrong with a glob; null when it can match something inside a workspace folder.</summary>
    public static string? Problem(string glob)
    {
        if (glob.Length == 0 || Path.IsPathRooted(glob) || glob is ['/' or '\\', ..] || glob.Split('/', '\\').Contains(".."))
        {
            return "it must be relative to the workspace folder, such as src/** or **/*.sql";
        }

        try
        {
            new Matcher().AddInclude(glob);
            return null;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return exception.Message;
        }
    }

    /// <summary>Whether one of the globs matches. One that is none matches nothing.</summary>
    /// <param name="globs">The list.</param>
    /// <param name="relative">A file, from the folder, with forward slashes.</param>
    internal static bool Match(ImmutableArray<string> globs, string relative) => Matcher(globs)(relative);

    /// <summary>The same question, to be asked of many files.</summary>
    internal static Func<string, bool> Matcher(ImmutableArray<string> globs)
    {
        var matcher = new Matcher(PathRules.Current.Comparison);
        matcher.AddIncludePatterns(globs.Where(g => Problem(g) is null));
        return relative => matcher.Match("/", relative).HasMatches;
    }
}
