using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CodexLsp.Rpc;

/// <summary>Parameters that are absent, <c>null</c> or an object whose fields do not matter; a result that is <c>{}</c>, or <c>null</c>.</summary>
public sealed record Empty
{
    /// <summary>The one value.</summary>
    public static Empty Value { get; } = new();

    /// <summary>How it is read and written.</summary>
    public static JsonTypeInfo<Empty> Json => EmptyJson.Default.Empty;
}

[JsonSerializable(typeof(Empty))]
internal sealed partial class EmptyJson : JsonSerializerContext;
