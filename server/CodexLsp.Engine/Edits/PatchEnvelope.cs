using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Edits;

/// <summary>
/// The patch envelope: <c>*** Begin Patch</c>, then <c>*** Add File:</c>, <c>*** Update File:</c> (perhaps <c>*** Move to:</c>,
/// then <c>@@</c> hunks, perhaps <c>*** End of File</c>) and <c>*** Delete File:</c>, then <c>*** End Patch</c>.
/// </summary>
public static partial class PatchEnvelope
{
    private const string NoLineEnd = "\\ No newline at end of file";

    /// <summary>Reads the one envelope in <paramref name="text"/>, whatever stands around it.</summary>
    public static EditParse Parse(string text)
    {
        var lines = TextLines.Split(text);
        var begin = Array.FindIndex(lines, l => StartsEnvelope(l, padded: true));
        if (begin < 0)
        {
            return EditParse.Fail("The patch has no '*** Begin Patch' line.");
        }

        // An envelope that was indented as a whole, in a list say, is moved back to the margin.
        var padding = lines[begin][..^lines[begin].TrimStart().Length];
        lines = [.. lines.Select(l => l.StartsWith(padding, StringComparison.Ordinal) ? l[padding.Length..] : l.TrimStart())];
        var bare = !IsMarker(lines[begin], MarkerKind.Begin);
        var end = Array.FindIndex(lines, l => IsMarker(l, MarkerKind.End) && l[0] == '*');
        if (end < 0)
        {
            end = Array.FindLastIndex(lines, l => IsMarker(l, MarkerKind.End));
        }

        if (end < begin)
        {
            return EditParse.Fail(
                "The patch has no '*** End Patch' line, so it may have been cut off.", "Send the whole patch again, ended by '*** End Patch'.");
        }

        if (lines.Skip(begin + 1).Any(l => l.StartsWith('*') && IsMarker(l, MarkerKind.Begin)))
        {
            return EditParse.Fail("The answer holds more than one patch, and it is not clear which is meant.", "Send one patch with every change in it.");
        }

        return new Reader(lines, begin + (bare ? 0 : 1), end).Read();
    }

    /// <summary>Writes a script down so that <see cref="Parse"/> reads the same one. Spans cannot be written: place them first.</summary>
    public static string Write(EditScript script)
    {
        var text = new StringBuilder("*** Begin Patch\n");
        foreach (var file in script.Files)
        {
            switch (file)
            {
                case FileEdit.Create create:
                    text.Append(CultureInfo.InvariantCulture, $"*** Add File: {create.Path}\n");
                    var lines = new TextLines(create.Text);
                    for (var i = 0; i < lines.Count; i++)
                    {
                        text.Append(CultureInfo.InvariantCulture, $"+{lines[i]}\n");
                    }

                    text.Append(lines.EndsWithLineEnd ? "" : NoLineEnd + "\n");
                    break;
                case FileEdit.Delete delete:
                    text.Append(CultureInfo.InvariantCulture, $"*** Delete File: {delete.Path}\n");
                    break;
                case FileEdit.Update update:
                    text.Append(CultureInfo.InvariantCulture, $"*** Update File: {update.Path}\n");
                    text.Append(update.MoveTo is null ? "" : $"*** Move to: {update.MoveTo}\n");
                    foreach (var hunk in update.Hunks)
                    {
                        Write(text, hunk);
                    }

                    break;
                default:
                    throw new ArgumentException($"An edit of {file.Path} by position cannot be written as a patch.", nameof(script));
            }
        }

        return text.Append("*** End Patch\n").ToString();
    }

    /// <summary>Writes a placed change down, each hunk with enough context to be found again; line ends are those of the file.</summary>
    /// <param name="changes">The change.</param>
    /// <param name="folder">What the paths are relative to.</param>
    public static string Write(ChangeSet changes, AbsolutePath folder) => Write(PatchWriter.ScriptOf(changes, folder));

