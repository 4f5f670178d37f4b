using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace CodexLsp.Rpc;

/// <summary>What an incoming message is.</summary>
internal enum MessageKind
{
    /// <summary>None of the others; <see cref="IncomingMessage.Problem"/> says why.</summary>
    Invalid,
    Request,
    Notification,
    Answer,
}

/// <summary>
/// A message from the client over a pooled buffer. Only the envelope is read here; parameters stay bytes until the handler's own
/// thread reads them. Dispose gives the buffer back.
/// </summary>
internal sealed class IncomingMessage : IDisposable
{
    private readonly int _length;
    private byte[]? _buffer;
    private Range _params;
    private Range _result;
    private Range _error;

    private IncomingMessage(byte[]? buffer, int length) => (_buffer, _length) = (buffer, length);

    public MessageKind Kind { get; private set; }

    /// <summary>The id where one could be read, also of an invalid message.</summary>
    public RequestId? Id { get; private set; }

    /// <summary>The method where one could be read, also of an invalid message; empty on answers.</summary>
    public string Method { get; private set; } = "";

    /// <summary>Why the message is invalid, as it is answered.</summary>
    public RpcError? Problem { get; private set; }

    /// <summary>True when an answer is an error.</summary>
    public bool IsError => !_error.Equals(default);

    /// <summary>The whole message, until it is disposed.</summary>
    public ReadOnlyMemory<byte> Body => _buffer.AsMemory(0, _buffer is null ? 0 : _length);

    /// <summary>A message that has no body that can be read.</summary>
    public static IncomingMessage Unreadable(int code, string why) => new(null, 0) { Problem = new RpcError(code, why) };

    /// <summary>The first bytes of a message that is too long: its id and method are found if they come before the parameters.</summary>
    public static IncomingMessage TooLong(byte[] buffer, int length, string why)
    {
        var message = new IncomingMessage(buffer, length) { Problem = new RpcError(RpcErrorCodes.InvalidRequest, why) };
        message.Scan(int.MaxValue, isWhole: false);
        return message;
    }

    /// <summary>Reads the envelope of a whole message; what is wrong with it becomes its <see cref="Problem"/>.</summary>
    public static IncomingMessage Parse(byte[] buffer, int length, int maxDepth)
    {
        var message = new IncomingMessage(buffer, length);
        if (!Utf8.IsValid(message.Body.Span))
            message.Problem = new RpcError(RpcErrorCodes.ParseError, "The message is not UTF-8.");
        else
            message.Scan(maxDepth, isWhole: true);
        return message;
    }

    /// <summary>The parameters as <typeparamref name="T"/>; absent and null ones are read as <c>{}</c>.</summary>
    public bool TryReadParams<T>(JsonTypeInfo<T> type, [MaybeNullWhen(false)] out T value, out string why)
    {
        var raw = Part(_params);
        return TryRead(raw.SequenceEqual("null"u8) || raw.IsEmpty ? "{}"u8 : raw, type, out value, out why) && value is not null;
    }

    /// <summary>The parameters as a document of their own; undefined when they are absent or were cut off.</summary>
    public JsonElement RawParams => Part(_params) is { IsEmpty: false } raw ? Element(raw) : default;

    /// <summary>The result of an answer.</summary>
    public bool TryReadResult<T>(JsonTypeInfo<T> type, out T? value, out string why) => TryRead(Part(_result), type, out value, out why);

    /// <summary>The error of an answer; whatever does not have its shape is still an error.</summary>
    public RpcError ReadError()
    {
        var error = Element(Part(_error));
        var isObject = error.ValueKind is JsonValueKind.Object;
        return new RpcError(
            isObject && error.TryGetProperty("code"u8, out var code) && code.ValueKind is JsonValueKind.Number && code.TryGetInt32(out var number)
                ? number
                : RpcErrorCodes.InternalError,
            isObject && error.TryGetProperty("message"u8, out var text) && text.ValueKind is JsonValueKind.String
                ? text.GetString()!
                : "The client answered with an error that has no message.",
            isObject && error.TryGetProperty("data"u8, out var data) ? data : null);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private ReadOnlySpan<byte> Part(Range range) => range.Equals(default) ? default : Body.Span[range];

    private static JsonElement Element(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        return JsonElement.ParseValue(ref reader);
    }

    private static bool TryRead<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type, out T? value, out string why)
    {
        try
        {
            value = JsonSerializer.Deserialize(json, type);
            why = "";
            return true;
        }
        catch (JsonException e)
        {
            // The part of the message behind the path counts lines and bytes of a slice the client never saw.
            var text = e.Message.Split(" Path: ")[0];
            why = $"{e.Path ?? "$"}: {text}";
        }
        catch (Exception e) when (e is InvalidOperationException or NotSupportedException)
        {
            // Half of a surrogate pair; an abstract type without its discriminator.
            why = $"$: {e.Message}";
        }

        value = default;
        return false;
    }

