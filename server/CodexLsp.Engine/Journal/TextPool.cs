using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using CodexLsp.Engine.Journal.Records;

namespace CodexLsp.Engine.Journal;

/// <summary>
/// Many texts as slices of one blob. A proposal's texts overlap (a hunk's old text is a part of its file), change only when the
/// proposal itself does, and must come back to the last character, unpaired surrogates too, which JSON and UTF-8 cannot hold:
/// the blob is the plain UTF-16, little end first.
/// </summary>
internal sealed class TextPool
{
    private readonly ArrayBufferWriter<char> _characters = new();

    /// <summary>An empty pool.</summary>
    public TextPool()
    {
    }

    /// <summary>The pool a blob holds.</summary>
    public TextPool(ReadOnlySpan<byte> blob) => _characters.Write(MemoryMarshal.Cast<byte, char>(blob));

    /// <summary>Adds a text.</summary>
    public SliceRecord Add(string text)
    {
        var slice = new SliceRecord(_characters.WrittenCount, text.Length);
        _characters.Write(text);
        return slice;
    }

    /// <summary>Adds a text unless the pool has it at <paramref name="start"/> already.</summary>
    public SliceRecord AddUnlessAt(int start, string text)
    {
        var there = start >= 0 && start <= _characters.WrittenCount && _characters.WrittenSpan[start..].StartsWith(text);
        return there ? new SliceRecord(start, text.Length) : Add(text);
    }

    /// <summary>The text of a slice.</summary>
    /// <exception cref="JsonException">The slice reaches outside the pool.</exception>
    public string Read(SliceRecord slice)
    {
        var (start, length) = slice;
        if (start < 0 || length < 0 || start > _characters.WrittenCount - length)
        {
            throw new JsonException("A text lies outside its blob.");
        }

        return new string(_characters.WrittenSpan.Slice(start, length));
    }

    /// <summary>The content of the blob.</summary>
    public byte[] ToBlob() => MemoryMarshal.AsBytes(_characters.WrittenSpan).ToArray();
}
