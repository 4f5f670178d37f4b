using CodexLsp.Engine.Policy;

namespace CodexLsp.Host.Composition;

/// <summary>
/// The keys an editor keeps for its user. They are asked for when a turn needs one and none is configured, and held in memory, each
/// for the endpoint it was entered for.
/// </summary>
/// <param name="ask">Asks the editor for the key of an endpoint; null when it has none. It never fails.</param>
/// <param name="redactor">Learns each key before anything else does.</param>
/// <param name="time">The clock of <see cref="Patience"/>.</param>
internal sealed class EditorKeys(Func<string, Task<string?>> ask, Redactor redactor, TimeProvider time)
{
    /// <summary>How long a turn waits for the answer to one question. An editor that is silent must not stop every turn.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, string> _held = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Question> _questions = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>The key that is held for an endpoint, without asking.</summary>
    public string? Held(string endpoint)
    {
        lock (_gate)
        {
            return _held.GetValueOrDefault(endpoint);
        }
    }

    /// <summary>The key for an endpoint, asked for unless one is held. An answer that comes too late is there the next time.</summary>
    public Task<string?> ReadAsync(string endpoint, CancellationToken cancellationToken) => AnswerAsync(Ask(endpoint, null), cancellationToken);

    /// <summary>Another key than the one the endpoint did not accept.</summary>
    public async Task<string?> ReadAnotherAsync(string endpoint, string? refused, CancellationToken cancellationToken)
    {
        var key = await AnswerAsync(Ask(endpoint, refused), cancellationToken);
        return key == refused ? null : key;
    }

    /// <summary>The editor's key for an endpoint is another one now, or gone: the next turn that needs it asks.</summary>
    public void Forget(string endpoint)
    {
        lock (_gate)
        {
            _held.Remove(endpoint);
            _questions.Remove(endpoint);
        }
    }

    private Question Ask(string endpoint, string? refused)
    {
        lock (_gate)
        {
            var held = _held.GetValueOrDefault(endpoint);
            if (!_questions.TryGetValue(endpoint, out var question) || (question.Answer.IsCompleted && (held is null || held == refused)))
            {
                question = new Question(time.GetTimestamp());
                _questions[endpoint] = question;
                question.Answer = AskAndLearnAsync(endpoint, question);
            }

            return question;
        }
    }

    private async Task<string?> AskAndLearnAsync(string endpoint, Question question)
    {
        var key = await ask(endpoint);
        if (string.IsNullOrEmpty(key))
        {
            return null;
        }

        redactor.Add(key);
        lock (_gate)
        {
            // Else the key changed while the editor answered.
            if (_questions.GetValueOrDefault(endpoint) == question)
            {
                _held[endpoint] = key;
            }
        }

        return key;
    }

    private async Task<string?> AnswerAsync(Question question, CancellationToken cancellationToken)
    {
        var left = Patience - time.GetElapsedTime(question.Since);
        try
        {
            return await question.Answer.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private sealed class Question(long since)
    {
        public long Since => since;

        public Task<string?> Answer { get; set; } = Task.FromResult<string?>(null);
    }
}
