using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace CodexLsp.Engine.Edits;

/// <summary>Reads a unified diff, with or without git's extended headers.</summary>
internal sealed class UnifiedDiffReader(string[] lines)
{
    private readonly ImmutableArray<FileEdit>.Builder _files = ImmutableArray.CreateBuilder<FileEdit>();
    private int _next;

    /// <summary>Whether <c>---</c>, <c>+++</c> and a hunk's header start here.</summary>
    public static bool IsHeader(string[] lines, int index) =>
        index + 2 < lines.Length
        && lines[index].StartsWith("--- ", StringComparison.Ordinal)
        && lines[index + 1].StartsWith("+++ ", StringComparison.Ordinal)
        && EditFormats.HunkHeader.IsMatch(lines[index + 2]);

    public EditParse Read()
    {
        while (_next < lines.Length)
        {
            string? wrong = null;
            if (lines[_next].StartsWith("diff --git ", StringComparison.Ordinal))
            {
                wrong = ReadGitFile();
            }
            else if (IsHeader(lines, _next))
            {
                wrong = ReadFile(null, null);
            }
            else
            {
                _next++;
            }

            if (wrong is not null)
            {
                return EditParse.Fail(wrong);
            }
        }

        return _files.Count == 0 ? EditParse.Fail("The diff names no file.") : new EditParse.Parsed(new EditScript(_files.ToImmutable()));
    }

    private string? ReadGitFile()
    {
        var header = lines[_next++];
        string? renameFrom = null, renameTo = null;
        bool created = false, deleted = false;
        for (; _next < lines.Length; _next++)
        {
            var line = lines[_next];
            if (After(line, "rename from ") is { } from)
            {
                renameFrom = Unquote(from);
            }
            else if (After(line, "rename to ") is { } to)
            {
                renameTo = Unquote(to);
            }
            else if (line.StartsWith("new file mode ", StringComparison.Ordinal))
            {
                created = true;
            }
            else if (line.StartsWith("deleted file mode ", StringComparison.Ordinal))
            {
                deleted = true;
            }
            else if (line.StartsWith("copy from ", StringComparison.Ordinal))
            {
                return $"'{header}' copies a file; only changed, new, deleted and renamed files are understood.";
            }
            else if (line == "GIT binary patch" || line.StartsWith("Binary files ", StringComparison.Ordinal))
            {
                return $"'{header}' changes a binary file; only text can be changed.";
            }
            else if (!ExtendedHeaders.Any(h => line.StartsWith(h, StringComparison.Ordinal)))
            {
                break;
            }
        }

        if (_next < lines.Length && IsHeader(lines, _next))
        {
            return ReadFile(renameFrom, renameTo);
        }

        if (renameFrom is not null && renameTo is not null)
        {
            _files.Add(new FileEdit.Update(renameFrom, renameTo, []));
            return null;
        }

        // Only an empty file comes or goes without a hunk; both sides of the header then have the same name.
        var names = header["diff --git ".Length..];
        var path = names.Length % 2 == 1 ? SidePath(names[..(names.Length / 2)], "a/") : "";
        if (path.Length == 0 || (!created && !deleted))
        {
            return $"'{header}' holds no change of text.";
        }

        _files.Add(created ? new FileEdit.Create(path, "") : new FileEdit.Delete(path));
        return null;
    }

