using System.Globalization;
using System.Text;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Tools;

/// <summary>What a compiler says, in its own words with the lines around, as the model is shown it.</summary>
internal static class FindingLines
{
    private const int LinesAround = 5;

    /// <summary>The findings, the first ones with their lines.</summary>
    /// <param name="findings">In the compiler's order.</param>
    /// <param name="after">The text of a file after the change.</param>
    /// <param name="name">A path as the model knows it.</param>
    /// <param name="most">How many are shown.</param>
    public static string Of(IReadOnlyCollection<Finding> findings, Func<AbsolutePath, SourceText?> after, Func<AbsolutePath, string> name, int most)
    {
        var shown = new StringBuilder();
        foreach (var finding in findings.Take(most))
        {
            shown.Append(CultureInfo.InvariantCulture, $"\n{name(finding.Path)}:{finding.Range.Start.Line + 1}: {finding.Code}: {finding.Message}\n");
            if (after(finding.Path) is { } text)
            {
                AppendAround(shown, text, finding.Range.Start.Line);
            }
        }

        if (findings.Count > most)
        {
            shown.Append(CultureInfo.InvariantCulture, $"\nand {findings.Count - most} more.\n");
        }

        return shown.ToString();
    }

    /// <summary>The text of a file after a change.</summary>
    public static SourceText? After(this ChangeSet changes, Snapshot snapshot, AbsolutePath path) =>
        changes.Find(path) is { } changed ? changed.After : snapshot.Read(path)?.Text;

    private static void AppendAround(StringBuilder shown, SourceText text, int line)
    {
        var first = Math.Max(0, line - (LinesAround / 2));
        var last = Math.Min(text.Lines.Count - 1, line + (LinesAround / 2));
        for (var i = first; i <= last; i++)
        {
            shown.Append(i == line ? "> " : "  ").Append(text.Lines[i].ToString()).Append('\n');
        }
    }
}
