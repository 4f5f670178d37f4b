using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CodexLsp.Host.Protocol;

namespace CodexLsp.Host.Tests.Protocol;

/// <summary>The shapes of <c>docs/protocol.md</c>, made from the wire records: what a reader needs to write a client.</summary>
internal static class ProtocolShapes
{
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>The types a client of the <c>codex/*</c> methods and the command line's JSON meets, in the order of the page.</summary>
    private static readonly Type[] Roots =
    [
        typeof(CodexClientOptions), typeof(CodexServerCapabilities),
        typeof(ProposeParams), typeof(RefineParams), typeof(AcceptParams), typeof(AcceptResult), typeof(RejectParams), typeof(RejectResult),
        typeof(UndoParams), typeof(UndoResult), typeof(EditProgressParams), typeof(ProposalListParams), typeof(ProposalListResult),
        typeof(ProposalReadParams), typeof(ProposalChangedParams), typeof(ContextParams), typeof(ContextPack), typeof(VerifyParams),
        typeof(ThreadListParams), typeof(ThreadListResult), typeof(ThreadReadParams), typeof(CodexLsp.Host.Protocol.Thread),
        typeof(TurnParams), typeof(ItemParams), typeof(ItemDeltaParams), typeof(WorkspaceStatusParams), typeof(WorkspaceTrustParams),
        typeof(EditCommandArguments), typeof(TurnStarted), typeof(DoctorResult), typeof(ConfigResult), typeof(ApplyPatchResult), typeof(ErrorResult),
    ];

    /// <summary>A line for each type, what it refers to after it; types of the specification itself are left out.</summary>
    public static string Write()
    {
        var lines = new List<string>();
        var written = new HashSet<Type>();
        foreach (var root in Roots)
        {
            Write(root, lines, written);
        }

        return string.Join('\n', lines);
    }

    private static void Write(Type type, List<string> lines, HashSet<Type> written)
    {
        if (!IsOurs(type) || !written.Add(type))
        {
            return;
        }

        if (type.IsEnum)
        {
            lines.Add($"{type.Name} {string.Join(" | ", Enum.GetNames(type).Select(n => $"\"{JsonNamingPolicy.CamelCase.ConvertName(n)}\""))}");
            return;
        }

        var info = WireJson.Default.GetTypeInfo(type) ?? throw new InvalidOperationException($"{type.Name} is not on the wire.");
        if (info.PolymorphismOptions is { } union)
        {
            lines.Add($"{type.Name} one of, by {union.TypeDiscriminatorPropertyName}:");
            foreach (var derived in union.DerivedTypes)
            {
                lines.Add($"  {derived.TypeDiscriminator} {Fields(WireJson.Default.GetTypeInfo(derived.DerivedType)!)}");
            }
        }
        else
        {
            lines.Add($"{type.Name} {Fields(info)}");
        }

        var members = (info.PolymorphismOptions?.DerivedTypes.Select(d => WireJson.Default.GetTypeInfo(d.DerivedType)!) ?? [info]).SelectMany(i => i.Properties);
        foreach (var member in members)
        {
            Write(Element(member.PropertyType), lines, written);
        }
    }

    private static string Fields(JsonTypeInfo info)
    {
        var text = new StringBuilder("{ ");
        text.AppendJoin(", ", info.Properties.Select(p => $"{p.Name}{(IsOptional(p) ? "?" : "")}: {Name(p.PropertyType)}"));
        return text.Append(" }").ToString();
    }

    private static bool IsOptional(JsonPropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) is not null
        || (property.AttributeProvider is PropertyInfo member && Nullability.Create(member).ReadState == NullabilityState.Nullable);

    private static string Name(Type type)
    {
        var element = Element(type);
        var name = element switch
        {
            _ when element == typeof(string) => "string",
            _ when element == typeof(bool) => "boolean",
            _ when element == typeof(int) || element == typeof(long) || element == typeof(decimal) => "number",
            _ when element == typeof(DateTimeOffset) => "string",
            _ when element == typeof(JsonElement) => "any",
            _ => element.Name,
        };
        return IsList(type) ? name + "[]" : name;
    }

    private static Type Element(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return IsList(plain) ? plain.GetGenericArguments()[0] : plain;
    }

    private static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);

    // What the specification defines is read there.
    private static bool IsOurs(Type type) => type.Namespace == typeof(WireJson).Namespace && !Standard.Contains(type);

    private static readonly Type[] Standard =
    [
        typeof(CodexLsp.Host.Protocol.Range), typeof(Position), typeof(TextDocumentIdentifier), typeof(Diagnostic), typeof(WorkspaceEdit), typeof(DocumentChange),
        typeof(TextEdit), typeof(ChangeAnnotation), typeof(VersionedTextDocumentIdentifier),
    ];
}
