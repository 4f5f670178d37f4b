namespace CodexLsp.Engine.Models;

/// <summary>Reads another stream up to a number of bytes in all and in one line.</summary>
internal sealed class BoundedStream(Stream inner, long bytes, long lineBytes) : Stream
{
    private long _line;
    private long _all;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="ResponseTooLargeException">There is more than allowed.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        return Count(buffer.Span, read);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => Count(buffer, inner.Read(buffer));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    // Lines that lie whole within one read are shorter than the buffer; only the first and the last can be too long.
    private int Count(ReadOnlySpan<byte> buffer, int read)
    {
        var got = buffer[..read];
        _all += read;
        var first = got.IndexOf((byte)'\n');
        var tooLong = _line + (first < 0 ? read : first) > lineBytes;
        _line = first < 0 ? _line + read : read - got.LastIndexOf((byte)'\n') - 1;
        if (_all > bytes || tooLong)
        {
            throw new ResponseTooLargeException(_all > bytes
                ? $"the answer is longer than {bytes:N0} bytes"
                : $"a line of the answer is longer than {lineBytes:N0} bytes");
        }

        return read;
    }
}

/// <summary>The endpoint sent more than <see cref="ModelLimits"/> allow.</summary>
internal sealed class ResponseTooLargeException(string message) : IOException(message);
