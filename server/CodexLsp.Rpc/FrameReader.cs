using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace CodexLsp.Rpc;

/// <summary>What <see cref="FrameReader"/> found.</summary>
internal enum FrameKind
{
    /// <summary>A body; the caller owns the buffer.</summary>
    Message,

    /// <summary>A body over the limit, skipped; the buffer, the caller's too, holds its first bytes.</summary>
    TooLong,

    /// <summary>A header that cannot be understood. The next read looks for the next header.</summary>
    BadHeader,

    /// <summary>No header was found within the limit: nothing that follows can be trusted.</summary>
    Lost,

    /// <summary>End of input; the problem is set when it came in the middle of a message.</summary>
    End,
}

/// <summary>One step of the input. <see cref="Buffer"/> is rented from the shared pool, <see cref="Length"/> of it is used.</summary>
internal sealed record Frame(FrameKind Kind, string? Problem = null, byte[]? Buffer = null, int Length = 0);

/// <summary>
/// Cuts the input into bodies by their <c>Content-Length</c> header. Whatever comes in, memory is bounded by the limits and every
/// call makes progress.
/// </summary>
internal sealed class FrameReader(Stream input, int maxMessageBytes, int maxHeaderBytes, int maxLostBytes)
{
    // Enough of a message that is too long to find its id and method, which clients write before the parameters.
    private const int PrefixBytes = 4 * 1024;

    private static ReadOnlySpan<byte> ContentLength => "Content-Length"u8;

    // Read but not yet used: _buffer[_start.._end]. It grows to the longest header, never to a body.
    private byte[] _buffer = new byte[32 * 1024];
    private int _start;
    private int _end;
    private bool _searching;
    private long _lost;

    private ReadOnlySpan<byte> Unused => _buffer.AsSpan(_start, _end - _start);

    /// <summary>The next frame. IO errors of the stream pass through.</summary>
    public async ValueTask<Frame> ReadAsync(CancellationToken ct)
    {
        while (true)
        {
            if (_lost > maxLostBytes)
                return new Frame(FrameKind.Lost, $"No message in {maxLostBytes} bytes after a header that could not be read.");
            if (!_searching || Search())
            {
                var header = ReadHeader(Unused);
                _start += header.Length;
                if (header.Problem is not null)
                {
                    _lost += header.Length;
                    _searching = true;
                    return new Frame(FrameKind.BadHeader, header.Problem);
                }

                if (header.BodyBytes is { } bodyBytes)
                {
                    _lost = 0;
                    return await ReadBodyAsync(bodyBytes, ct);
                }
            }

            var read = await input.ReadAsync(Room(), ct);
            _end += read;
            if (read == 0)
                return new Frame(FrameKind.End, _searching || Unused.IsEmpty ? null : "The input ended inside a message header.");
        }
    }

