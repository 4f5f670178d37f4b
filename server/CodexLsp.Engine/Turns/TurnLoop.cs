using System.Collections.Immutable;
using CodexLsp.Engine.Context;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Journal;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Verification;

namespace CodexLsp.Engine.Turns;

/// <summary>
/// The one loop behind everything a user starts: ask, act, change, verify, repair, until the model is done and the compiler agrees, or
/// a limit is reached. What the turn is for only chooses words, tools and what an answer means (<see cref="TurnWork"/>). Nothing it
/// does touches a user's file.
/// </summary>
/// <param name="threads">Where turns are remembered.</param>
/// <param name="contexts">Languages that know what code depends on.</param>
/// <param name="verifiers">Languages that can compile.</param>
/// <param name="policy">Which files a model's answer may name.</param>
/// <param name="time">The clock.</param>
public sealed class TurnLoop(
    ThreadStore threads,
    ImmutableArray<IContextSource> contexts,
    ImmutableArray<IVerifier> verifiers,
    PathPolicy policy,
    TimeProvider time)
{
    /// <summary>The most answers to an edit that are judged: the first and one repair.</summary>
    public const int MostRounds = 2;

    /// <summary>
    /// Runs one edit to its final verdict. What the model cannot do, what cannot be placed and what does not compile are
    /// proposals, too; <see cref="Proposal.Status"/> and <see cref="Proposal.Verdict"/> say so.
    /// </summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="current">What the user sees now: they may type while the model writes.</param>
    /// <param name="report">Told of everything as it happens; must not block.</param>
    /// <param name="cancellationToken">Ends the turn as interrupted: no proposal is left.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="IOException">The journal cannot be written.</exception>
    public async Task<Outcome<Proposal>> RunEditAsync(
        EditRequest request, Func<Snapshot> current, Action<TurnEvent> report, CancellationToken cancellationToken)
    {
        var model = request.Given is { } given ? new TurnModel(new GivenAnswer(given), "given", null) : request.Model;

        // While the journal is written.
        var gathering = model.Succeeded && request.Given is null
            ? Task.Run(() => GatherAsync(request, cancellationToken), cancellationToken)
            : Task.FromResult(new ContextPack([], request.ContextBudget));
        var opened = request.ThreadId is { } thread
            ? await threads.OpenAsync(thread, cancellationToken)
            : await threads.CreateAsync(TurnTitle.Of(request.Instruction), request.Folder, cancellationToken);
        if (!opened.Succeeded)
        {
            return opened.Failure;
        }

        var range = request.Snapshot.Read(request.Path)?.Text.Lines.GetLinePositionSpan(request.Selection);
        ImmutableArray<Input> input = [new Input.Text(request.Instruction), new Input.File(request.Path, range), .. request.Attachments];
        await using var turn = await TurnRecorder.StartAsync(
            opened.Value, TurnMode.Edit, TurnRights.AsConfigured, input, report, time, cancellationToken);
        using var meter = new BudgetMeter(Budget.None, model.Value?.Name, time);
        var end = await EndAsync(
            turn, () => new EditWork(turn, request, gathering, verifiers, policy, current, time), model, meter, new Steering(), cancellationToken);
        return end.Proposal ?? throw new OperationCanceledException(cancellationToken);
    }

    /// <summary>
    /// Runs one turn of a conversation: a question, or a task with its edits, checks and tests. It ends with the turn as it stands then:
    /// completed, failed, interrupted, or partial where a limit stopped it; a task may end in a proposal.
    /// </summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="report">Told of everything as it happens; must not block.</param>
    /// <param name="cancellationToken">Interrupts the turn; what is there by then is kept.</param>
    /// <exception cref="IOException">The journal cannot be written.</exception>
    public async Task<Outcome<TurnResult>> RunAsync(TurnRequest request, Action<TurnEvent> report, CancellationToken cancellationToken)
    {
        var opened = await threads.OpenAsync(request.ThreadId, cancellationToken);
        if (!opened.Succeeded)
        {
            return opened.Failure;
        }

        await using var turn = await TurnRecorder.StartAsync(
            opened.Value, request.Mode, request.Rights, request.Input, report, time, CancellationToken.None);
        using var meter = new BudgetMeter(request.Budget, request.Model.Value?.Name, time);
        var end = await EndAsync(turn, Work, request.Model, meter, request.Steering, cancellationToken);
        return new TurnResult(turn.Turn, end.Proposal);

        TurnWork Work() => request.Mode == TurnMode.Task
            ? TaskWork.Of(turn, request, verifiers, policy, meter, time)
            : new ChatWork(turn, request, policy);
    }

    /// <summary>Runs the turn and writes down how it ended, however that was.</summary>
    private async Task<TurnEnd> EndAsync(
        TurnRecorder turn, Func<TurnWork> begin, Outcome<TurnModel> model, BudgetMeter meter, Steering steering, CancellationToken cancellationToken)
    {
        try
        {
            TurnEnd end;
            await using (var work = begin())
            {
                end = model.Succeeded
                    ? await RunAsync(turn, work, model.Value, meter, steering, cancellationToken)
                    : await work.FailedAsync(model.Failure);
            }

            await turn.EndAsync(end);
            return end;
        }
        catch (Exception exception) when (turn.Turn.Status == TurnStatus.Running)
        {
            await turn.EndAsync(new TurnEnd(
                TurnStatus.Failed, null, new Failure("internal", $"The turn ended by an unexpected {exception.GetType().Name}.", "See the log.")));
            throw;
        }
    }

    private async Task<TurnEnd> RunAsync(
        TurnRecorder turn, TurnWork work, TurnModel model, BudgetMeter meter, Steering steering, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, meter.TimeIsUp);
        try
        {
            return await ConverseAsync(turn, work, model, meter, steering, limited.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await work.InterruptedAsync();
        }
        catch (OperationCanceledException) when (meter.TimeIsUp.IsCancellationRequested)
        {
            return await work.StoppedAsync(meter.OutOfTime, cancellationToken);
        }
    }

    private async Task<TurnEnd> ConverseAsync(
        TurnRecorder turn, TurnWork work, TurnModel model, BudgetMeter meter, Steering steering, CancellationToken cancellationToken)
    {
        var dialogue = new ModelDialogue(turn, model, work);
        var calls = new ToolCalls(turn, work, time);
        List<ModelItem> conversation = work.GoesOnWithThread ? [.. turn.History.Conversation] : [];
        await SayAsync(await work.BeginAsync(cancellationToken));
        while (true)
        {
            foreach (var said in steering.Take())
            {
                await turn.AddAsync(new Item.UserMessage(turn.NewId(), ItemStatus.Completed, said));
                await SayAsync([new ModelMessage(ModelRole.User, work.Words(said))]);
            }

            var question = dialogue.Question([.. conversation]);
            if (meter.Objection(turn.Usage, question) is { } objection)
            {
                return await work.StoppedAsync(objection, cancellationToken);
            }

            work.Asking();
            var answer = await dialogue.AskAsync(question, cancellationToken);
            turn.Spent(meter.Window, answer.Usage.InputTokens + answer.Usage.OutputTokens);
            conversation.AddRange(answer.Items);
            if (answer.Failure is { } failure)
            {
                return await work.FailedAsync(failure);
            }

            if (answer.Refusal is { } refusal)
            {
                return work.Refused(refusal);
            }

            NextStep? next = null;
            if (answer.Calls.IsEmpty)
            {
                next = await work.AnsweredAsync(answer, cancellationToken);
            }
            else
            {
                conversation.AddRange(await calls.RunAsync(answer.Calls, cancellationToken));
            }

            if (work.Aborted)
            {
                return await work.InterruptedAsync();
            }

            if (calls.Stuck is { } stuck)
            {
                return await work.StoppedAsync(stuck, cancellationToken);
            }

            switch (next)
            {
                case NextStep.Ask ask:
                    await SayAsync([new ModelMessage(ModelRole.User, ask.Message)]);
                    break;
                case NextStep.Over over when steering.TryEnd():
                    return over.End;
                default:
                    // The model waits for its tools, or the user had something to add just before the end.
                    break;
            }
        }

        async Task SayAsync(ImmutableArray<ModelItem> items)
        {
            conversation.AddRange(items);
            if (work.GoesOnWithThread)
            {
                await turn.SayAsync(items);
            }
        }
    }

    private async Task<ContextPack> GatherAsync(EditRequest request, CancellationToken cancellationToken)
    {
        var source = contexts.FirstOrDefault(c => c.Handles(request.Path));
        return source is null
            ? new ContextPack([], request.ContextBudget)
            : await source.GatherAsync(
                request.Snapshot, request.Path, request.Selection, request.Instruction, request.ContextBudget, cancellationToken);
    }
}
