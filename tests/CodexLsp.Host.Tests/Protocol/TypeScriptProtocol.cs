using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CodexLsp.Host.Protocol;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Tests.Protocol;

/// <summary>The protocol's own methods and all they use as TypeScript, for the extension.</summary>
internal sealed class TypeScriptProtocol
{
    private const int PrintWidth = 130;

    /// <summary>What our client meets outside the methods: in <c>initialize</c>, in the arguments of a code action's command, in the data of an error.</summary>
    private static readonly Type[] Others =
        [typeof(CodexClientOptions), typeof(CodexServerCapabilities), typeof(EditCommandArguments), typeof(CodexLsp.Host.Protocol.Error)];

    private readonly StringBuilder _text = new();
    private readonly HashSet<Type> _written = [];
    private readonly Queue<Type> _waiting = new();

    /// <summary>The whole file.</summary>
    public static async Task<string> WriteAsync()
    {
        var received = (await WireTypes.MethodsAsync()).Where(m => IsOurs(m.Method)).ToArray();
        var sent = WireTypes.Sent().Where(m => IsOurs(m.Method)).ToArray();
        var file = new TypeScriptProtocol();
        file._text.Append("// Made from the host's wire records by ProtocolPageTests; UPDATE_EXPECT=1 npm test rewrites it.\n");
        file.Requests("What the host answers.", "Requests", received.Where(m => m.Result is not null).Select(m => (m.Method, m.Params, m.Result!)));
        file.Notifications("What the host is told.", "ClientNotifications", received.Where(m => m.Result is null).Select(m => (m.Method, m.Params)));
        file.Notifications("What the host tells.", "Notifications", sent.Where(m => m.Result is null).Select(m => (m.Method, m.Params)));
        file.Requests("What the host asks.", "ServerRequests", sent.Where(m => m.Result is not null).Select(m => (m.Method, m.Params, m.Result!)));
        Array.ForEach(Others, file._waiting.Enqueue);
        while (file._waiting.TryDequeue(out var type))
        {
            file.Declare(type);
        }

        return file._text.ToString();
    }

    private static bool IsOurs(string method) => method.StartsWith("codex/", StringComparison.Ordinal);

    private void Requests(string summary, string name, IEnumerable<(string Method, Type Params, Type Result)> methods) =>
        Interface(summary, name, methods.Select(m => $"\"{m.Method}\": {{ params: {Name(m.Params)}; result: {Name(m.Result)} }}"));

    private void Notifications(string summary, string name, IEnumerable<(string Method, Type Params)> methods) =>
        Interface(summary, name, methods.Select(m => $"\"{m.Method}\": {Name(m.Params)}"));

    private void Declare(Type type)
    {
        if (!_written.Add(type))
        {
            return;
        }

        if (type.IsEnum)
        {
            Union(type.Name, WireTypes.Words(type));
        }
        else if (WireTypes.Info(type) is { PolymorphismOptions: { } union })
        {
            Union(type.Name, union.DerivedTypes.Select(d =>
                $"{{ {string.Join("; ", [$"{union.TypeDiscriminatorPropertyName}: \"{d.TypeDiscriminator}\"", .. Fields(WireTypes.Info(d.DerivedType))])} }}"));
        }
        else
        {
            Interface(null, type.Name, Fields(WireTypes.Info(type)));
        }
    }

    private IEnumerable<string> Fields(JsonTypeInfo info) => info.Properties.Select(p =>
        $"{p.Name}{(WireTypes.IsOptional(p) ? "?" : "")}: {Name(p.PropertyType)}{(WireTypes.IsWrittenAsNull(p) ? " | null" : "")}");

    private void Interface(string? summary, string name, IEnumerable<string> fields)
    {
        _text.Append(summary is null ? "\n" : $"\n/** {summary} */\n").Append($"export interface {name} {{\n");
        foreach (var field in fields)
        {
            _text.Append($"  {field};\n");
        }

        _text.Append("}\n");
    }

    // As prettier lays it out.
    private void Union(string name, IEnumerable<string> members)
    {
        var all = members.ToArray();
        var line = $"export type {name} = {string.Join(" | ", all)};";
        _text.Append('\n').Append(line.Length <= PrintWidth ? line : $"export type {name} =\n  | {string.Join("\n  | ", all)};").Append('\n');
    }

    private string Name(Type type)
    {
        if (type == typeof(Empty))
        {
            return "Record<string, never>";
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
        {
            return $"Record<string, {Name(type.GetGenericArguments()[1])}>";
        }

        if (WireTypes.IsList(type))
        {
            return $"{Name(type.GetGenericArguments()[0])}[]";
        }

        var element = WireTypes.Element(type);
        if (element == typeof(JsonElement))
        {
            return "unknown";
        }

        if (WireTypes.Primitive(element) is { } primitive)
        {
            return primitive;
        }

        _waiting.Enqueue(element);
        return element.Name;
    }
}
