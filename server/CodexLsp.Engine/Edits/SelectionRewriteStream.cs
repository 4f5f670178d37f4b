using System.Text;

namespace CodexLsp.Engine.Edits;

/// <summary>
/// Reads a selection rewrite as it arrives, so that the preview can show it growing. Not safe for use by several threads.
/// </summary>
public sealed class SelectionRewriteStream(EditTarget target)
{
    // When the old lines hold fences themselves (Markdown, doc comments), a fence in the answer is text unless it wraps all of it.
    private readonly bool _fencesAreText = TextLines.Split(target.Text.ToString(target.Span)).Any(l => Fence(l) > 0);
    private readonly List<string> _outside = [];
    private readonly List<string> _inside = [];
    private readonly StringBuilder _pending = new();
    private int _fence;
    private int _blocks;
    private bool _skipLineFeed;

    /// <summary>The new lines so far, without fences and without prose, each ended by <c>\n</c>; a line that may still become a fence waits.</summary>
    public string Text
    {
        get
        {
            var lines = _blocks > 0 ? _inside : _outside;
            var text = string.Concat(lines.Select(l => l + "\n"));
            var pending = _pending.ToString();
            return (_blocks > 0 && _fence == 0) || pending.TrimStart(' ').StartsWith('`') ? text : text + pending;
        }
    }

    /// <summary>Takes the next part of the answer, cut anywhere.</summary>
    public void Append(string delta)
    {
        foreach (var character in delta)
        {
            if (character == '\n' && _skipLineFeed)
            {
                _skipLineFeed = false;
                continue;
            }

            _skipLineFeed = character == '\r';
            if (character is '\n' or '\r')
            {
                TakeLine(_pending.ToString());
                _pending.Clear();
            }
            else
            {
                _pending.Append(character);
            }
        }
    }

    /// <summary>The whole answer has arrived: the edit it asks for.</summary>
    public EditParse Complete()
    {
        if (_pending.Length > 0)
        {
            TakeLine(_pending.ToString());
            _pending.Clear();
        }

        if (_blocks > 1)
        {
            return EditParse.Fail(
                "The answer holds more than one code block, and it is not clear which replaces the selection.",
                "Answer with the new lines of the selection only, in one block.");
        }

        if (_fence > 0)
        {
            return EditParse.Fail("The code block has no end, so the answer may have been cut off.", "Send the whole block again.");
        }

        var lines = _blocks == 1 ? [.. _inside] : TrimBlank(_outside);
        if (!Array.Exists(lines, l => l.Trim().Length > 0))
        {
            // An empty answer is more often a model that had nothing to say than one that means to delete.
            return EditParse.Fail(
                "The answer holds no lines, and it is not clear whether the selection should go.",
                "To delete the selected lines, answer with one patch envelope that removes them.");
        }

        return new EditParse.Parsed(new EditScript([new FileEdit.Replace(target.Path, target.Span, SelectionRewrite.Fit(lines, target))]));
    }

    private void TakeLine(string line)
    {
        var fence = Fence(line);
        if (_fence > 0)
        {
            if (fence >= _fence && line.Trim().Trim('`').Length == 0)
            {
                _fence = 0;
            }
            else
            {
                _inside.Add(line);
            }
        }
        else if (fence > 0 && !(_fencesAreText && (fence == 3 || _outside.Exists(l => l.Trim().Length > 0))))
        {
            _fence = fence;
            _blocks++;
            _inside.Clear();
        }
        else
        {
            _outside.Add(line);
        }
    }

    /// <summary>How many backticks open or close a block here; 0 when none.</summary>
    private static int Fence(string line)
    {
        var text = line.AsSpan().TrimStart(' ');
        var ticks = text.IndexOfAnyExcept('`') is var end and >= 0 ? end : text.Length;
        return line.Length - text.Length <= 3 && ticks >= 3 && !text[ticks..].Contains('`') ? ticks : 0;
    }

    private static string[] TrimBlank(List<string> lines)
    {
        var first = lines.FindIndex(l => l.Trim().Length > 0);
        return first < 0 ? [] : [.. lines[first..(lines.FindLastIndex(l => l.Trim().Length > 0) + 1)]];
    }
}
