using System.Collections.Concurrent;
using CodexLsp.Engine;
using CodexLsp.Engine.Turns;
using CodexLsp.Host.Composition;
using CodexLsp.Host.Handlers;

namespace CodexLsp.Host.Serving;

/// <summary>The questions and tasks of this session that run, one for each thread.</summary>
internal sealed class RunningTurns(LanguageServer server)
{
    private readonly ConcurrentDictionary<string, RunningTurn> _running = new(StringComparer.Ordinal);

    /// <summary>The turn that runs in a thread; null when none does.</summary>
    public RunningTurn? Find(string threadId) => _running.GetValueOrDefault(threadId);

    /// <summary>Starts a turn and gives its id as soon as it has begun; it goes on by itself.</summary>
    /// <param name="state">The client and what it sees.</param>
    /// <param name="order">What was asked for, in a thread that is there.</param>
    /// <param name="report">Told of everything as it happens.</param>
    /// <param name="ended">What is done with it at its end.</param>
    /// <param name="cancellationToken">Ends the wait for its begin.</param>
    /// <exception cref="Rpc.RpcException">It cannot begin.</exception>
    public async Task<string> StartAsync(
        ServerState state, TurnOrder order, Action<TurnEvent> report, Func<TurnResult, CancellationToken, Task> ended, CancellationToken cancellationToken)
    {
        var thread = order.ThreadId ?? throw new InvalidOperationException("The thread is started first.");
        var turn = new RunningTurn(server.Ended);
        if (!_running.TryAdd(thread, turn))
        {
            turn.Dispose();
            throw Requests.Failed(new Failure(
                "turn.running", "A turn is running in this thread.", "Wait for its end, steer it, or stop it first.", Retryable: true));
        }

        var began = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Background("a turn", async session =>
        {
            try
            {
                var result = Requests.Require(await server.Assistant.RunTurnAsync(
                    order with { Steering = turn.Steering }, server.Configuration(state), new EditorApprover(server), Report, turn.Interrupted));
                Forget();
                await ended(result, session);
            }
            catch (Exception exception) when (began.TrySetException(exception))
            {
                // Whoever waits for its begin hears of it; afterwards only the log does.
            }
            finally
            {
                Forget();
            }
        });
        return await began.Task.WaitAsync(cancellationToken);

        void Report(TurnEvent happened)
        {
            turn.See(happened);
            if (happened is TurnEvent.Completed)
            {
                // Who hears of its end may start the next one.
                Forget();
            }

            report(happened);
            if (happened is TurnEvent.Started started)
            {
                began.TrySetResult(started.Turn.Id);
            }
        }

        void Forget()
        {
            if (_running.TryRemove(KeyValuePair.Create(thread, turn)))
            {
                turn.Dispose();
            }
        }
    }
}