    /// <summary>Whether an envelope starts with this line; <paramref name="padded"/>: even after white space.</summary>
    internal static bool StartsEnvelope(string line, bool padded) =>
        (padded || line.StartsWith('*'))
        && (IsMarker(line, MarkerKind.Begin)
            || (padded && Marker(line) is { Kind: MarkerKind.Update or MarkerKind.Add or MarkerKind.Delete }));

    private static void Write(StringBuilder text, EditHunk hunk)
    {
        foreach (var anchor in hunk.Anchors)
        {
            text.Append(CultureInfo.InvariantCulture, $"@@ {anchor}\n");
        }

        text.Append(hunk.Anchors.IsEmpty ? "@@\n" : "");
        var lastRemoved = hunk.Lines.ToList().FindLastIndex(l => l.Kind == EditLineKind.Removed);
        for (var i = 0; i < hunk.Lines.Length; i++)
        {
            var prefix = hunk.Lines[i].Kind switch { EditLineKind.Added => '+', EditLineKind.Removed => '-', _ => ' ' };
            text.Append(prefix).Append(hunk.Lines[i].Text).Append('\n');
            text.Append(hunk.FinalNewline == true && i == lastRemoved ? NoLineEnd + "\n" : "");
        }

        text.Append(hunk.FinalNewline == false ? NoLineEnd + "\n" : "");
        text.Append(hunk.AtEndOfFile ? "*** End of File\n" : "");
    }

    private static bool IsMarker(string line, MarkerKind kind) => Marker(line)?.Kind == kind;

    private static (MarkerKind Kind, string Path)? Marker(string line)
    {
        if (MarkerLine.Match(line) is not { Success: true } match)
        {
            return null;
        }

        MarkerKind? kind = match.Groups["word"].Value.ToUpperInvariant() switch
        {
            "BEGIN PATCH" => MarkerKind.Begin,
            "END PATCH" => MarkerKind.End,
            "END OF FILE" => MarkerKind.EndOfFile,
            "UPDATE FILE" => MarkerKind.Update,
            "ADD FILE" => MarkerKind.Add,
            "DELETE FILE" => MarkerKind.Delete,
            _ => MarkerKind.Move,
        };
        return (kind.Value, EditFormats.CleanPath(match.Groups["path"].Value));
    }

