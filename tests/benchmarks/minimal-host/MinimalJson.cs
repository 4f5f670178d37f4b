using System.Text.Json.Serialization;

/// <summary>How the minimal host's messages are read and written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Lsp.Request))]
[JsonSerializable(typeof(Lsp.Response))]
internal sealed partial class MinimalJson : JsonSerializerContext;
