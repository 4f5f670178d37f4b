using System.Security.Cryptography;

namespace CodexLsp.Rpc;

public sealed partial class RpcConnection<TState>
{
    private const int LongestNameShown = 80;

    private async Task ReadAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                var frame = await _frames.ReadAsync(ct);
                switch (frame.Kind)
                {
                    case FrameKind.Message:
                        Arrive(IncomingMessage.Parse(frame.Buffer!, frame.Length, _options.MaxJsonDepth));
                        break;
                    case FrameKind.TooLong:
                        Arrive(IncomingMessage.TooLong(frame.Buffer!, frame.Length, frame.Problem!));
                        break;
                    case FrameKind.BadHeader:
                        Arrive(IncomingMessage.Unreadable(RpcErrorCodes.ParseError, frame.Problem!));
                        break;
                    default:
                        var reason = frame.Problem ?? "The client closed the input without asking to exit.";
                        // Behind the messages that came before it.
                        _arrivals.Writer.TryWrite(new Arrival(End: new RpcExit(1, reason)));
                        return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The connection has ended.
        }
        catch (Exception e)
        {
            Log(RpcLogLevel.Error, "Reading from the client failed.", e);
            _arrivals.Writer.TryWrite(new Arrival(End: new RpcExit(1, "The input cannot be read.")));
        }

