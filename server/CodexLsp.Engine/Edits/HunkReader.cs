using System.Collections.Immutable;

namespace CodexLsp.Engine.Edits;

/// <summary>Gathers the lines of one hunk, as the patch envelope and the unified diff both write them.</summary>
internal sealed class HunkReader(ImmutableArray<string> anchors, int? lineHint = null)
{
    private readonly List<EditLine> _lines = [];
    private bool _oldLacksLineEnd;
    private bool _newLacksLineEnd;
    private int _bareBlanks;

    /// <summary>Whether no line came yet.</summary>
    public bool IsEmpty => _lines.Count == 0;

    /// <summary>The lines' text is the file's end.</summary>
    public bool AtEndOfFile { get; set; }

    /// <summary>Lines of the old text so far.</summary>
    public int OldCount => _lines.Count(l => l.Kind != EditLineKind.Added);

    /// <summary>Lines of the new text so far.</summary>
    public int NewCount => _lines.Count(l => l.Kind != EditLineKind.Removed);

    public ImmutableArray<string> Anchors { get; set; } = anchors;

    /// <summary>Takes a line if it can be one of a hunk.</summary>
    public bool TryAdd(string line)
    {
        if (line.StartsWith("\\ ", StringComparison.Ordinal) && _lines.Count > 0)
        {
            _oldLacksLineEnd |= _lines[^1].Kind != EditLineKind.Added;
            _newLacksLineEnd |= _lines[^1].Kind != EditLineKind.Removed;
            return true;
        }

        EditLineKind? kind = line switch
        {
            "" or [' ', ..] => EditLineKind.Context,
            ['-', ..] => EditLineKind.Removed,
            ['+', ..] => EditLineKind.Added,
            _ => null,
        };
        if (kind is null)
        {
            return false;
        }

        // A context line that is empty may have lost its one space on the way, or may only set off what follows.
        _bareBlanks = line.Length == 0 ? _bareBlanks + 1 : 0;
        _lines.Add(new EditLine(kind.Value, line.Length == 0 ? "" : line[1..]));
        return true;
    }

    public EditHunk Build() => new(
        Anchors,
        [.. _lines.Take(_lines.Count - _bareBlanks)],
        AtEndOfFile || _oldLacksLineEnd || _newLacksLineEnd,
        lineHint,
        _newLacksLineEnd ? false : _oldLacksLineEnd ? true : null);
}
