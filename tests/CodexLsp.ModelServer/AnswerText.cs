using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodexLsp.ModelServer;

/// <summary>A text that a scenario file may give as a string or, to be readable, as an array of lines.</summary>
[JsonConverter(typeof(Converter))]
public sealed record AnswerText(string Value)
{
    internal sealed class Converter : JsonConverter<AnswerText>
    {
        public override AnswerText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                return new AnswerText(reader.GetString()!);
            }

            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new JsonException("A text is a string or an array of lines.");
            }

            var lines = new List<string>();
            while (reader.Read() && reader.TokenType == JsonTokenType.String)
            {
                lines.Add(reader.GetString()!);
            }

            return reader.TokenType == JsonTokenType.EndArray
                ? new AnswerText(string.Join('\n', lines))
                : throw new JsonException("A text is a string or an array of lines.");
        }

        public override void Write(Utf8JsonWriter writer, AnswerText value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