    [GeneratedRegex(
        @"^\s*\*\*\*\s*((?<word>Begin Patch|End Patch|End of File)\s*(\*\*\*)?|(?<word>Update File|Add File|Delete File|Move to)\s*:(?<path>.*))\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex MarkerLine { get; }

    private enum MarkerKind
    {
        Begin,
        End,
        EndOfFile,
        Update,
        Add,
        Delete,
        Move,
    }

    private sealed class Reader(string[] lines, int begin, int end)
    {
        private readonly ImmutableArray<FileEdit>.Builder _files = ImmutableArray.CreateBuilder<FileEdit>();
        private readonly List<string> _added = [];
        private readonly ImmutableArray<EditHunk>.Builder _hunks = ImmutableArray.CreateBuilder<EditHunk>();
        private (MarkerKind Kind, string Path)? _file;
        private string? _moveTo;
        private HunkReader? _hunk;
        private bool _addedLacksLineEnd;

        public EditParse Read()
        {
            for (var i = begin; i < end; i++)
            {
                if (Take(lines[i]) is { } wrong)
                {
                    return EditParse.Fail($"Line {i - begin + 1} of the patch, '{Shorten(lines[i])}', cannot be read: {wrong}");
                }
            }

            if (CloseFile() is { } unfinished)
            {
                return EditParse.Fail(unfinished);
            }

            return _files.Count == 0
                ? EditParse.Fail("The patch is empty.")
                : new EditParse.Parsed(new EditScript(_files.ToImmutable()));
        }

        private string? Take(string line)
        {
            // Inside a hunk or a new file a padded marker may be a line of the code.
            var marker = line.StartsWith('*') || (_hunk is null && _added.Count == 0) ? Marker(line) : null;
            switch (marker?.Kind)
            {
                case MarkerKind.Begin or MarkerKind.End:
                    return "it has no place within a patch.";
                case MarkerKind.Update or MarkerKind.Add or MarkerKind.Delete:
                    var unfinished = CloseFile();
                    _file = marker;
                    return unfinished ?? (marker.Value.Path.Length == 0 ? "it names no file." : null);
                case MarkerKind.Move:
                    if (_file?.Kind != MarkerKind.Update || _moveTo is not null || _hunk is not null || _hunks.Count > 0 || marker.Value.Path.Length == 0)
                    {
                        return "'*** Move to: path' belongs right after '*** Update File: path', once.";
                    }

                    _moveTo = marker.Value.Path;
                    return null;
                case MarkerKind.EndOfFile:
                    if (_file?.Kind == MarkerKind.Add)
                    {
                        return null;
                    }

                    if (_hunk is null)
                    {
                        return "it belongs after the lines of a hunk.";
                    }

                    _hunk.AtEndOfFile = true;
                    CloseHunk();
                    return null;
            }

            return _file?.Kind switch
            {
                MarkerKind.Add => TakeAdded(line),
                MarkerKind.Update => TakeUpdated(line),
                _ => line.Trim().Length == 0 ? null : "a file's section must come first ('*** Update File: path').",
            };
        }

        private string? TakeAdded(string line)
        {
            if (line.StartsWith("\\ ", StringComparison.Ordinal))
            {
                _addedLacksLineEnd = true;
                return null;
            }

            if (line.Length > 0 && line[0] != '+')
            {
                return "each line of a new file starts with '+'.";
            }

            _added.Add(line);
            return null;
        }

        private string? TakeUpdated(string line)
        {
            if (line.StartsWith("@@", StringComparison.Ordinal))
            {
                return TakeHunkHeader(line);
            }

            if (_hunk is null && line.Trim().Length == 0)
            {
                return null;
            }

            _hunk ??= new HunkReader([]);
            return _hunk.TryAdd(line) ? null : "a line of a hunk starts with ' ' (stays), '-' (goes) or '+' (comes).";
        }

        private string? TakeHunkHeader(string line)
        {
            if (EditFormats.HunkHeader.Match(line) is { Success: true } match)
            {
                CloseHunk();
                _hunk = new HunkReader([], int.Parse(match.Groups["old"].ValueSpan, CultureInfo.InvariantCulture) - 1);
                return null;
            }

            var anchor = line[2..].Trim();
            anchor = anchor.EndsWith("@@", StringComparison.Ordinal) ? anchor[..^2].TrimEnd() : anchor;
            if (_hunk is not { IsEmpty: true })
            {
                CloseHunk();
                _hunk = new HunkReader([]);
            }

            _hunk.Anchors = anchor.Length == 0 ? _hunk.Anchors : _hunk.Anchors.Add(anchor);
            return null;
        }

        private void CloseHunk()
        {
            // A header without lines asks for nothing.
            if (_hunk is { IsEmpty: false })
            {
                _hunks.Add(_hunk.Build());
            }

            _hunk = null;
        }

        private string? CloseFile()
        {
            CloseHunk();
            switch (_file)
            {
                case (MarkerKind.Add, var path):
                    // Blank lines without their '+' at the end only set off the next section.
                    var count = _added.FindLastIndex(l => l.Length > 0) + 1;
                    var text = string.Join('\n', _added.Take(count).Select(l => l.Length == 0 ? "" : l[1..]));
                    _files.Add(new FileEdit.Create(path, count == 0 || _addedLacksLineEnd ? text : text + "\n"));
                    break;
                case (MarkerKind.Delete, var path):
                    _files.Add(new FileEdit.Delete(path));
                    break;
                case (MarkerKind.Update, var path) when _hunks.Count == 0 && _moveTo is null:
                    return $"'*** Update File: {path}' holds no change.";
                case (MarkerKind.Update, var path):
                    _files.Add(new FileEdit.Update(path, _moveTo, _hunks.ToImmutable()));
                    break;
            }

            _added.Clear();
            _hunks.Clear();
            (_file, _moveTo, _addedLacksLineEnd) = (null, null, false);
            return null;
        }

        private static string Shorten(string line) => line.Length <= 80 ? line : line[..80] + "…";
    }
}