    private string? ReadFile(string? renameFrom, string? renameTo)
    {
        var (oldSide, newSide) = (lines[_next][4..], lines[_next + 1][4..]);
        _next += 2;
        var (oldPath, newPath) = (SidePath(oldSide, "a/"), SidePath(newSide, "b/"));
        var prefixed = (IsNothing(oldSide) || oldPath.Length < Unquote(oldSide).Length) && (IsNothing(newSide) || newPath.Length < Unquote(newSide).Length);
        if (!prefixed)
        {
            (oldPath, newPath) = (Unquote(oldSide), Unquote(newSide));
        }

        var hunks = ImmutableArray.CreateBuilder<EditHunk>();
        while (_next < lines.Length && EditFormats.HunkHeader.Match(lines[_next]) is { Success: true } match)
        {
            var header = lines[_next++];
            int Number(string group) => match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 1;
            var (oldCount, newCount) = (Number("oldCount"), Number("newCount"));

            // The header of a hunk that takes nothing names the line before it.
            var reader = new HunkReader([], Math.Max(0, oldCount == 0 ? Number("old") : Number("old") - 1));
            if (ReadHunk(reader, oldCount, newCount) is { } wrong)
            {
                return $"After '{header}': {wrong}";
            }

            hunks.Add(reader.Build());
        }

        if (IsNothing(oldSide))
        {
            var text = hunks.SelectMany(h => h.Lines).Where(l => l.Kind == EditLineKind.Added).Select(l => l.Text + "\n");
            var whole = string.Concat(text);
            _files.Add(new FileEdit.Create(EditFormats.CleanPath(newPath), hunks.Any(h => h.FinalNewline == false) ? whole[..^1] : whole));
        }
        else if (IsNothing(newSide))
        {
            _files.Add(new FileEdit.Delete(EditFormats.CleanPath(oldPath)));
        }
        else
        {
            var from = renameFrom ?? EditFormats.CleanPath(oldPath);
            var to = renameTo ?? EditFormats.CleanPath(newPath);
            _files.Add(new FileEdit.Update(from, from == to ? null : to, hunks.ToImmutable()));
        }

        return null;
    }

    private string? ReadHunk(HunkReader hunk, int oldCount, int newCount)
    {
        for (; _next < lines.Length; _next++)
        {
            var line = lines[_next];
            var (oldLeft, newLeft) = (oldCount - hunk.OldCount, newCount - hunk.NewCount);
            var full = oldLeft <= 0 && newLeft <= 0;

            // The counts decide where they can; a model's counts are often wrong, so a header ends a hunk, too.
            if (line.StartsWith("diff --git ", StringComparison.Ordinal)
                || line.StartsWith("@@ -", StringComparison.Ordinal)
                || (IsHeader(lines, _next) && (oldLeft, newLeft) != (1, 1)))
            {
                return null;
            }

            if (full && (line.Length == 0 || line is "-- " || line[0] is not (' ' or '+' or '-' or '\\')))
            {
                return null;
            }

            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                return null;
            }

            if (!hunk.TryAdd(line))
            {
                return $"'{(line.Length <= 80 ? line : line[..80] + "…")}' starts with none of ' ', '-' and '+'.";
            }
        }

        return null;
    }

    private static readonly string[] ExtendedHeaders = ["index ", "old mode ", "new mode ", "similarity index ", "dissimilarity index "];

    private static string? After(string line, string start) => line.StartsWith(start, StringComparison.Ordinal) ? line[start.Length..] : null;

    private static bool IsNothing(string side) => Unquote(side) == "/dev/null";

    private static string SidePath(string side, string prefix)
    {
        var path = Unquote(side);
        return path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : path;
    }

    /// <summary>A name as git writes it: perhaps quoted, bytes that are not plain as octal escapes; a time stamp after a tab is cut.</summary>
    private static string Unquote(string written)
    {
        if (written is not ['"', .., '"'])
        {
            var tab = written.IndexOf('\t', StringComparison.Ordinal);
            return (tab < 0 ? written : written[..tab]).TrimEnd();
        }

        var bytes = new List<byte>();
        for (var i = 1; i < written.Length - 1; i++)
        {
            if (written[i] != '\\' || i + 1 >= written.Length - 1)
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(written[i].ToString()));
            }
            else if (char.IsAsciiDigit(written[i + 1]) && i + 3 < written.Length - 1)
            {
                bytes.Add((byte)written.AsSpan(i + 1, 3).ToArray().Aggregate(0, (value, digit) => (value * 8) + (digit - '0')));
                i += 3;
            }
            else
            {
                i++;
                bytes.Add((byte)(written[i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', var other => other }));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
