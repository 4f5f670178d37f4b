using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CodexLsp.Engine.Tools;

/// <summary>Readers of the tools' arguments, generated.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ReadFileTool.Arguments), TypeInfoPropertyName = "ReadFile")]
[JsonSerializable(typeof(ListFilesTool.Arguments), TypeInfoPropertyName = "ListFiles")]
[JsonSerializable(typeof(SearchTool.Arguments), TypeInfoPropertyName = "Search")]
[JsonSerializable(typeof(SymbolsTool.Arguments), TypeInfoPropertyName = "Symbols")]
[JsonSerializable(typeof(NameAt), TypeInfoPropertyName = "NameAt")]
[JsonSerializable(typeof(DiagnosticsTool.Arguments), TypeInfoPropertyName = "Diagnostics")]
[JsonSerializable(typeof(ApplyPatchTool.Arguments), TypeInfoPropertyName = "ApplyPatch")]
[JsonSerializable(typeof(RunCommandTool.Arguments), TypeInfoPropertyName = "RunCommand")]
[JsonSerializable(typeof(UpdatePlanTool.Arguments), TypeInfoPropertyName = "UpdatePlan")]
internal sealed partial class ToolJson : JsonSerializerContext
{
    /// <summary>Reads arguments.</summary>
    /// <exception cref="JsonException">They do not fit.</exception>
    public static T Read<T>(JsonElement arguments, JsonTypeInfo<T> type)
        where T : class => HoldsNull(arguments)
            ? throw new JsonException("A list holds null.")
            : arguments.Deserialize(type) ?? throw new JsonException("Nothing was given.");

    // The readers know which fields may be null, not which items of a list.
    private static bool HoldsNull(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Null || HoldsNull(item)),
        JsonValueKind.Object => value.EnumerateObject().Any(field => HoldsNull(field.Value)),
        _ => false,
    };
}