        void Arrive(IncomingMessage message) => _arrivals.Writer.TryWrite(new Arrival(message));
    }

    /// <summary>The loop: the only place where the state changes.</summary>
    private async Task<RpcExit> AdmitAllAsync()
    {
        while (Volatile.Read(ref _exit) is null)
        {
            var arrival = await _arrivals.Reader.ReadAsync();
            try
            {
                if (arrival.Message is { } message)
                    Admit(message);
                else if (arrival.Change is { } change)
                    Become(change(State));
                else if (arrival.End is { } end)
                    End(end.Code, end.Reason);
            }
            catch (Exception e)
            {
                // Handlers' failures are answered where they happen. What comes here leaves a state nobody can vouch for.
                Log(RpcLogLevel.Error, $"A change of the state failed{(arrival.Message is { } m ? $" in {Shown(m.Method)}" : "")}.", e);
                End(1, "A change of the state failed, so the state is unknown.");
            }
        }

        var exit = _exit!;
        Log(exit.Code == 0 ? RpcLogLevel.Debug : RpcLogLevel.Error, $"The connection ends with code {exit.Code}: {exit.Reason}");
        return exit;
    }

    private void Admit(IncomingMessage message)
    {
        if (_options.Trace is { } trace)
        {
            var method = message.Kind is MessageKind.Answer && message.Id is { } id ? _questions.MethodOf(id) : message.Method;
            trace(new RpcTraceEntry(RpcDirection.In, method is "" ? null : method, message.Id, message.Body));
        }

        // Everything but a running handler and a question's answer is done with the message when this returns.
        var isKept = message.Kind switch
        {
            MessageKind.Request => AdmitRequest(message, message.Id!),
            MessageKind.Answer => AdmitAnswer(message),
            MessageKind.Notification => AdmitNotification(message),
            _ => Refuse(message, message.Problem!),
        };
        if (!isKept)
            message.Dispose();
    }

    private bool AdmitRequest(IncomingMessage message, RequestId id)
    {
        if (_requests.Contains(id))
            return Answer(new RpcError(RpcErrorCodes.InvalidRequest, $"Request {id} is still running; an id must not be used twice at a time."));
        if (_options.Admit(State, message.Method, true) is { } refusal)
            return Answer(refusal);
        switch (_methods.Find(message.Method))
        {
            case HandlerMethod<TState> method:
                var request = _requests.Add(id, method.Name);
                var state = State;
                // It never faults. The pool, always: a handler that looks asynchronous may still compute for long before its first await.
                _ = Task.Run(() => HandleAsync(method, state, message, request), CancellationToken.None);
                return true;
            case ControlRequest<TState> method:
                RunControl(method, message, id);
                return false;
            case null:
                return Answer(new RpcError(RpcErrorCodes.MethodNotFound, $"There is no method {Shown(message.Method)}."));
            default:
                return Answer(new RpcError(RpcErrorCodes.InvalidRequest, $"{message.Method} is a notification: send it without an id."));
        }

        bool Answer(RpcError error)
        {
            _outbox.Post(OutgoingMessage.Error(id, message.Method, error));
            return false;
        }
    }

    private bool AdmitNotification(IncomingMessage message)
    {
        if (_options.Admit(State, message.Method, false) is { } refusal)
        {
            Log(RpcLogLevel.Debug, $"Notification {Shown(message.Method)} dropped: {refusal.Message}");
            return false;
        }

        switch (_methods.Find(message.Method))
        {
            case MutateMethod<TState> method:
                var (after, problem) = method.Apply(State, message);
                Become(problem is null ? after : Lose(method, message, problem));
                break;
            case ControlNotification<TState> method:
                RunControl(method, message);
                break;
            case null when message.Method.StartsWith("$/", StringComparison.Ordinal):
                break;
            case null:
                Log(RpcLogLevel.Warning, $"Unknown notification {Shown(message.Method)} ignored.");
                break;
            default:
                Log(RpcLogLevel.Warning, $"{message.Method} is a request; without an id it cannot be answered and was not run.");
                break;
        }

        return false;
    }

    private bool AdmitAnswer(IncomingMessage message)
    {
        if (message.Id is { } id && _questions.TryAnswer(id, message))
            return true;
        Log(RpcLogLevel.Warning, $"The client answered request {message.Id?.ToString() ?? "null"}, which does not wait for an answer.");
        return false;
    }

    private bool Refuse(IncomingMessage message, RpcError problem)
    {
        Log(RpcLogLevel.Warning, $"Message refused: {problem.Message}");
        _outbox.Post(OutgoingMessage.Error(message.Id, message.Id is null ? null : message.Method, problem));
        // A change that was too long to be kept is lost all the same, and the state must say so.
        if (message.Id is null && _methods.Find(message.Method) is MutateMethod<TState> method && _options.Admit(State, method.Name, false) is null)
            Become(Lose(method, message, problem.Message));
        return false;
    }

    private TState Lose(MutateMethod<TState> method, IncomingMessage message, string why)
    {
        Log(RpcLogLevel.Warning, $"The parameters of {method.Name} cannot be read at {why}");
        return method.Unreadable is { } unreadable ? unreadable(State, message.RawParams, why) : State;
    }

    private void RunControl(ControlRequest<TState> method, IncomingMessage message, RequestId id)
    {
        OutgoingMessage answer;
        var after = State;
        try
        {
            (after, answer) = method.Invoke(after, message, id, this);
        }
        catch (Exception e)
        {
            answer = OutgoingMessage.Error(id, method.Name, ErrorOf(e, method.Name));
        }

        // The answer first: what the change of the state sets off may send notifications that belong behind it.
        _outbox.Post(answer);
        Become(after);
    }

    private void RunControl(ControlNotification<TState> method, IncomingMessage message)
    {
        try
        {
            var (after, problem) = method.Invoke(State, message, this);
            if (problem is not null)
                Log(RpcLogLevel.Warning, $"The parameters of {method.Name} cannot be read at {problem}");
            Become(after);
        }
        catch (Exception e)
        {
            Log(RpcLogLevel.Warning, $"{method.Name} changed nothing: {ErrorOf(e, method.Name).Message}");
        }
    }

    private async Task HandleAsync(HandlerMethod<TState> method, TState state, IncomingMessage message, PendingRequest request)
    {
        OutgoingMessage? answer = null;
        try
        {
            answer = await method.Invoke(state, message, request.Id, request.Cancellation.Token);
        }
        catch (OperationCanceledException) when (request.Cancellation.IsCancellationRequested)
        {
            // Who cancelled has answered.
        }
        catch (Exception e)
        {
            answer = OutgoingMessage.Error(request.Id, method.Name, ErrorOf(e, method.Name));
        }

        if (answer is not null && _requests.TryTake(request))
            _outbox.Post(answer);
        else
            answer?.Dispose();
        _requests.Finished();
    }

    private void AnswerCancelled(PendingRequest request)
    {
        _outbox.Post(OutgoingMessage.Error(
            request.Id, request.Method, new RpcError(RpcErrorCodes.RequestCancelled, $"{request.Method} was cancelled.")));
        // On the pool: what handlers hang on the token must not hold up the loop.
        _ = CancelAsync();

        async Task CancelAsync()
        {
            try
            {
                await request.Cancellation.CancelAsync();
            }
            catch (Exception e)
            {
                Log(RpcLogLevel.Error, $"Cancelling {request.Method} failed.", e);
            }
        }
    }

    /// <summary>What the client is told of an exception: all of a deliberate one, nothing but an incident's id of any other.</summary>
    private RpcError ErrorOf(Exception exception, string method)
    {
        if (exception is RpcException { FromClient: false } deliberate)
            return deliberate.Error;
        var incident = RandomNumberGenerator.GetHexString(8, lowercase: true);
        Log(RpcLogLevel.Error, $"{method} failed; incident {incident}.", exception, incident);
        return new RpcError(RpcErrorCodes.InternalError, $"Internal error. The host's log has the detail under incident {incident}.");
    }

    private void Become(TState after)
    {
        var before = State;
        if (ReferenceEquals(before, after))
            return;
        Volatile.Write(ref _state, after);
        _options.OnStateChanged?.Invoke(before, after);
    }

    // A method's name comes from outside; an error text and a log line stay short.
    private static string Shown(string method) => method.Length <= LongestNameShown ? method : method[..LongestNameShown] + "…";
}
