using System.Text.Json.Serialization;

namespace CodexLsp.Rpc.Tests;

/// <summary>A number that JSON may not be able to write.</summary>
[JsonSerializable(typeof(double))]
internal sealed partial class NumberJson : JsonSerializerContext;
