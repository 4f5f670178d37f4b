using System.Text.Json;
using System.Text.Json.Serialization;
using CodexLsp.Engine.Edits;

namespace CodexLsp.Engine.Journal;

/// <summary>The SHA-256 of a content, in lower-case hexadecimal: the name of a blob. Nothing else can be read as one.</summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct ContentHash
{
    private readonly string? _value;

    private ContentHash(string value) => _value = value;

    /// <summary>64 digits.</summary>
    public string Value => _value ?? throw new InvalidOperationException("default(ContentHash) is no hash.");

    public static ContentHash Of(ReadOnlySpan<byte> content) => new(FileImage.HashOf(content));

    /// <summary>Reads a hash; null when <paramref name="text"/> is none.</summary>
    public static ContentHash? Parse(string? text) =>
        text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower) ? new ContentHash(text) : null;

    internal sealed class Converter : JsonConverter<ContentHash>
    {
        public override ContentHash Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Parse(reader.GetString()) ?? throw new JsonException("Not a SHA-256.");

        public override void Write(Utf8JsonWriter writer, ContentHash value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
