using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
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
internal readonly record struct Frame(FrameKind Kind, string? Problem = null, byte[]? Buffer = null, int Length = 0);

/// <summary>
/// Cuts the input into bodies by their <c>Content-Length</c> header. Whatever comes in, memory is bounded by the limits and every
/// call makes progress.
/// </summary>
internal sealed class FrameReader(Stream input, int maxMessageBytes, int maxHeaderBytes, int maxLostBytes)
{
    // Enough of a message that is too long to find its id and method, which clients write before the parameters.
    private const int PrefixBytes = 4 * 1024;

    private static ReadOnlySpan<byte> ContentLength => "Content-Length"u8;

    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"u8);

    private readonly PipeReader _pipe = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: 32 * 1024, leaveOpen: true));
    private bool _searching;
    private long _lost;

    /// <summary>The next frame. IO errors of the stream pass through.</summary>
    public async ValueTask<Frame> ReadAsync(CancellationToken ct)
    {
        while (true)
        {
            if (_lost > maxLostBytes)
                return new Frame(FrameKind.Lost, $"No message in {maxLostBytes} bytes after a header that could not be read.");
            var result = await _pipe.ReadAsync(ct);
            var buffer = result.Buffer;
            if (_searching && !Search(ref buffer))
            {
                _pipe.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                    return new Frame(FrameKind.End);
                continue;
            }

            var header = ReadHeader(buffer);
            if (header.Problem is not null)
            {
                _lost += buffer.Slice(0, header.End).Length;
                _searching = true;
                _pipe.AdvanceTo(header.End);
                return new Frame(FrameKind.BadHeader, header.Problem);
            }

            if (header.BodyBytes is { } bodyBytes)
            {
                _lost = 0;
                _pipe.AdvanceTo(header.End);
                return await ReadBodyAsync(bodyBytes, ct);
            }

            _pipe.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                return new Frame(FrameKind.End, buffer.IsEmpty ? null : "The input ended inside a message header.");
        }
    }

    private readonly record struct Header(int? BodyBytes, SequencePosition End, string? Problem = null);

    private Header ReadHeader(in ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        var seen = false;
        int? bodyBytes = null;
        while (reader.TryReadTo(out ReadOnlySequence<byte> sequence, (byte)'\n'))
        {
            if (reader.Consumed > maxHeaderBytes)
                break;
            var line = sequence.IsSingleSegment ? sequence.FirstSpan : sequence.ToArray();
            if (line is [.., (byte)'\r'])
                line = line[..^1];
            if (line.IsEmpty)
            {
                // Blank lines before a header are harmless, and sent by people who test by hand.
                if (!seen)
                    continue;
                return new Header(bodyBytes, reader.Position, bodyBytes is null ? "The message header has no Content-Length." : null);
            }

            seen = true;
            var colon = line.IndexOf((byte)':');
            if (colon <= 0 || line[..colon].IndexOfAnyExcept(NameBytes) >= 0)
                return new Header(null, reader.Position, "A line of the message header is not \"Name: value\".");
            if (!Ascii.EqualsIgnoreCase(line[..colon], ContentLength))
                continue;
            if (bodyBytes is not null || !TryReadLength(line[(colon + 1)..], out var value))
                return new Header(null, reader.Position, "Content-Length must be given once, as a number of bytes below 2 GiB.");
            bodyBytes = value;
        }

        return buffer.Length <= maxHeaderBytes
            ? new Header(null, buffer.Start)
            : new Header(null, buffer.GetPosition(maxHeaderBytes), $"The message header is longer than {maxHeaderBytes} bytes.");
    }

    private static bool TryReadLength(ReadOnlySpan<byte> text, out int value)
    {
        text = text.Trim(" \t"u8);
        return Utf8Parser.TryParse(text, out value, out var used) && used == text.Length && char.IsAsciiDigit((char)text[0]);
    }

    private async ValueTask<Frame> ReadBodyAsync(int length, CancellationToken ct)
    {
        var tooLong = length > maxMessageBytes;
        var kept = tooLong ? Math.Min(length, PrefixBytes) : length;
        var body = ArrayPool<byte>.Shared.Rent(kept);
        for (var read = 0; read < length;)
        {
            var result = await _pipe.ReadAsync(ct);
            var part = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, length - read));
            if (read < kept)
                part.Slice(0, Math.Min(part.Length, kept - read)).CopyTo(body.AsSpan(read));
            read += (int)part.Length;
            _pipe.AdvanceTo(part.End);
            if (result.IsCompleted && read < length)
            {
                ArrayPool<byte>.Shared.Return(body);
                return new Frame(FrameKind.End, "The input ended inside a message.");
            }
        }

        return tooLong
            ? new Frame(FrameKind.TooLong, $"The message has {length} bytes; at most {maxMessageBytes} are taken.", body, kept)
            : new Frame(FrameKind.Message, null, body, length);
    }

    /// <summary>
    /// Cuts <paramref name="buffer"/> to start at the next line <c>Content-Length: digits</c>, wherever on a line it begins (a body
    /// does not end with a line end). It cannot be mistaken inside a body: JSON strings hold no raw line ends.
    /// </summary>
    private bool Search(ref ReadOnlySequence<byte> buffer)
    {
        var bytes = buffer.IsSingleSegment ? buffer.FirstSpan : buffer.ToArray();
        var skip = 0;
        while (skip < bytes.Length && Match(bytes[skip..]) is var match and not Matched.Yes)
        {
            // What may still become a header is kept, unless it is longer than any header.
            if (match is Matched.Perhaps && bytes.Length - skip <= maxHeaderBytes)
                break;
            skip++;
        }

        _lost += skip;
        buffer = buffer.Slice(skip);
        _searching = buffer.IsEmpty || Match(bytes[skip..]) is not Matched.Yes;
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
