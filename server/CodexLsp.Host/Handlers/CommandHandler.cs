using System.Text.Json;
using CodexLsp.Engine.Turns;
using CodexLsp.Host.Cli;
using CodexLsp.Host.Composition;
using CodexLsp.Host.Protocol;
using CodexLsp.Host.Serving;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Handlers;

/// <summary>
/// <c>workspace/executeCommand</c> for plain clients: answers as soon as the turn runs. A verified change is applied, because calling the
/// command was the acceptance; any other is asked about, and no answer discards it.
/// </summary>
internal sealed class CommandHandler(LanguageServer server)
{
    private const string ApplyAnyway = "Apply anyway";
    private const string Discard = "Discard";

    public async Task<TurnStarted> ExecuteAsync(ServerState state, ExecuteCommandParams parameters, CancellationToken cancellationToken)
    {
        var arguments = Arguments(parameters);
        var place = Places.Find(state, arguments.TextDocument, arguments.Range);
        var order = arguments.Instruction is { } instruction && parameters.Command == Commands.Edit
            ? new EditOrder(place, instruction)
            : EditOrder.Fix(place, arguments.Code);
        var started = new TaskCompletionSource<TurnStarted>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Background(parameters.Command, ended => RunAsync(state, order, started, ended));
        return await started.Task.WaitAsync(cancellationToken);
    }

    private static EditCommandArguments Arguments(ExecuteCommandParams parameters)
    {
        if (!Commands.Names.Contains(parameters.Command))
        {
            throw new RpcException(RpcErrorCodes.InvalidParams, $"There is no command {parameters.Command}; there are {string.Join(", ", Commands.Names)}.");
        }

        var expected = parameters.Command == Commands.Fix
            ? "{ textDocument, range, code? }"
            : "{ textDocument, range, instruction }";
        EditCommandArguments? arguments = null;
        try
        {
            arguments = parameters.Arguments is [var only] ? only.Deserialize(WireJson.Default.EditCommandArguments) : null;
        }
        catch (JsonException)
        {
            // Answered below like every other wrong shape.
        }

        return arguments is not null && (parameters.Command == Commands.Fix || !string.IsNullOrWhiteSpace(arguments.Instruction))
            ? arguments
            : throw new RpcException(RpcErrorCodes.InvalidParams, $"{parameters.Command} takes one argument {expected}.");
    }

    private async Task RunAsync(
        ServerState state, EditOrder order, TaskCompletionSource<TurnStarted> started, CancellationToken cancellationToken)
    {
        try
        {
            await server.Progress.RunAsync(
                order.Instruction,
                state.Client.ShowsProgress,
                async (report, cancelled) => await FinishAsync(state, await ProposeAsync(state, order, started, report, cancelled), cancelled),
                cancellationToken);
        }
        catch (Exception exception)
        {
            // Whoever waits for the start must hear of it; afterwards only the log does.
            if (!started.TrySetException(exception) && exception is not OperationCanceledException)
            {
                throw;
            }
        }
    }

    private async Task<Engine.Edits.Proposal> ProposeAsync(
        ServerState state, EditOrder order, TaskCompletionSource<TurnStarted> started, Action<string> report, CancellationToken cancellationToken)
    {
        return Requests.Require(await server.Assistant.ProposeAsync(order, server.Configuration(state), () => server.Snapshot, Report, cancellationToken));

        void Report(TurnEvent happened)
        {
            switch (happened)
            {
                case TurnEvent.Started turn:
                    started.TrySetResult(new TurnStarted(turn.ThreadId, turn.Turn.Id));
                    break;
                case TurnEvent.Stage stage:
                    report(stage.Reached switch
                    {
                        Engine.Turns.EditStage.Context => "gathering context",
                        Engine.Turns.EditStage.Model => "writing",
                        Engine.Turns.EditStage.Apply => "placing the change",
                        Engine.Turns.EditStage.Verify => "checking",
                        _ => "mending what does not compile",
                    });
                    break;
                default:
                    break;
            }
        }
    }

    private async Task FinishAsync(ServerState state, Engine.Edits.Proposal proposal, CancellationToken cancellationToken)
    {
        if (proposal.Status != Engine.Edits.ProposalStatus.Ready)
        {
            server.ShowMessage(2, $"{proposal.Message ?? "There is no change to apply."} {proposal.Error?.Next}".TrimEnd());
            return;
        }

        if (proposal.Verdict.Status != Engine.Verification.VerificationStatus.Verified && !await AskAsync(proposal, cancellationToken))
        {
            await server.Assistant.Review(server.Configuration(state), server.Snapshot).RejectAsync(proposal.Id, null, cancellationToken);
            return;
        }

        var decision = await server.Decisions.AcceptAsync(state, new ProposalAcceptance(proposal.Id, null, [], InAdvance: true), cancellationToken);
        if (!decision.Applied)
        {
            server.ShowMessage(2, decision.Failure is { } failure
                ? $"{failure.Message} {failure.Next}"
                : "The change was not applied: the same lines were changed meanwhile. Ask again on the text as it is now.");
        }
    }

    private async Task<bool> AskAsync(Engine.Edits.Proposal proposal, CancellationToken cancellationToken)
    {
        var first = proposal.Verdict.Errors.FirstOrDefault() is { } error ? $": {error.Code} {error.Message}" : "";
        try
        {
            var answer = await server.Connection.RequestAsync(
                "window/showMessageRequest",
                WireJson.Default.ShowMessageRequestParams,
                new ShowMessageRequestParams(2, $"{proposal.Title}\n{DiffView.Headline(proposal.Verdict)}{first}", [new(ApplyAnyway), new(Discard)]),
                WireJson.Default.MessageActionItem,
                cancellationToken);
            return answer?.Title == ApplyAnyway;
        }
        catch (RpcException exception)
        {
            // No answer is an answer: discard.
            server.Log.Error("the client did not answer window/showMessageRequest", exception);
            return false;
        }
    }
}
