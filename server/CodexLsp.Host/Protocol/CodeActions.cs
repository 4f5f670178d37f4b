using System.Text.Json;

namespace CodexLsp.Host.Protocol;

/// <summary>Params of <c>textDocument/codeAction</c>.</summary>
internal sealed record CodeActionParams(TextDocumentIdentifier TextDocument, Range Range, CodeActionContext Context);

/// <summary>What the client knows of the place.</summary>
internal sealed record CodeActionContext(IReadOnlyList<Diagnostic> Diagnostics, IReadOnlyList<string>? Only = null);

/// <summary>Something a compiler said, as a client sends it: the code may be a string or a number.</summary>
internal sealed record Diagnostic(Range Range, string Message, int? Severity = null, JsonElement? Code = null, string? Source = null);

/// <summary>An action of the light bulb.</summary>
internal sealed record CodeAction(
    string Title,
    string Kind,
    IReadOnlyList<Diagnostic>? Diagnostics = null,
    bool? IsPreferred = null,
    WorkspaceEdit? Edit = null,
    ClientCommand? Command = null,
    CodeActionData? Data = null);

/// <summary>A command the client runs itself.</summary>
internal sealed record ClientCommand(string Title, [property: System.Text.Json.Serialization.JsonPropertyName("command")] string Name, IReadOnlyList<EditCommandArguments>? Arguments = null);

/// <summary>What <c>codeAction/resolve</c> needs to make the edit.</summary>
internal sealed record CodeActionData(string Uri, Range Range, string Instruction, int? Version = null, string? Code = null);

/// <summary>
/// The one argument object of <c>codex.edit</c>, <c>codex.fix</c> and of our client's commands for the same.
/// </summary>
internal sealed record EditCommandArguments(
    TextDocumentIdentifier TextDocument, Range Range, string? Instruction = null, string? Code = null, IReadOnlyList<Diagnostic>? Diagnostics = null);

/// <summary>Params of <c>textDocument/publishDiagnostics</c>: all there is to say of a document.</summary>
internal sealed record PublishDiagnosticsParams(string Uri, IReadOnlyList<Diagnostic> Diagnostics, int? Version = null);

/// <summary>The answer to <c>workspace/executeCommand</c>: the turn goes on.</summary>
internal sealed record TurnStarted(string ThreadId, string TurnId);

/// <summary>The argument of <c>codex.task</c>.</summary>
internal sealed record TaskCommandArguments(string Text);
