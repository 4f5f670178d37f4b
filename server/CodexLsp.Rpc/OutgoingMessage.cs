using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CodexLsp.Rpc;

/// <summary>A message to the client, with its header, in one pooled buffer. Dispose gives the buffer back.</summary>
internal sealed class OutgoingMessage : IDisposable
{
    // "Content-Length: 2147483647\r\n\r\n" fits; the header is put right before the body once the body's length is known.
    private const int HeaderRoom = 32;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly PooledBuffer _buffer = new();
    private readonly int _start;

    private OutgoingMessage(string? method, RequestId? id, Action<Utf8JsonWriter> write)
    {
        (Method, Id) = (method, id);
        try
        {
            _buffer.GetSpan(HeaderRoom);
            _buffer.Advance(HeaderRoom);
            using (var writer = new Utf8JsonWriter(_buffer, WriterOptions))
            {
                writer.WriteStartObject();
                writer.WriteString("jsonrpc"u8, "2.0"u8);
                write(writer);
                writer.WriteEndObject();
            }
        }
        catch
        {
            _buffer.Dispose();
            throw;
        }

        var header = $"Content-Length: {_buffer.Written.Length - HeaderRoom}\r\n\r\n";
        _start = HeaderRoom - header.Length;
        Encoding.ASCII.GetBytes(header, _buffer.Written.Span[_start..]);
    }

    /// <summary>The method sent or answered; null when the request answered could not be read.</summary>
    public string? Method { get; }

    public RequestId? Id { get; }

    /// <summary>Header and body.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.Written[_start..];

    public ReadOnlyMemory<byte> Body => _buffer.Written[HeaderRoom..];

    public static OutgoingMessage Notification<T>(string method, JsonTypeInfo<T> type, T value) => new(method, null, writer =>
    {
        writer.WriteString("method"u8, method);
        WriteValue(writer, "params"u8, type, value);
    });

    public static OutgoingMessage Request<T>(RequestId id, string method, JsonTypeInfo<T> type, T value) => new(method, id, writer =>
    {
        WriteId(writer, id);
        writer.WriteString("method"u8, method);
        WriteValue(writer, "params"u8, type, value);
    });

    public static OutgoingMessage Result<T>(RequestId id, string method, JsonTypeInfo<T> type, T? value) => new(method, id, writer =>
    {
        WriteId(writer, id);
        WriteValue(writer, "result"u8, type, value);
    });

    public static OutgoingMessage Error(RequestId? id, string? method, RpcError error) => new(method, id, writer =>
    {
        WriteId(writer, id);
        writer.WriteStartObject("error"u8);
        writer.WriteNumber("code"u8, error.Code);
        writer.WriteString("message"u8, error.Message);
        if (error.Data is { } data)
        {
            writer.WritePropertyName("data"u8);
            data.WriteTo(writer);
        }

        writer.WriteEndObject();
    });

    public void Dispose() => _buffer.Dispose();

    private static void WriteId(Utf8JsonWriter writer, RequestId? id)
    {
        writer.WritePropertyName("id"u8);
        if (id is { } known)
            known.Write(writer);
        else
            writer.WriteNullValue();
    }

    private static void WriteValue<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonTypeInfo<T> type, T? value)
    {
        writer.WritePropertyName(name);
        if (value is null)
            writer.WriteNullValue();
        else
            JsonSerializer.Serialize(writer, value, type);
    }

    private sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
    {
        private byte[]? _array = ArrayPool<byte>.Shared.Rent(1024);
        private int _written;

        public Memory<byte> Written => Array.AsMemory(0, _written);

        private byte[] Array => _array ?? throw new ObjectDisposedException(nameof(OutgoingMessage));

        public void Advance(int count) => _written += count;

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            var free = Array.Length - _written;
            if (free == 0 || free < sizeHint)
            {
                var larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(Array.Length * 2, _written + sizeHint)));
                Written.CopyTo(larger);
                ArrayPool<byte>.Shared.Return(Array);
                _array = larger;
            }

            return Array.AsMemory(_written);
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _array, null) is { } array)
                ArrayPool<byte>.Shared.Return(array);
        }
    }
}
