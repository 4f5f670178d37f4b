using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodexLsp.Rpc;

/// <summary>The id of a request: an integer or a string. It is echoed as it came, and <c>1</c> is not <c>"1"</c>.</summary>
[JsonConverter(typeof(RequestIdConverter))]
public sealed record RequestId
{
    private readonly long _number;
    private readonly string? _text;

    /// <summary>An integer id.</summary>
    public RequestId(long number) => _number = number;

    /// <summary>A string id.</summary>
    public RequestId(string text) => _text = text;

    /// <summary>The integer, or null when the id is a string.</summary>
    internal long? Number => _text is null ? _number : null;

    /// <summary>The id as JSON writes it.</summary>
    public override string ToString() => _text is null ? _number.ToString() : $"\"{_text}\"";

    internal void Write(Utf8JsonWriter writer)
    {
        if (_text is null)
            writer.WriteNumberValue(_number);
        else
            writer.WriteStringValue(_text);
    }

    /// <summary>Reads the token the reader stands on; false when it is neither an integer nor a string.</summary>
    internal static bool TryRead(ref Utf8JsonReader reader, [NotNullWhen(true)] out RequestId? id)
    {
        if (reader.TokenType is JsonTokenType.Number && reader.TryGetInt64(out var number))
        {
            id = new RequestId(number);
            return true;
        }

        id = reader.TokenType is JsonTokenType.String ? new RequestId(reader.GetString()!) : null;
        return id is not null;
    }
}

/// <summary>Reads and writes a <see cref="RequestId"/> inside parameters, as cancelling a request needs it.</summary>
public sealed class RequestIdConverter : JsonConverter<RequestId>
{
    /// <inheritdoc/>
    public override RequestId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RequestId.TryRead(ref reader, out var id) ? id : throw new JsonException("A request id is an integer or a string.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RequestId value, JsonSerializerOptions options) => value.Write(writer);
}
