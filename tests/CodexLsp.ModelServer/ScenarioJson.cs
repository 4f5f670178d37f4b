using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodexLsp.ModelServer;

/// <summary>How scenario files are read: strictly, so that a misspelt key is an error and not a scenario that does less.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    AllowTrailingCommas = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Scenario))]
[JsonSerializable(typeof(RecordedRequest[]))]
internal sealed partial class ScenarioJson : JsonSerializerContext;
