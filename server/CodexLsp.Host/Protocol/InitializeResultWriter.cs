using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodexLsp.Host.Protocol;

/// <summary>Writes the first answer by hand, for the reason <see cref="InitializeParamsReader"/> gives.</summary>
internal sealed class InitializeResultWriter : JsonConverter<InitializeResult>
{
    public override InitializeResult Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A server does not receive its own answer.");

    public override void Write(Utf8JsonWriter writer, InitializeResult value, JsonSerializerOptions options)
    {
        var can = value.Capabilities;
        writer.WriteStartObject();
        writer.WriteStartObject("capabilities"u8);
        writer.WriteString("positionEncoding"u8, can.PositionEncoding);
        writer.WriteStartObject("textDocumentSync"u8);
        writer.WriteBoolean("openClose"u8, can.TextDocumentSync.OpenClose);
        writer.WriteNumber("change"u8, can.TextDocumentSync.Change);
        writer.WriteBoolean("save"u8, can.TextDocumentSync.Save);
        writer.WriteEndObject();
        writer.WriteStartObject("codeActionProvider"u8);
        Strings(writer, "codeActionKinds", can.CodeActionProvider.CodeActionKinds);
        writer.WriteBoolean("resolveProvider"u8, can.CodeActionProvider.ResolveProvider);
        writer.WriteEndObject();
        if (can.ExecuteCommandProvider is { } commands)
        {
            writer.WriteStartObject("executeCommandProvider"u8);
            Strings(writer, "commands", commands.Commands);
            writer.WriteBoolean("workDoneProgress"u8, commands.WorkDoneProgress);
            writer.WriteEndObject();
        }

        writer.WriteStartObject("workspace"u8);
        writer.WriteStartObject("workspaceFolders"u8);
        writer.WriteBoolean("supported"u8, can.Workspace.WorkspaceFolders.Supported);
        writer.WriteBoolean("changeNotifications"u8, can.Workspace.WorkspaceFolders.ChangeNotifications);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject("experimental"u8);
        writer.WriteStartObject("codex"u8);
        writer.WriteNumber("version"u8, can.Experimental.Codex.Version);
        Strings(writer, "methods", can.Experimental.Codex.Methods);
        writer.WriteString("log"u8, can.Experimental.Codex.Log);
        writer.WriteString("approvals"u8, can.Experimental.Codex.Approvals);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject("serverInfo"u8);
        writer.WriteString("name"u8, value.ServerInfo.Name);
        writer.WriteString("version"u8, value.ServerInfo.Version);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Strings(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        for (var i = 0; i < values.Count; i++)
        {
            writer.WriteStringValue(values[i]);
        }

        writer.WriteEndArray();
    }
}