    private void Scan(int maxDepth, bool isWhole)
    {
        var envelope = new Envelope();
        try
        {
            var reader = new Utf8JsonReader(Body.Span, isWhole, new JsonReaderState(new JsonReaderOptions { MaxDepth = maxDepth }));
            ReadEnvelope(ref reader, ref envelope);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            if (isWhole)
                Id = null;
            Problem ??= new RpcError(RpcErrorCodes.ParseError, $"The message is not JSON, or nested deeper than {maxDepth}: {e.Message}");
            return;
        }

        Problem ??= envelope switch
        {
            { IsBatch: true } => Invalid("The message is an array. LSP has no batches: send each request as a message of its own."),
            { IsObject: false } => Invalid("The message is not an object."),
            { IsVersion2: false } => Invalid("\"jsonrpc\" must be \"2.0\"."),
            { HasBadId: true } when envelope.HasMethod || !IsError => Invalid("\"id\" must be an integer or a string."),
            { HasMethod: true } when Method.Length == 0 => Invalid("\"method\" must be a string that is not empty."),
            { HasMethod: false, HasAnswer: false } => Invalid("The message has no \"method\"."),
            _ => null,
        };
        // The question an answer belongs to must hear of it even when it was too long.
        if (Problem is null || (!isWhole && envelope is { HasAnswer: true, HasMethod: false }))
            Kind = !envelope.HasMethod ? MessageKind.Answer : envelope.HasId ? MessageKind.Request : MessageKind.Notification;

        static RpcError Invalid(string why) => new(RpcErrorCodes.InvalidRequest, why);
    }

    private struct Envelope
    {
        public bool IsBatch;
        public bool IsObject;
        public bool IsVersion2;
        public bool HasMethod;
        public bool HasAnswer;
        public bool HasId;
        public bool HasBadId;
    }

    private enum Field
    {
        Other,
        Version,
        Id,
        Method,
        Params,
        Result,
        Error,
    }

    private void ReadEnvelope(ref Utf8JsonReader reader, ref Envelope envelope)
    {
        if (!reader.Read())
            return;
        envelope.IsBatch = reader.TokenType is JsonTokenType.StartArray;
        envelope.IsObject = reader.TokenType is JsonTokenType.StartObject;
        if (!envelope.IsObject)
            reader.TrySkip();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var field = FieldOf(ref reader);
            if (!reader.Read())
                return;
            var start = (int)reader.TokenStartIndex;
            switch (field)
            {
                case Field.Version:
                    envelope.IsVersion2 = reader.TokenType is JsonTokenType.String && reader.ValueTextEquals("2.0"u8);
                    break;
                case Field.Id:
                    envelope.HasId = true;
                    var isId = RequestId.TryRead(ref reader, out var id);
                    Id = isId ? id : null;
                    envelope.HasBadId = !isId;
                    break;
                case Field.Method:
                    envelope.HasMethod = true;
                    Method = reader.TokenType is JsonTokenType.String ? reader.GetString()! : "";
                    break;
                case Field.Result:
                case Field.Error when reader.TokenType is not JsonTokenType.Null:
                    envelope.HasAnswer = true;
                    break;
            }

            var isNull = reader.TokenType is JsonTokenType.Null;
            if (!reader.TrySkip())
                return;
            var part = start..(int)reader.BytesConsumed;
            switch (field)
            {
                case Field.Params:
                    _params = part;
                    break;
                case Field.Result:
                    _result = part;
                    break;
                case Field.Error when !isNull:
                    _error = part;
                    break;
            }
        }

        // The end of the object, then the end of the input: anything behind it throws.
        while (reader.Read())
        {
        }
    }

    private static Field FieldOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("jsonrpc"u8) ? Field.Version
        : reader.ValueTextEquals("id"u8) ? Field.Id
        : reader.ValueTextEquals("method"u8) ? Field.Method
        : reader.ValueTextEquals("params"u8) ? Field.Params
        : reader.ValueTextEquals("result"u8) ? Field.Result
        : reader.ValueTextEquals("error"u8) ? Field.Error
        : Field.Other;
}
