using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CodexLsp.Host.Protocol;

namespace CodexLsp.Host.Tests.Protocol;

/// <summary>The shapes of <c>docs/protocol.md</c>, made from the wire records: what a reader needs to write a client.</summary>
internal static class ProtocolShapes
{
    /// <summary>The types a client of the <c>codex/*</c> methods and the command line's JSON meets, in the order of the page.</summary>
    private static readonly Type[] Roots =
    [
        typeof(CodexClientOptions), typeof(CodexServerCapabilities),
        typeof(ProposeParams), typeof(RefineParams), typeof(AcceptParams), typeof(AcceptResult), typeof(RejectParams), typeof(RejectResult),
        typeof(UndoParams), typeof(UndoResult), typeof(EditProgressParams), typeof(ProposalListParams), typeof(ProposalListResult),
        typeof(ProposalReadParams), typeof(ProposalChangedParams), typeof(ContextParams), typeof(ContextPack), typeof(VerifyParams),
        typeof(ThreadListParams), typeof(ThreadListResult), typeof(ThreadReadParams), typeof(CodexLsp.Host.Protocol.Thread),
        typeof(TurnParams), typeof(ItemParams), typeof(ItemDeltaParams), typeof(WorkspaceStatusParams), typeof(WorkspaceTrustParams),
        typeof(SecretReadParams), typeof(SecretReadResult), typeof(SecretChangedParams), typeof(ModelListResult), typeof(EditCommandArguments), typeof(TurnStarted), typeof(DoctorResult), typeof(ConfigResult), typeof(ApplyPatchResult), typeof(ErrorResult),
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
            lines.Add($"{type.Name} {string.Join(" | ", WireTypes.Words(type))}");
            return;
        }

        var info = WireTypes.Info(type);
        if (info.PolymorphismOptions is { } union)
        {
            lines.Add($"{type.Name} one of, by {union.TypeDiscriminatorPropertyName}:");
            foreach (var derived in union.DerivedTypes)
            {
                lines.Add($"  {derived.TypeDiscriminator} {Fields(WireTypes.Info(derived.DerivedType))}");
            }
        }
        else
        {
            lines.Add($"{type.Name} {Fields(info)}");
        }

        var members = (info.PolymorphismOptions?.DerivedTypes.Select(d => WireTypes.Info(d.DerivedType)) ?? [info]).SelectMany(i => i.Properties);
        foreach (var member in members)
        {
            Write(WireTypes.Element(member.PropertyType), lines, written);
        }
    }

    private static string Fields(JsonTypeInfo info)
    {
        var text = new StringBuilder("{ ");
        text.AppendJoin(", ", info.Properties.Select(p => $"{p.Name}{(WireTypes.IsOptional(p) ? "?" : "")}: {Name(p.PropertyType)}"));
        return text.Append(" }").ToString();
    }

    private static string Name(Type type)
    {
        var element = WireTypes.Element(type);
        var name = element == typeof(JsonElement) ? "any" : WireTypes.Primitive(element) ?? element.Name;
        return WireTypes.IsList(type) ? name + "[]" : name;
    }

    // What the specification defines is read there.
    private static bool IsOurs(Type type) => type.Namespace == typeof(WireJson).Namespace && !Standard.Contains(type);

    private static readonly Type[] Standard =
    [
        typeof(CodexLsp.Host.Protocol.Range), typeof(Position), typeof(TextDocumentIdentifier), typeof(Diagnostic), typeof(WorkspaceEdit), typeof(DocumentChange),
        typeof(TextEdit), typeof(ChangeAnnotation), typeof(VersionedTextDocumentIdentifier),
    ];
}
