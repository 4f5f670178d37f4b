using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodexLsp.Host.Protocol;

/// <summary>
/// Params of <c>codex/edit/propose</c>. With <paramref name="Text"/> no model is asked: it is taken as the answer, new lines for the
/// range, or a patch.
/// </summary>
internal sealed record ProposeParams(
    TextDocumentIdentifier TextDocument,
    Range Range,
    string Instruction,
    string? ThreadId = null,
    string? Model = null,
    string? Effort = null,
    IReadOnlyList<Input>? Attachments = null,
    IReadOnlyList<Diagnostic>? Diagnostics = null,
    JsonElement? Token = null,
    string? Text = null);

/// <summary>Params of <c>codex/edit/refine</c>.</summary>
internal sealed record RefineParams(string ProposalId, string Instruction, JsonElement? Token = null);

/// <summary>Params of <c>codex/edit/accept</c>.</summary>
internal sealed record AcceptParams(string ProposalId, IReadOnlyList<string>? HunkIds = null, IReadOnlyList<AcceptedText>? Texts = null);

/// <summary>The whole new text of a file the user edited in the diff.</summary>
internal sealed record AcceptedText(string Uri, string Text);

/// <summary>The answer to <c>codex/edit/accept</c>: all hunks asked for, or none.</summary>
internal sealed record AcceptResult(bool Applied, IReadOnlyList<Conflict> Conflicts, string? UndoToken = null);

/// <summary>Params of <c>codex/edit/reject</c>.</summary>
internal sealed record RejectParams(string ProposalId, IReadOnlyList<string>? HunkIds = null);

/// <summary>The answer to <c>codex/edit/reject</c>.</summary>
internal sealed record RejectResult(Proposal Proposal);

/// <summary>Params of <c>codex/edit/undo</c>.</summary>
internal sealed record UndoParams(string UndoToken);

/// <summary>The answer to <c>codex/edit/undo</c>.</summary>
internal sealed record UndoResult(bool Applied, IReadOnlyList<Conflict> Conflicts);

/// <summary>Params of <c>codex/edit/progress</c>.</summary>
internal sealed record EditProgressParams(
    JsonElement Token, EditStage? Stage = null, int? Round = null, string? Delta = null, Proposal? Proposal = null);

/// <summary>Where an edit is.</summary>
[JsonConverter(typeof(WireEnum<EditStage>))]
internal enum EditStage
{
    Context,
    Model,
    Apply,
    Verify,
    Repair,
}

/// <summary>Params of <c>codex/proposal/list</c>.</summary>
internal sealed record ProposalListParams(string? Uri = null);

/// <summary>The answer to <c>codex/proposal/list</c>.</summary>
internal sealed record ProposalListResult(IReadOnlyList<Proposal> Proposals);

/// <summary>Params of <c>codex/proposal/read</c>.</summary>
internal sealed record ProposalReadParams(string ProposalId);

/// <summary>Params of <c>codex/proposal/changed</c>.</summary>
internal sealed record ProposalChangedParams(Proposal Proposal);

/// <summary>Params of <c>codex/context</c>.</summary>
internal sealed record ContextParams(TextDocumentIdentifier TextDocument, Range Range, string? Instruction = null);

/// <summary>What is sent to the model beside the user's words.</summary>
internal sealed record ContextPack(IReadOnlyList<ContextItem> Items, int Tokens, int Budget);

/// <summary>One part of the context.</summary>
internal sealed record ContextItem(ContextKind Kind, string Title, string? Uri, Range? Range, string Text, int Tokens, string Why);

/// <summary>What a part is.</summary>
[JsonConverter(typeof(WireEnum<ContextKind>))]
internal enum ContextKind
{
    Selection,
    Outline,
    Definition,
    Caller,
    Test,
    Diagnostic,
    Instructions,
    File,
}

/// <summary>Params of <c>codex/verify</c>: without an edit the workspace as it is.</summary>
internal sealed record VerifyParams(WorkspaceEdit? Edit = null);
