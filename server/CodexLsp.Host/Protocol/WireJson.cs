using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodexLsp.Host.Protocol;

/// <summary>
/// Every type of the wire, with generated readers and writers. Nullability and required parameters are respected: without
/// that a missing <c>uri</c> would silently become null.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(AcceptParams))]
[JsonSerializable(typeof(AcceptResult))]
[JsonSerializable(typeof(ApplyPatchResult))]
[JsonSerializable(typeof(ApplyWorkspaceEditParams))]
[JsonSerializable(typeof(ApplyWorkspaceEditResult))]
[JsonSerializable(typeof(CancelParams))]
[JsonSerializable(typeof(CodeAction))]
[JsonSerializable(typeof(CodeActionParams))]
[JsonSerializable(typeof(ConfigResult))]
[JsonSerializable(typeof(ConfigurationParams))]
[JsonSerializable(typeof(ContextPack))]
[JsonSerializable(typeof(ContextParams))]
[JsonSerializable(typeof(DidChangeConfigurationParams))]
[JsonSerializable(typeof(DidChangeTextDocumentParams))]
[JsonSerializable(typeof(DidChangeWatchedFilesParams))]
[JsonSerializable(typeof(DidChangeWorkspaceFoldersParams))]
[JsonSerializable(typeof(DidCloseTextDocumentParams))]
[JsonSerializable(typeof(DidOpenTextDocumentParams))]
[JsonSerializable(typeof(DidSaveTextDocumentParams))]
[JsonSerializable(typeof(DoctorResult))]
[JsonSerializable(typeof(EditCommandArguments))]
[JsonSerializable(typeof(EditProgressParams))]
[JsonSerializable(typeof(ErrorResult))]
[JsonSerializable(typeof(ExecuteCommandParams))]
[JsonSerializable(typeof(FileOperationParams))]
[JsonSerializable(typeof(InitializeParams))]
[JsonSerializable(typeof(InitializeResult))]
[JsonSerializable(typeof(ItemDeltaParams))]
[JsonSerializable(typeof(ItemParams))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(MessageActionItem))]
[JsonSerializable(typeof(ProgressParams))]
[JsonSerializable(typeof(Proposal))]
[JsonSerializable(typeof(ProposalChangedParams))]
[JsonSerializable(typeof(ProposalListParams))]
[JsonSerializable(typeof(ProposalListResult))]
[JsonSerializable(typeof(ProposalReadParams))]
[JsonSerializable(typeof(ProposeParams))]
[JsonSerializable(typeof(RefineParams))]
[JsonSerializable(typeof(RegistrationParams))]
[JsonSerializable(typeof(RejectParams))]
[JsonSerializable(typeof(RejectResult))]
[JsonSerializable(typeof(RenameFilesParams))]
[JsonSerializable(typeof(SetTraceParams))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(ShowMessageParams))]
[JsonSerializable(typeof(ShowMessageRequestParams))]
[JsonSerializable(typeof(Thread))]
[JsonSerializable(typeof(ThreadListParams))]
[JsonSerializable(typeof(ThreadListResult))]
[JsonSerializable(typeof(ThreadReadParams))]
[JsonSerializable(typeof(TurnParams))]
[JsonSerializable(typeof(TurnStarted))]
[JsonSerializable(typeof(UndoParams))]
[JsonSerializable(typeof(UndoResult))]
[JsonSerializable(typeof(Verification))]
[JsonSerializable(typeof(VerifyParams))]
[JsonSerializable(typeof(WorkDoneProgressParams))]
[JsonSerializable(typeof(WorkspaceStatusParams))]
[JsonSerializable(typeof(WorkspaceTrustParams))]
[JsonSerializable(typeof(IReadOnlyList<CodeAction>), TypeInfoPropertyName = "CodeActions")]
internal sealed partial class WireJson : JsonSerializerContext;
