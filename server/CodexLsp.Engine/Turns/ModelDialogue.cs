using System.Collections.Immutable;
using System.Text;
using CodexLsp.Engine.Models;

namespace CodexLsp.Engine.Turns;

/// <summary>Asks the model for a turn, shows the answer as it grows and writes it down.</summary>
/// <param name="turn">The turn.</param>
/// <param name="model">Who is asked.</param>
/// <param name="work">What the turn is for.</param>
internal sealed class ModelDialogue(TurnRecorder turn, TurnModel model, TurnWork work)
{
    private readonly ImmutableArray<ModelTool> _tools = [.. work.Tools.Select(t => new ModelTool(t.Name, t.Description, t.JsonSchema))];

    /// <summary>The question that goes on with a conversation.</summary>
    public ModelRequest Question(ImmutableArray<ModelItem> conversation) => new(model.Name, work.Instructions, conversation)
    {
        Effort = model.Effort,
        CacheKey = turn.ThreadId,
        Tools = _tools,
    };

    /// <summary>Asks. The model's failures are in the answer.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; what was said by then is written down where the thread goes on with it.</exception>
    public async Task<ModelAnswer> AskAsync(ModelRequest question, CancellationToken cancellationToken)
    {
        var saying = new Saying(turn, work);
        try
        {
            await foreach (var happened in model.Model.AskAsync(question, cancellationToken))
            {
                if (await saying.TakeAsync(question, happened) is { } answer)
                {
                    return answer;
                }
            }
        }
        catch (OperationCanceledException) when (work.GoesOnWithThread)
        {
            await saying.CutShortAsync(question);
            throw;
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw new InvalidOperationException("The model's stream ended without an end.");
    }

    /// <summary>One answer as it grows.</summary>
    private sealed class Saying(TurnRecorder turn, TurnWork work)
    {
        private readonly StringBuilder _text = new();
        private readonly StringBuilder _refusal = new();
        private readonly StringBuilder _reasoning = new();
        private readonly ImmutableArray<ModelItem>.Builder _reasoned = ImmutableArray.CreateBuilder<ModelItem>();
        private readonly ImmutableArray<ModelItem>.Builder _calls = ImmutableArray.CreateBuilder<ModelItem>();
        private Item.AgentMessage? _message;

        /// <summary>Takes what happened; the answer when that was its end.</summary>
        public async Task<ModelAnswer?> TakeAsync(ModelRequest question, ModelEvent happened)
        {
            switch (happened)
            {
                case ModelEvent.TextDelta delta:
                    _text.Append(delta.Text);
                    _message ??= turn.StartMessage();
                    turn.Delta(_message.Id, delta.Text);
                    work.Streamed(delta.Text);
                    return null;
                case ModelEvent.ReasoningDelta thought:
                    _reasoning.Append(thought.Text);
                    return null;
                case ModelEvent.Reasoned reasoned:
                    _reasoned.Add(reasoned.Reasoning);
                    return null;
                case ModelEvent.ToolCall called:
                    _calls.Add(called.Call);
                    return null;
                case ModelEvent.Refusal refused:
                    _refusal.Append(refused.Text);
                    return null;
                case ModelEvent.Retrying retrying:
                    turn.Retrying(retrying);
                    return null;
                case ModelEvent.Completed completed:
                    if (_reasoning.Length > 0)
                    {
                        await turn.AddAsync(new Item.Reasoning(turn.NewId(), ItemStatus.Completed, _reasoning.ToString()));
                    }

                    return await EndAsync(question, completed.Usage, null);
                case ModelEvent.Failed failed:
                    // Of a call that may not be whole nobody knows what was meant.
                    _calls.Clear();
                    return await EndAsync(question, failed.Usage, failed.Failure);
                default:
                    throw new InvalidOperationException($"An unknown model event: {happened.GetType().Name}.");
            }
        }

        /// <summary>The user, or a budget, stopped it.</summary>
        public async Task CutShortAsync(ModelRequest question)
        {
            _calls.Clear();
            if (_text.Length > 0)
            {
                await EndAsync(question, ModelUsage.Estimate(question, _text.ToString()), null);
            }
        }

        private async Task<ModelAnswer> EndAsync(ModelRequest question, ModelUsage usage, Failure? failure)
        {
            var refusal = _refusal.Length > 0 ? _refusal.ToString() : null;
            var text = _text.ToString();
            var said = refusal ?? text;
            ImmutableArray<ModelItem> message = said.Length > 0 || _calls.Count == 0 ? [new ModelMessage(ModelRole.Assistant, said)] : [];
            ImmutableArray<ModelItem> items = failure is null ? [.. _reasoned, .. message, .. _calls] : message;
            if (!message.IsEmpty)
            {
                _message ??= turn.StartMessage();
                _message = _message with { Text = said, Status = failure is null ? ItemStatus.Completed : ItemStatus.Failed };
            }

            await turn.SaveAnswerAsync(question, _message, text, items, usage, failure, work.GoesOnWithThread);
            return new ModelAnswer(text, items, usage, refusal, failure);
        }
    }
}
