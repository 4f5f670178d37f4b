using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodexLsp.Host.Protocol;

/// <summary>Enumerations are strings on the wire, in camel case; a number or an unknown word is refused.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
internal sealed class WireEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;

/// <summary>Enumerations whose words users type, too: parted by hyphens (<c>auto-edit</c>).</summary>
/// <typeparam name="T">The enumeration.</typeparam>
internal sealed class WireWords<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
