using System.ClientModel;
using System.Text;
using OpenAI.Responses;

namespace CodexLsp.Engine.Models;

/// <summary>One try: a request and its answer, event by event. Disposing it closes the socket of an answer that is not whole.</summary>
internal sealed class ResponseStream(
    ResponsesClient client, CreateResponseOptions options, ModelLimits limits, ModelProblems problems, TimeProvider time, CancellationToken cancellationToken)
    : IAsyncDisposable
{
    private readonly TimeSpan _idleLimit = options.ReasoningOptions is null ? limits.Idle : limits.IdleReasoning;
    private readonly long _start = time.GetTimestamp();
    private readonly StringBuilder _answer = new();
    private readonly StringBuilder _refusal = new();
    private CancellationTokenSource? _idle;
    private CancellationTokenSource? _closing;
    private AsyncStreamingResult<StreamingResponseUpdate>? _result;
    private IAsyncEnumerator<StreamingResponseUpdate>? _updates;
    private ModelProblem? _problem;

    /// <summary>What came: text, arguments of calls, reasoning and refusal.</summary>
    public string Answer => _answer.ToString();

    /// <summary>What the provider says the answer cost; null when it did not say.</summary>
    public ResponseTokenUsage? Usage { get; private set; }

    /// <summary>Why the answer is not whole, once <see cref="NextAsync"/> has given null; null when it is whole.</summary>
    public ModelProblem? Problem => _problem;

    /// <summary>The next piece of the answer; null at its end.</summary>
    /// <exception cref="OperationCanceledException">Cancelled from outside.</exception>
    public async Task<ModelEvent?> NextAsync()
    {
        while (await MoveAsync())
        {
            if (Take(_updates!.Current, out var done) is { } e)
            {
                return e;
            }

            if (done)
            {
                return null;
            }
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_updates is not null)
        {
            await _updates.DisposeAsync();
        }

        if (_result is not null)
        {
            await _result.DisposeAsync();
        }

        _idle?.Dispose();
        _closing?.Dispose();
    }

    private async ValueTask<bool> MoveAsync()
    {
        try
        {
            if (_updates is null)
            {
                _idle = new CancellationTokenSource(_idleLimit, time);
                _closing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _idle.Token);
                _result = await client.CreateResponseStreamingAsync(options, _closing.Token);
                if (problems.OfHead(_result.Headers) is { } refused)
                {
                    _problem = refused;
                    return false;
                }

                _updates = ((IAsyncEnumerable<StreamingResponseUpdate>)_result).GetAsyncEnumerator(_closing.Token);
            }

            var left = limits.Whole - time.GetElapsedTime(_start);
            _idle!.CancelAfter(left <= TimeSpan.Zero ? TimeSpan.Zero : left < _idleLimit ? left : _idleLimit);
            if (await _updates.MoveNextAsync())
            {
                return true;
            }

            _problem = problems.Cut();
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception) when (_idle?.IsCancellationRequested == true)
        {
            _problem = time.GetElapsedTime(_start) >= limits.Whole ? problems.TooLong(limits.Whole) : problems.Idle(_idleLimit);
        }
        catch (Exception e) when (problems.Of(e) is { } problem)
        {
            _problem = problem;
        }

        return false;
    }

    // Types of events that are not named here, known to the library or not, carry nothing that is shown.
    private ModelEvent? Take(StreamingResponseUpdate update, out bool done)
    {
        done = false;
        switch (update)
        {
            case StreamingResponseOutputTextDeltaUpdate { Delta: { Length: > 0 } delta }:
                return Counted(delta, ref done) ? new ModelEvent.TextDelta(delta) : null;
            case StreamingResponseReasoningSummaryTextDeltaUpdate { Delta: { Length: > 0 } delta }:
                return Counted(delta, ref done) ? new ModelEvent.ReasoningDelta(delta) : null;
            case StreamingResponseReasoningTextDeltaUpdate { Delta: { Length: > 0 } delta }:
                return Counted(delta, ref done) ? new ModelEvent.ReasoningDelta(delta) : null;
            case StreamingResponseFunctionCallArgumentsDeltaUpdate { Delta: { } part }:
                Counted(part.ToString(), ref done);
                return null;
            case StreamingResponseOutputItemDoneUpdate { Item: FunctionCallResponseItem { CallId: not { Length: > 0 } } or FunctionCallResponseItem { FunctionName: not { Length: > 0 } } }:
                // Nobody could say which call a result belongs to.
                _problem = problems.NotTheApi();
                done = true;
                return null;
            case StreamingResponseOutputItemDoneUpdate { Item: FunctionCallResponseItem call }:
                return new ModelEvent.ToolCall(new ModelToolCall(call.CallId, call.FunctionName, call.FunctionArguments?.ToString() ?? ""));
            case StreamingResponseOutputItemDoneUpdate { Item: ReasoningResponseItem { EncryptedContent: { Length: > 0 } content } reasoning }:
                var summary = string.Join("\n", reasoning.SummaryParts.OfType<ReasoningSummaryTextPart>().Select(p => p.Text));
                return new ModelEvent.Reasoned(new ModelReasoning(content, summary));
            case StreamingResponseRefusalDeltaUpdate { Delta: { Length: > 0 } delta }:
                if (Counted(delta, ref done))
                {
                    _refusal.Append(delta);
                }

                return null;
            case StreamingResponseRefusalDoneUpdate refusal:
                var words = refusal.Refusal is { Length: > 0 } whole ? whole : _refusal.ToString();
                _refusal.Clear();
                return new ModelEvent.Refusal(words);
            case StreamingResponseCompletedUpdate completed:
                Usage = completed.Response?.Usage;
                done = true;
                return null;
            case StreamingResponseIncompleteUpdate incomplete:
                Usage = incomplete.Response?.Usage;
                _problem = problems.Incomplete(incomplete.Response?.IncompleteStatusDetails?.Reason?.ToString());
                done = true;
                return null;
            case StreamingResponseFailedUpdate failed:
                Usage = failed.Response?.Usage;
                _problem = problems.OfEvent(failed.Response?.Error?.Code.ToString(), failed.Response?.Error?.Message);
                done = true;
                return null;
            case StreamingResponseErrorUpdate error:
                _problem = problems.OfEvent(error.Code, error.Message);
                done = true;
                return null;
            default:
                return null;
        }
    }

    private bool Counted(string delta, ref bool done)
    {
        _answer.Append(delta);
        if (_answer.Length <= limits.AnswerCharacters)
        {
            return true;
        }

        _problem = problems.TooLarge($"it is longer than {limits.AnswerCharacters:N0} characters");
        done = true;
        return false;
    }
}
