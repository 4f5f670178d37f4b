using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using CodexLsp.Host.Composition;
using CodexLsp.Host.Configuration;
using CodexLsp.Host.Protocol;
using CodexLsp.Host.Serving;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Tests.Protocol;

/// <summary>The wire as the code has it: the method table, the messages the host sends, the records and how they are written.</summary>
internal static partial class WireTypes
{
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>The whole method table.</summary>
    public static async Task<IReadOnlyList<(Lane Lane, string Method, Type Params, Type? Result)>> MethodsAsync()
    {
        using var folder = new TemporaryFolder();
        var root = new AbsolutePath(folder.Path);
        using var log = new SessionLog(root.Append("logs"), null, new Redactor(), TimeProvider.System);
        var surroundings = new ServerSurroundings(new StandardFolders(root, root), _ => null, TimeProvider.System, log);
        await using var server = new LanguageServer(Stream.Null, Stream.Null, surroundings);
        return Methods.Register(new MethodTable<ServerState>(), server).Methods;
    }

    /// <summary>Every message the host sends, as its source has it; a notification has no result.</summary>
    public static IReadOnlyList<(string Method, Type Params, Type? Result)> Sent() =>
    [
        .. HostSources()
            .SelectMany(source => SentMessage.Matches(source))
            .Select(m => (m.Groups["method"].Value, Record(m.Groups["params"].Value), m.Groups["result"] is { Success: true, Value: var result } ? Record(result) : null))
            .Distinct()
            .OrderBy(m => m.Item1, StringComparer.Ordinal),
    ];

    public static IEnumerable<string> HostSources() =>
        Directory.EnumerateFiles(Path.Combine(ProtocolPageTests.RepositoryRoot(), "server", "CodexLsp.Host"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText);

    /// <summary>How a record is written.</summary>
    public static JsonTypeInfo Info(Type type) =>
        WireJson.Default.GetTypeInfo(type) ?? throw new InvalidOperationException($"{type.Name} is not on the wire.");

    /// <summary>Whether a field is left out when there is nothing to say.</summary>
    public static bool IsOptional(JsonPropertyInfo property) => IsNullable(property) && !IsWrittenAsNull(property);

    /// <summary>Whether a field says null where others are left out.</summary>
    public static bool IsWrittenAsNull(JsonPropertyInfo property) =>
        IsNullable(property)
        && property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.Never }];

    /// <summary>What a list, or something that may be null, is of.</summary>
    public static Type Element(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return IsList(plain) ? plain.GetGenericArguments()[0] : plain;
    }

    public static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);

    /// <summary>The words an enumeration takes.</summary>
    public static IEnumerable<string> Words(Type type) => Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.Serialize(value, Info(type)));

    /// <summary>The name of a type without fields of its own in JSON's words; null for any other.</summary>
    public static string? Primitive(Type type) => type switch
    {
        _ when type == typeof(string) || type == typeof(DateTimeOffset) || type == typeof(DateOnly) => "string",
        _ when type == typeof(bool) => "boolean",
        _ when type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(decimal) => "number",
        _ => null,
    };

    private static bool IsNullable(JsonPropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) is not null
        || (property.AttributeProvider is PropertyInfo member && Nullability.Create(member).ReadState == NullabilityState.Nullable);

    private static Type Record(string typeInfo) =>
        typeof(WireJson).GetProperty(typeInfo)?.PropertyType.GetGenericArguments()[0]
        ?? throw new InvalidOperationException($"{typeInfo} is not on the wire.");

    // Name, an own key for deltas, type of the params; a request names the type of its answer, too.
    [GeneratedRegex("""(?:Notify|NotifyDelta|RequestAsync)\(\s*"(?<method>[$a-zA-Z/]+)",\s*(?:[\w.()]+,\s*)?WireJson\.Default\.(?<params>\w+)(?:,[^;]*?WireJson\.Default\.(?<result>\w+))?""")]
    private static partial Regex SentMessage { get; }
}
