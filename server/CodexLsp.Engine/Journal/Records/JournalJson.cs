using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Sandboxing;
using CodexLsp.Engine.Turns;
using CodexLsp.Engine.Verification;

namespace CodexLsp.Engine.Journal.Records;

/// <summary>The records' readers and writers, generated; no type is ever named by the file.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(JournalRecord))]
[JsonSerializable(typeof(IndexRecord))]
internal sealed partial class JournalJson : JsonSerializerContext
{
    /// <summary>The records as they are read, and written where no secret can be in them.</summary>
    public static JournalJson Plain { get; } = Redacting(static text => text);

    /// <summary>
    /// The records as they are written: every string goes through <paramref name="redact"/>. Paths do not: a path has to lead
    /// to its file, whose name is on the disk anyway.
    /// </summary>
    public static JournalJson Redacting(Func<string, string> redact) => new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowOutOfOrderMetadataProperties = true,

        // The journal is read by people and no browser: "é" and "<" stay as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new RedactedText(redact),
            new PathText(),
            Words<AcceptanceTarget>(),
            Words<ApprovalDecision>(),
            Words<ApprovalKind>(),
            Words<ApprovalMode>(),
            Words<CommitEnd>(),
            Words<FileChangeKind>(),
            Words<FindingSeverity>(),
            Words<HunkStatus>(),
            Words<ItemStatus>(),
            Words<MatchLevel>(),
            Words<ModelRole>(),
            Words<PlanStepStatus>(),
            Words<ProposalStatus>(),
            Words<SandboxMode>(),
            Words<TextEncoding>(),
            Words<TurnMode>(),
            Words<TurnStatus>(),
            Words<VerificationStatus>(),
        },
    });

    private static JsonStringEnumConverter<T> Words<T>()
        where T : struct, Enum => new(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

    private sealed class RedactedText(Func<string, string> redact) : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WriteStringValue(redact(value));
    }

    private sealed class PathText : JsonConverter<AbsolutePath>
    {
        public override AbsolutePath Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.GetString();
            return text is not null && !text.Contains('\0', StringComparison.Ordinal) && Path.IsPathFullyQualified(text)
                ? new AbsolutePath(text)
                : throw new JsonException("Not an absolute path.");
        }

        public override void Write(Utf8JsonWriter writer, AbsolutePath value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