    /// <summary>Where the next bytes go: behind what is unused.</summary>
    private Memory<byte> Room()
    {
        if (_start > 0)
        {
            Unused.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        return _buffer.AsMemory(_end);
    }

    /// <summary>A header of <see cref="Length"/> bytes; neither problem nor body when more bytes are needed.</summary>
    private readonly record struct Header(int Length, int? BodyBytes = null, string? Problem = null);

    private Header ReadHeader(ReadOnlySpan<byte> bytes)
    {
        var used = 0;
        var seen = false;
        int? bodyBytes = null;
        while (bytes[used..].IndexOf((byte)'\n') is >= 0 and var length && used + length < maxHeaderBytes)
        {
            var line = bytes.Slice(used, length);
            used += length + 1;
            if (line is [.., (byte)'\r'])
                line = line[..^1];
            if (line.IsEmpty)
            {
                // Blank lines before a header are harmless, and sent by people who test by hand.
                if (!seen)
                    continue;
                return new Header(used, bodyBytes, bodyBytes is null ? "The message header has no Content-Length." : null);
            }

            seen = true;
            var colon = line.IndexOf((byte)':');
            if (colon <= 0 || !IsName(line[..colon]))
                return new Header(used, null, "A line of the message header is not \"Name: value\".");
            if (!Ascii.EqualsIgnoreCase(line[..colon], ContentLength))
                continue;
            if (bodyBytes is not null || !TryReadLength(line[(colon + 1)..], out var value))
                return new Header(used, null, "Content-Length must be given once, as a number of bytes below 2 GiB.");
            bodyBytes = value;
        }

        return bytes.Length <= maxHeaderBytes
            ? default
            : new Header(maxHeaderBytes, null, $"The message header is longer than {maxHeaderBytes} bytes.");
    }

    private static bool IsName(ReadOnlySpan<byte> name)
    {
        foreach (var letter in name)
        {
            if (letter is not (byte)'-' && !char.IsAsciiLetterOrDigit((char)letter))
                return false;
        }

        return true;
    }

    private static bool TryReadLength(ReadOnlySpan<byte> text, out int value)
    {
        while (text is [(byte)' ' or (byte)'\t', ..])
            text = text[1..];
        while (text is [.., (byte)' ' or (byte)'\t'])
            text = text[..^1];
        return Utf8Parser.TryParse(text, out value, out var used) && used == text.Length && char.IsAsciiDigit((char)text[0]);
    }

    private async ValueTask<Frame> ReadBodyAsync(int length, CancellationToken ct)
    {
        var tooLong = length > maxMessageBytes;
        var kept = tooLong ? Math.Min(length, PrefixBytes) : length;
        var body = ArrayPool<byte>.Shared.Rent(kept);
        for (var read = 0; read < length;)
        {
            if (_start == _end)
            {
                var more = await input.ReadAsync(Room(), ct);
                _end += more;
                if (more == 0)
                {
                    ArrayPool<byte>.Shared.Return(body);
                    return new Frame(FrameKind.End, "The input ended inside a message.");
                }
            }

            var part = Unused[..Math.Min(_end - _start, length - read)];
            if (read < kept)
                part[..Math.Min(part.Length, kept - read)].CopyTo(body.AsSpan(read));
            read += part.Length;
            _start += part.Length;
        }

        return tooLong
            ? new Frame(FrameKind.TooLong, $"The message has {length} bytes; at most {maxMessageBytes} are taken.", body, kept)
            : new Frame(FrameKind.Message, null, body, length);
    }

    /// <summary>
    /// Skips to the next line <c>Content-Length: digits</c>, wherever on a line it begins (a body does not end with a line end). It
    /// cannot be mistaken inside a body: JSON strings hold no raw line ends.
    /// </summary>
    private bool Search()
    {
        var bytes = Unused;
        var skip = 0;
        while (skip < bytes.Length && Match(bytes[skip..]) is var match and not Matched.Yes)
        {
            // What may still become a header is kept, unless it is longer than any header.
            if (match is Matched.Perhaps && bytes.Length - skip <= maxHeaderBytes)
                break;
            skip++;
        }

        _lost += skip;
        _start += skip;
        _searching = Unused.IsEmpty || Match(Unused) is not Matched.Yes;
        return !_searching;
    }

    private enum Matched
    {
        No,
        Perhaps,
        Yes,
    }

    private static Matched Match(ReadOnlySpan<byte> bytes)
    {
        var name = Math.Min(bytes.Length, ContentLength.Length);
        if (!Ascii.EqualsIgnoreCase(bytes[..name], ContentLength[..name]))
            return Matched.No;
        var rest = bytes[name..];
        if (rest.IsEmpty)
            return Matched.Perhaps;
        if (rest[0] != ':')
            return Matched.No;
        rest = rest[1..].TrimStart(" \t"u8);
        var digits = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits < 0)
            return Matched.Perhaps;
        return digits > 0 && (rest[digits] == '\n' || rest[digits] == '\r') ? Matched.Yes : Matched.No;
    }
}
