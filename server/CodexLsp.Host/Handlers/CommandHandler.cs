using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CodexLsp.Engine.Turns;
using CodexLsp.Host.Cli;
using CodexLsp.Host.Composition;
using CodexLsp.Host.Conversion;
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
        var started = new TaskCompletionSource<TurnStarted>(TaskCreationOptions.RunContinuationsAsynchronously);
        var (title, run) = Work(state, parameters, started);
        server.Background(parameters.Command, ended => RunAsync(state, title, run, started, ended));
        return await started.Task.WaitAsync(cancellationToken);
    }

    /// <summary>What a command does under which title.</summary>
    private (string Title, Func<Action<string>, CancellationToken, Task> Run) Work(
        ServerState state, ExecuteCommandParams parameters, TaskCompletionSource<TurnStarted> started)
    {
        switch (parameters.Command)
        {
            case Commands.Task:
                var task = Arguments(parameters, WireJson.Default.TaskCommandArguments, "{ text }", a => !string.IsNullOrWhiteSpace(a.Text));
                return (TurnTitle.Of(task.Text), (report, cancelled) => DoAsync(state, task.Text, started, report, cancelled));
            case Commands.Explain:
                var asked = Arguments(parameters, WireJson.Default.EditCommandArguments, "{ textDocument, range, instruction?, diagnostics? }", static _ => true);
                var shown = Places.Find(state, asked.TextDocument, asked.Range);
                return ("Explain", (_, cancelled) => ExplainAsync(state, shown, asked, started, cancelled));
            case Commands.Fix:
                var fix = Arguments(parameters, WireJson.Default.EditCommandArguments, "{ textDocument, range, code? }", static _ => true);
                return Edit(EditOrder.Fix(Places.Find(state, fix.TextDocument, fix.Range), fix.Code));
            case Commands.Edit:
                var edit = Arguments(
                    parameters, WireJson.Default.EditCommandArguments, "{ textDocument, range, instruction }", a => !string.IsNullOrWhiteSpace(a.Instruction));
                return Edit(new EditOrder(Places.Find(state, edit.TextDocument, edit.Range), edit.Instruction!));
            default:
                throw new RpcException(RpcErrorCodes.InvalidParams, $"There is no command {parameters.Command}; there are {string.Join(", ", Commands.Names)}.");
        }

        (string, Func<Action<string>, CancellationToken, Task>) Edit(EditOrder order) => (
            order.Instruction,
            async (report, cancelled) => await FinishAsync(state, await ProposeAsync(state, order, started, report, cancelled), cancelled));
    }

    private static T Arguments<T>(ExecuteCommandParams parameters, JsonTypeInfo<T> type, string expected, Func<T, bool> isWhole)
        where T : class
    {
        T? arguments = null;
        try
        {
            arguments = parameters.Arguments is [var only] ? only.Deserialize(type) : null;
        }
        catch (JsonException)
        {
            // Answered below like every other wrong shape.
        }

        return arguments is not null && isWhole(arguments)
            ? arguments
            : throw new RpcException(RpcErrorCodes.InvalidParams, $"{parameters.Command} takes one argument {expected}.");
    }

    private async Task DoAsync(
        ServerState state, string words, TaskCompletionSource<TurnStarted> started, Action<string> report, CancellationToken cancellationToken)
    {
        var order = new TurnOrder
        {
            Mode = Engine.Turns.TurnMode.Task,
            Input = [new Engine.Turns.Input.Text(words)],
            Snapshot = state.Snapshot,
            Folder = ThreadHandlers.FolderOf(state.Snapshot, cwd: null),
        };
        var result = await TurnAsync(state, order, started, report, cancellationToken);
        if (result.Proposal is { } proposal)
        {
            await FinishAsync(state, proposal, cancellationToken, isWhole: AdvanceAcceptance.Covers(result.Turn));
        }
        else
        {
            server.ShowMessage(result.Turn.Error is null ? 3 : 2, Words(result.Turn));
        }
    }

    private async Task ExplainAsync(
        ServerState state, EditPlace place, EditCommandArguments asked, TaskCompletionSource<TurnStarted> started, CancellationToken cancellationToken)
    {
        var lines = place.Text.Lines.GetLinePositionSpan(server.Assistant.Grow(place));
        var order = new TurnOrder
        {
            Mode = Engine.Turns.TurnMode.Chat,
            Input =
            [
                new Engine.Turns.Input.Text(asked.Instruction ?? "Explain this code: what it does, and what is easily missed in it."),
                new Engine.Turns.Input.File(place.Path, lines),
                .. FromWire.Diagnostics(place.Path, asked.Diagnostics),
            ],
            Snapshot = state.Snapshot,
            Folder = place.Folder,
        };
        var result = await TurnAsync(state, order, started, static _ => { }, cancellationToken);
        server.ShowMessage(result.Turn.Error is null ? 3 : 2, Words(result.Turn));
    }

    private async Task<TurnResult> TurnAsync(
        ServerState state, TurnOrder order, TaskCompletionSource<TurnStarted> started, Action<string> report, CancellationToken cancellationToken)
    {
        return Requests.Require(await server.Assistant.RunTurnAsync(
            order, server.Configuration(state), new EditorApprover(server), Report, cancellationToken));

        void Report(TurnEvent happened)
        {
            switch (happened)
            {
                case TurnEvent.Started turn:
                    started.TrySetResult(new TurnStarted(turn.ThreadId, turn.Turn.Id));
                    break;
                case TurnEvent.Planned planned when planned.Steps.FirstOrDefault(s => s.Status == Engine.Turns.PlanStepStatus.Running) is { } step:
                    report(step.Text);
                    break;
                default:
                    break;
            }
        }
    }

    // What the model said last, or why it could not.
    private static string Words(Engine.Turns.Turn turn) => turn.Error is { } error
        ? $"{error.Message} {error.Next}".TrimEnd()
        : turn.Items.OfType<Engine.Turns.Item.AgentMessage>().LastOrDefault()?.Text ?? "There is no answer.";

    private async Task RunAsync(
        ServerState state,
        string title,
        Func<Action<string>, CancellationToken, Task> run,
        TaskCompletionSource<TurnStarted> started,
        CancellationToken cancellationToken)
    {
        try
        {
            await server.Progress.RunAsync(title, state.Client.ShowsProgress, run, cancellationToken);
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

    // Calling the command was the acceptance of the whole, not of what a limit left of it.
    private async Task FinishAsync(ServerState state, Engine.Edits.Proposal proposal, CancellationToken cancellationToken, bool isWhole = true)
    {
        if (proposal.Status != Engine.Edits.ProposalStatus.Ready)
        {
            server.ShowMessage(2, $"{proposal.Message ?? "There is no change to apply."} {proposal.Error?.Next}".TrimEnd());
            return;
        }

        var wasAccepted = isWhole && proposal.Verdict.Status == Engine.Verification.VerificationStatus.Verified;
        if (!wasAccepted && !await AskAsync(proposal, cancellationToken))
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
