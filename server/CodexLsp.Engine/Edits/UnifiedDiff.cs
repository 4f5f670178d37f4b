using System.Text;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Edits;

/// <summary>The unified diff, as git prints and takes it.</summary>
public static class UnifiedDiff
{
    /// <summary>Reads every file's part of the diff in <paramref name="text"/>; prose and fences around it are left out.</summary>
    public static EditParse Parse(string text) => new UnifiedDiffReader(TextLines.Split(text)).Read();

    /// <summary>What tells a change from another, by all it would write. SHA-256 in lower-case hexadecimal.</summary>
    /// <param name="changes">The change.</param>
    /// <param name="root">What the paths are relative to.</param>
    public static string HashOf(ChangeSet changes, AbsolutePath root) => FileImage.HashOf(Encoding.UTF8.GetBytes(Write(changes, root)));

    /// <summary>
    /// Writes a change as <c>git diff</c> would, with three lines of context, so that <c>git apply</c> takes it and people can read it.
    /// </summary>
    /// <param name="changes">The change.</param>
    /// <param name="root">What the paths are relative to.</param>
    public static string Write(ChangeSet changes, AbsolutePath root)
    {
        var diff = new StringBuilder();
        foreach (var file in changes.Files)
        {
            UnifiedDiffWriter.Write(diff, file, root);
        }

        return diff.ToString();
    }

    /// <summary>Whether the lines hold a diff at all.</summary>
    internal static bool Looks(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("diff --git ", StringComparison.Ordinal) || UnifiedDiffReader.IsHeader(lines, i))
            {
                return true;
            }
        }

        return false;
    }
}
