using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CodexLsp.Host.Protocol;
using CodexLsp.Host.Tests.Protocol;

namespace CodexLsp.Host.Tests.Cli;

/// <summary>JSON Lines held against the protocol: each is a notification the page names, with its fields and no others.</summary>
internal static class ProtocolLines
{
    // What the host writes leaves out what is null; everything else has to be there.
    private static readonly JsonSerializerOptions Strict = new(WireJson.Default.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = false,
        TypeInfoResolver = WireJson.Default.WithAddedModifier(static info =>
        {
            foreach (var property in info.Properties)
            {
                property.IsRequired = !WireTypes.IsOptional(property);
            }
        }),
    };

    private static readonly IReadOnlyDictionary<string, Type> Notifications =
        WireTypes.Sent().Where(m => m.Result is null).ToDictionary(m => m.Method, m => m.Params, StringComparer.Ordinal);

    /// <summary>The lines of an output, all of them checked.</summary>
    public static IReadOnlyList<JsonNode> Read(string output)
    {
        Assert.EndsWith("\n", output, StringComparison.Ordinal);
        return [.. output[..^1].Split('\n').Select(Read1)];
    }

    /// <summary>The type of each line, with the type of the item where it has one.</summary>
    public static string Types(IEnumerable<JsonNode> lines) => string.Join('\n', lines.Select(line =>
        $"{line["type"] ?? "error"}{(line["item"] is { } item ? $" {item["type"]} {item["status"]}" : "")}"));

    private static JsonNode Read1(string line)
    {
        var read = JsonNode.Parse(line)!.AsObject();
        var fields = read.DeepClone().AsObject();
        var type = typeof(ErrorResult);
        if (fields.Remove("type", out var name))
        {
            Assert.True(Notifications.TryGetValue($"codex/{name}", out type), $"The protocol has no notification codex/{name}: {line}");
        }

        // What is not of the record is an error, what the record has is written again: nothing is missing and nothing is more.
        var value = fields.Deserialize(Strict.GetTypeInfo(type));
        Assert.True(JsonNode.DeepEquals(fields, JsonSerializer.SerializeToNode(value, Strict.GetTypeInfo(type))), $"Not a {type.Name}: {line}");
        return read;
    }
}
