using CodexLsp.Engine.Turns;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Serving;

/// <summary>Asks the user of the client: ours by its own request, any other by a message with two buttons. No answer is a no.</summary>
internal sealed class EditorApprover(LanguageServer server) : IApprover
{
    private const string Allow = "Allow once";
    private const string Deny = "Deny";

    /// <inheritdoc/>
    public async Task<ApprovalAnswer> AskAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return server.Connection.State.Client.IsOurs
                ? await AskOursAsync(request, cancellationToken)
                : await AskByMessageAsync(request, cancellationToken);
        }
        catch (RpcException exception)
        {
            server.Log.Error("the client did not answer a question", exception);
            return new ApprovalAnswer(Engine.Turns.ApprovalDecision.Deny, "The editor could not ask the user.");
        }
        catch (IOException)
        {
            return new ApprovalAnswer(Engine.Turns.ApprovalDecision.Deny, "The editor is gone.");
        }
    }

    private async Task<ApprovalAnswer> AskOursAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        var answer = await server.Connection.RequestAsync(
            "codex/approval/request", WireJson.Default.ApprovalParams, ToWire.Approval(request), WireJson.Default.ApprovalResult, cancellationToken);
        return answer is null ? new ApprovalAnswer(Engine.Turns.ApprovalDecision.Deny) : FromWire.Answer(answer);
    }

    private async Task<ApprovalAnswer> AskByMessageAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        var answer = await server.Connection.RequestAsync(
            "window/showMessageRequest",
            WireJson.Default.ShowMessageRequestParams,
            new ShowMessageRequestParams(2, $"codex-lsp: {request.Title}\n{request.Reason}", [new(Allow), new(Deny)]),
            WireJson.Default.MessageActionItem,
            cancellationToken);
        return new ApprovalAnswer(answer?.Title == Allow ? Engine.Turns.ApprovalDecision.Approve : Engine.Turns.ApprovalDecision.Deny);
    }
}
