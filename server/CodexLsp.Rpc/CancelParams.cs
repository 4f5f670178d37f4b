using System.Text.Json.Serialization;

namespace CodexLsp.Rpc;

/// <summary>Names the request that is cancelled, in either direction.</summary>
public sealed record CancelParams(RequestId Id);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CancelParams))]
internal sealed partial class CancelJson : JsonSerializerContext;
